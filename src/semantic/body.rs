//! The body of a function: what runs, in order, and where it is left.

use ruff_python_ast::{AnyNodeRef, Stmt};

use super::{NodeId, Nodes};
use crate::source::{Ranged, TextRange};

/// The body of a function or class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// Its docstring.
    pub docstring: Option<TextRange>,
    /// Its other statements, in order.
    pub statements: Vec<TextRange>,
    /// The `return` statements of a function itself, in source order.
    pub returns: Vec<Return>,
}

/// A `return`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Return {
    /// The statement.
    pub statement: TextRange,
    /// What it returns.
    pub value: Option<TextRange>,
    /// Whether something may run between it and the end of the function: a `finally`, the end of a
    /// `with`.
    pub is_guarded: bool,
}

impl Nodes<'_> {
    /// The body of the function or class `id`.
    pub fn body(&self, id: NodeId) -> Option<Body> {
        let statements = match self.get(id) {
            AnyNodeRef::StmtFunctionDef(def) => &def.body,
            AnyNodeRef::StmtClassDef(def) => &def.body,
            _ => return None,
        };
        let docstring = statements.first().filter(|first| match first {
            Stmt::Expr(first) => first.value.is_string_literal_expr(),
            _ => false,
        });
        let rest = statements.iter().skip(usize::from(docstring.is_some()));
        let returns = self.own_nodes(id).filter_map(|node| match self.get(node) {
            AnyNodeRef::StmtReturn(statement) => {
                let around = self.ancestors(node).take_while(|around| *around != id);
                let mut around = around.map(|around| self.get(around));
                let is_guarded = around.any(|around| match around {
                    AnyNodeRef::StmtWith(_) => true,
                    AnyNodeRef::StmtTry(guarded) => !guarded.finalbody.is_empty(),
                    _ => false,
                });
                let value = statement.value.as_deref().map(Ranged::range);
                Some(Return { statement: statement.range(), value, is_guarded })
            }
            _ => None,
        });
        Some(Body {
            docstring: docstring.map(Ranged::range),
            statements: rest.map(Ranged::range).collect(),
            returns: returns.collect(),
        })
    }
}
