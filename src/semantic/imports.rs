//! The imports of a module, one entry per imported name.

use ruff_python_ast::{Alias, AnyNodeRef, ExceptHandler, Expr, Stmt, StmtImportFrom};

use super::{BindingId, NodeId, Nodes, QualifiedName, ScopeId};
use crate::source::{Ranged, TextRange};

/// One alias of an `import` or `from … import` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import<'a> {
    /// The byte range of the statement.
    pub statement: TextRange,
    /// The node of the alias.
    pub node: NodeId,
    /// The byte range of the alias, `as` clause included.
    pub alias: TextRange,
    /// The byte range of the name before `as`.
    pub member_range: TextRange,
    /// What is imported: `a.b` for `import a.b`, `a.b` for `from a import b`, `a.*` for a star.
    pub name: QualifiedName,
    /// The module as written after `from`, without its dots; `None` for `import` and `from . import`.
    pub module: Option<&'a str>,
    /// The number of leading dots.
    pub level: u32,
    /// The name as written: `a.b` in `import a.b`, `b` in `from a import b`, or `*`.
    pub member: &'a str,
    /// What follows `as`.
    pub asname: Option<&'a str>,
    /// The binding; `None` for a star.
    pub binding: Option<BindingId>,
    /// The scope in which the statement stands.
    pub scope: ScopeId,
    /// Whether it is `from … import …`.
    pub is_from: bool,
    /// Whether it stands in the body of `if TYPE_CHECKING:`.
    pub type_checking: bool,
    /// Whether it stands in an `if`, `try`, loop, `with` or `match` of its scope.
    pub conditional: bool,
}

impl<'a> Import<'a> {
    pub(super) fn new(
        nodes: &Nodes<'a>,
        id: NodeId,
        alias: &'a Alias,
        scope: ScopeId,
    ) -> Option<Self> {
        let statement = nodes.parent(id)?;
        let from = match nodes.get(statement) {
            AnyNodeRef::StmtImportFrom(from) => Some(from),
            _ => None,
        };
        let (conditional, type_checking) = surroundings(nodes, statement);
        Some(Self {
            statement: nodes.range(statement),
            node: id,
            alias: alias.range,
            member_range: alias.name.range,
            name: imported_name(from, alias),
            module: from.and_then(|from| from.module.as_ref()).map(|module| module.as_str()),
            level: from.map_or(0, |from| from.level),
            member: alias.name.as_str(),
            asname: alias.asname.as_ref().map(|name| name.as_str()),
            binding: None,
            scope,
            is_from: from.is_some(),
            type_checking,
            conditional,
        })
    }

    /// Whether it is `from … import *`.
    pub fn is_star(&self) -> bool {
        self.member == "*"
    }

    /// Whether it is `from __future__ import …`.
    pub fn is_future(&self) -> bool {
        self.level == 0 && self.module == Some("__future__")
    }

    /// The name it binds; `*` for a star.
    pub fn bound_name(&self) -> &'a str {
        let first = self.member.split('.').next().unwrap_or(self.member);
        self.asname.unwrap_or(if self.is_from { self.member } else { first })
    }

    /// What the bound name means: `a` for `import a.b`, else what is imported.
    pub(super) fn meaning(&self) -> QualifiedName {
        match self.is_from || self.asname.is_some() {
            true => self.name.clone(),
            false => QualifiedName::new(self.bound_name()),
        }
    }
}

fn imported_name(from: Option<&StmtImportFrom>, alias: &Alias) -> QualifiedName {
    let member = alias.name.as_str();
    match from {
        Some(from) => {
            let module = from.module.as_ref().map_or("", |module| module.as_str());
            QualifiedName::imported(from.level, module, member)
        }
        None => QualifiedName::new(member),
    }
}

/// Whether a statement is conditional in its scope, and whether it is for type checkers alone.
fn surroundings(nodes: &Nodes<'_>, statement: NodeId) -> (bool, bool) {
    let range = nodes.range(statement);
    let (mut conditional, mut type_checking) = (false, false);
    for outer in nodes.ancestors(statement) {
        match nodes.get(outer) {
            AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::StmtClassDef(_) => break,
            AnyNodeRef::StmtIf(n) => {
                let in_body = holds(&n.body, range);
                type_checking |= in_body && tests_type_checking(&n.test);
            }
            // What follows is only reached when the body was run to its end.
            AnyNodeRef::StmtTry(n) if holds(&n.body, range) && n.handlers.iter().all(raises) => {
                continue;
            }
            _ => {}
        }
        conditional = true;
    }
    (conditional, type_checking)
}

fn holds(body: &[Stmt], range: TextRange) -> bool {
    body.iter().any(|statement| statement.range().contains_range(range))
}

/// Whether a handler ends by raising.
fn raises(handler: &ExceptHandler) -> bool {
    let ExceptHandler::ExceptHandler(handler) = handler;
    matches!(handler.body.last(), Some(Stmt::Raise(_)))
}

fn tests_type_checking(test: &Expr) -> bool {
    match test {
        Expr::Name(name) => name.id.as_str() == "TYPE_CHECKING",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "TYPE_CHECKING",
        _ => false,
    }
}
