//! `except` clauses that only fall back: they take a default, leave, or say a word, and never look at the
//! error.

use ruff_python_ast::{AnyNodeRef, ExceptHandler, Expr, Stmt, StmtTry};

use super::{Nodes, SemanticModel};
use crate::source::{Ranged, TextRange, TextSize};

/// The only clause of a `try` statement that guards one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fallback {
    /// The keyword `try`.
    pub keyword: TextRange,
    /// What it guards.
    pub guarded: TextRange,
    /// From `except` to the end of the class.
    pub head: TextRange,
    /// The class that it catches.
    pub class: TextRange,
    /// Its statements.
    pub body: TextRange,
    /// Whether it does nothing at all.
    pub is_pass: bool,
    /// Whether what is guarded ends in a `return`, and the clause is one.
    pub returns: bool,
}

/// Methods that only say a word, whatever the object.
const SAYING: &[&str] = &["debug", "error", "info", "log", "warning"];

impl Nodes<'_> {
    /// The clause that falls back where the statement at `statement` fails, if that is all that its `try`
    /// guards.
    pub fn fallback_of(&self, statement: TextRange) -> Option<Fallback> {
        let parent = self.parent(self.statement(statement)?)?;
        let AnyNodeRef::StmtTry(StmtTry {
            body, handlers, orelse, finalbody, is_star: false, ..
        }) = self.get(parent)
        else {
            return None;
        };
        let ([guarded], [ExceptHandler::ExceptHandler(clause)], [], []) =
            (&**body, &**handlers, &**orelse, &**finalbody)
        else {
            return None;
        };
        let class = clause.type_.as_deref()?.range();
        let is_single = matches!(clause.type_.as_deref(), Some(Expr::Name(_) | Expr::Attribute(_)));
        let falls_back = clause.body.iter().all(falls_back);
        let (first, last) = (clause.body.first()?, clause.body.last()?);
        if guarded.range() != statement || clause.name.is_some() || !is_single || !falls_back {
            return None;
        }
        let left = match guarded {
            Stmt::With(block) => block.body.last(),
            guarded => Some(guarded),
        };
        let returns = matches!((left, &*clause.body), (Some(Stmt::Return(_)), [Stmt::Return(_)]));
        Some(Fallback {
            keyword: TextRange::at(self.range(parent).start(), TextSize::of("try")),
            guarded: statement,
            head: TextRange::new(clause.start(), class.end()),
            class,
            body: first.range().cover(last.range()),
            is_pass: matches!(&*clause.body, [Stmt::Pass(_)]),
            returns,
        })
    }
}

impl SemanticModel<'_> {
    /// A name for a variable that tells how the scope around `guarded` has ended: no other than those for
    /// the scopes around it. `None` as for [`fresh_variable`](Self::fresh_variable).
    pub fn fresh_scope(&self, guarded: TextRange) -> Option<String> {
        let around = self.nodes().tries_around(guarded);
        // The first is the one that the scope takes the place of.
        match around.len().saturating_sub(1) {
            0 => self.fresh_variable("scope", guarded),
            depth => self.fresh_variable(&format!("scope{}", depth + 1), guarded),
        }
    }
}

/// Whether the statement runs the same where no error is being handled.
fn falls_back(statement: &Stmt) -> bool {
    match statement {
        Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => true,
        Stmt::Return(leaves) => leaves.value.as_deref().is_none_or(is_plain),
        Stmt::Assign(assign) => {
            is_plain(&assign.value) && assign.targets.iter().all(Expr::is_name_expr)
        }
        Stmt::Expr(said) => match &*said.value {
            Expr::Call(call) => {
                let says = match &*call.func {
                    Expr::Attribute(method) => {
                        is_plain(&method.value) && SAYING.contains(&method.attr.as_str())
                    }
                    Expr::Name(name) => name.id.as_str() == "print",
                    _ => false,
                };
                says && call.arguments.keywords.is_empty()
                    && call.arguments.args.iter().all(is_plain)
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether the expression only looks something up.
fn is_plain(value: &Expr) -> bool {
    match value {
        Expr::Attribute(attribute) => is_plain(&attribute.value),
        Expr::UnaryOp(operation) => is_plain(&operation.operand),
        Expr::Tuple(tuple) => tuple.iter().all(is_plain),
        Expr::List(list) => list.iter().all(is_plain),
        Expr::Dict(dict) => dict.is_empty(),
        Expr::FString(string) => string.value.elements().all(|element| {
            element.as_interpolation().is_none_or(|hole| is_plain(&hole.expression))
        }),
        value => value.is_literal_expr() || value.is_name_expr(),
    }
}
