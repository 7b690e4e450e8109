//! What becomes of the value of an expression, as far as the code around it shows.

use ruff_python_ast::{AnyNodeRef, Expr};

use super::Nodes;
use crate::source::{Ranged, TextRange};

/// What becomes of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// The expression is a statement.
    Dropped,
    /// It is awaited at once.
    Awaited {
        /// Whether what `await` gives is dropped.
        dropped: bool,
    },
    /// It is assigned to a variable.
    Variable,
    /// It is assigned to an attribute.
    Attribute,
    /// It goes into a list, a comprehension, a slot, or a container's `append` or `add`.
    Collected,
    /// It is returned or yielded, or the value of a lambda.
    Returned,
    /// It is an argument of a call.
    Argument,
    /// Something else.
    Other,
}

impl Nodes<'_> {
    /// What becomes of the value of the expression at `range`.
    pub fn fate(&self, range: TextRange) -> Fate {
        let Some(node) = self.expression(range) else { return Fate::Other };
        for id in self.ancestors(node) {
            return match self.get(id) {
                AnyNodeRef::StmtExpr(_) => Fate::Dropped,
                AnyNodeRef::ExprAwait(awaited) => {
                    Fate::Awaited { dropped: self.is_expression_statement(awaited.range()) }
                }
                AnyNodeRef::StmtAssign(assign) => {
                    { assign.targets.iter().map(kept_in).max_by_key(|f| *f == Fate::Attribute) }
                        .unwrap_or(Fate::Other)
                }
                AnyNodeRef::StmtAnnAssign(assign) => kept_in(&assign.target),
                AnyNodeRef::ExprNamed(_) => Fate::Variable,
                AnyNodeRef::StmtReturn(_)
                | AnyNodeRef::ExprYield(_)
                | AnyNodeRef::ExprLambda(_) => Fate::Returned,
                AnyNodeRef::ExprList(_)
                | AnyNodeRef::ExprTuple(_)
                | AnyNodeRef::ExprSet(_)
                | AnyNodeRef::ExprDict(_)
                | AnyNodeRef::ExprListComp(_)
                | AnyNodeRef::ExprSetComp(_)
                | AnyNodeRef::ExprDictComp(_)
                | AnyNodeRef::ExprGenerator(_) => Fate::Collected,
                AnyNodeRef::Arguments(_) | AnyNodeRef::Keyword(_) => continue,
                AnyNodeRef::ExprCall(call) => match &*call.func {
                    Expr::Attribute(method) if is_collecting(method.attr.as_str()) => {
                        Fate::Collected
                    }
                    _ => Fate::Argument,
                },
                _ => Fate::Other,
            };
        }
        Fate::Other
    }
}

fn is_collecting(method: &str) -> bool {
    matches!(
        method,
        "add" | "append" | "appendleft" | "extend" | "insert" | "setdefault" | "update"
    )
}

fn kept_in(target: &Expr) -> Fate {
    match target {
        Expr::Name(_) => Fate::Variable,
        Expr::Attribute(_) => Fate::Attribute,
        Expr::Subscript(_) => Fate::Collected,
        _ => Fate::Other,
    }
}
