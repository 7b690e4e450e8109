//! Where code stands: suites, statements, functions.

use ruff_python_ast::{AnyNodeRef, Stmt, StmtFunctionDef};
use rustc_hash::FxHashSet;

use super::{NodeId, Nodes};
use crate::source::{Ranged, TextRange};

/// A run of statements that belong together: a body, or a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suite {
    /// The byte ranges of its statements, in order; never empty. Decorators are part of theirs.
    pub statements: Vec<TextRange>,
    /// Whether it follows its header's colon on the same line: `if x: a; b`.
    pub inline: bool,
}

/// A `def`, `async def` or `lambda`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Function {
    /// Its node.
    pub node: NodeId,
    /// All of it, decorators included.
    pub range: TextRange,
    /// Whether it is an `async def`.
    pub is_async: bool,
    /// Whether its own body, nested functions excluded, holds a `yield`.
    pub is_generator: bool,
}

impl<'a> Nodes<'a> {
    /// The suite in which the statement with this range stands; `None` when no statement has it.
    ///
    /// The statements of a module are a suite too.
    pub fn suite(&self, statement: TextRange, text: &str) -> Option<Suite> {
        let id = self.statement(statement)?;
        let siblings = match self.parent(id) {
            Some(parent) => suites(self.get(parent))
                .into_iter()
                .find(|body| body.iter().any(|s| s.range() == statement))?
                .iter()
                .map(Ranged::range)
                .collect(),
            None => self.top_level(),
        };
        let first: &TextRange = siblings.first()?;
        let before = &text[..first.start().to_usize()];
        let line = before.rsplit(['\n', '\r']).next().unwrap_or(before);
        let inline =
            self.parent(id).is_some() && !line.trim_matches([' ', '\t', '\x0c']).is_empty();
        Some(Suite { statements: siblings, inline })
    }

    /// Whether two statements with the same parent stand in the same suite of it.
    pub(super) fn share_suite(&self, one: NodeId, other: NodeId) -> bool {
        let Some(parent) = self.parent(one) else { return true };
        suites(self.get(parent)).into_iter().any(|body| {
            [one, other]
                .into_iter()
                .all(|id| body.binary_search_by_key(&self.range(id).start(), Ranged::start).is_ok())
        })
    }

    /// Whether the suite of statement `id` has others.
    pub(super) fn is_accompanied(&self, id: NodeId) -> bool {
        let Some(parent) = self.parent(id) else { return self.top_level().len() > 1 };
        let start = self.range(id).start();
        let own = |body: &&[Stmt]| body.binary_search_by_key(&start, Ranged::start).is_ok();
        suites(self.get(parent)).iter().find(|body| own(body)).is_some_and(|body| body.len() > 1)
    }

    /// The byte ranges of the module's own statements.
    pub fn top_level(&self) -> Vec<TextRange> {
        let mut next = self.ids().next();
        let mut ranges = Vec::new();
        while let Some(id) = next {
            ranges.push(self.range(id));
            next = self.after(id);
        }
        ranges
    }

    /// The innermost function around `range`, lambdas included. Code in a decorator, a default or an
    /// annotation belongs to the function outside.
    pub fn enclosing_function(&self, range: TextRange) -> Option<Function> {
        let inner = self.covering(range)?;
        std::iter::once(inner)
            .chain(self.ancestors(inner))
            .find(|id| self.body_contains(*id, range))
            .and_then(|id| self.function(id))
    }

    /// `id` as a function, if it is one.
    pub fn function(&self, id: NodeId) -> Option<Function> {
        let (range, is_async) = match self.get(id) {
            AnyNodeRef::StmtFunctionDef(def) => (def.range(), def.is_async),
            AnyNodeRef::ExprLambda(lambda) => (lambda.range(), false),
            _ => return None,
        };
        Some(Function { node: id, range, is_async, is_generator: self.generators().contains(&id) })
    }

    /// The nodes inside function `id` that run as part of it: nested functions, lambdas and classes
    /// excluded (their decorators and defaults included).
    pub fn own_nodes(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.descendants(id).filter(move |node| self.nearest_function(*node) == Some(id))
    }

    /// The functions whose own body holds a `yield`.
    fn generators(&self) -> &FxHashSet<NodeId> {
        self.generators.get_or_init(|| {
            let yields = self.ids().filter(|id| {
                matches!(self.get(*id), AnyNodeRef::ExprYield(_) | AnyNodeRef::ExprYieldFrom(_))
            });
            yields.filter_map(|id| self.nearest_function(id)).collect()
        })
    }

    fn nearest_function(&self, id: NodeId) -> Option<NodeId> {
        self.ancestors(id).find(|a| {
            matches!(self.get(*a), AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::ExprLambda(_))
                && self.body_contains(*a, self.range(id))
        })
    }

    fn body_contains(&self, id: NodeId, range: TextRange) -> bool {
        match self.get(id) {
            AnyNodeRef::StmtFunctionDef(def) => body_range(def).contains_range(range),
            AnyNodeRef::ExprLambda(lambda) => lambda.body.range().contains_range(range),
            _ => false,
        }
    }
}

fn body_range(def: &StmtFunctionDef) -> TextRange {
    match (def.body.first(), def.body.last()) {
        (Some(first), Some(last)) => TextRange::new(first.start(), last.end()),
        _ => def.range(),
    }
}

/// The bodies that `node` holds directly.
pub(super) fn suites(node: AnyNodeRef<'_>) -> Vec<&[Stmt]> {
    match node {
        AnyNodeRef::StmtFunctionDef(n) => vec![&n.body],
        AnyNodeRef::StmtClassDef(n) => vec![&n.body],
        AnyNodeRef::StmtFor(n) => vec![&n.body, &n.orelse],
        AnyNodeRef::StmtWhile(n) => vec![&n.body, &n.orelse],
        AnyNodeRef::StmtIf(n) => vec![&n.body],
        AnyNodeRef::ElifElseClause(n) => vec![&n.body],
        AnyNodeRef::StmtWith(n) => vec![&n.body],
        AnyNodeRef::StmtTry(n) => vec![&n.body, &n.orelse, &n.finalbody],
        AnyNodeRef::ExceptHandlerExceptHandler(n) => vec![&n.body],
        AnyNodeRef::MatchCase(n) => vec![&n.body],
        _ => Vec::new(),
    }
}
