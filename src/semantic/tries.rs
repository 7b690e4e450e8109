//! `try` statements around a piece of code.

use ruff_python_ast::AnyNodeRef;

use super::Nodes;
use crate::source::{Ranged, TextRange, TextSize};

/// A `try` statement that has handlers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// All of it.
    pub statement: TextRange,
    /// The `except` of its first handler.
    pub first: TextRange,
    /// Whether its handlers are `except*`.
    pub is_star: bool,
}

impl Nodes<'_> {
    /// The `try` statements with handlers whose bodies hold `range`, in the same function, the innermost
    /// first.
    pub fn tries_around(&self, range: TextRange) -> Vec<Tried> {
        let Some(start) = self.covering(range) else { return Vec::new() };
        let function = self.enclosing_function(range).map(|function| function.node);
        let around = self.ancestors(start).take_while(|id| Some(*id) != function);
        let tried = around.filter_map(|id| {
            let AnyNodeRef::StmtTry(guarded) = self.get(id) else { return None };
            let handler = guarded.handlers.first()?.start();
            let body = guarded.body.first()?.range().cover(guarded.body.last()?.range());
            let first = TextRange::at(handler, TextSize::of("except"));
            let statement = guarded.range();
            let is_star = guarded.is_star;
            body.contains_range(range).then_some(Tried { statement, first, is_star })
        });
        tried.collect()
    }

    /// Whether the code at `range` stands in an `except` or a `finally` clause of its function.
    pub fn is_in_clause(&self, range: TextRange) -> bool {
        let Some(id) = self.covering(range) else { return false };
        let function = self.enclosing_function(range).map(|function| function.node);
        let around = self.ancestors(id).take_while(|id| Some(*id) != function);
        around.into_iter().any(|id| match self.get(id) {
            AnyNodeRef::ExceptHandlerExceptHandler(_) => true,
            AnyNodeRef::StmtTry(tried) => {
                tried.finalbody.iter().any(|statement| statement.range().contains_range(range))
            }
            _ => false,
        })
    }
}
