//! What a module exports: its `__all__`.

use ruff_python_ast::{AnyNodeRef, Expr, ExprStringLiteral, Operator};

use super::binding::BindingKind;
use super::model::SemanticModel;
use super::quoted::content;
use super::{NodeId, ScopeId};
use crate::source::{Ranged, TextRange};

/// The names in `__all__`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exports<'a> {
    /// The entries that are written out, in source order.
    pub entries: Vec<Export<'a>>,
    /// Whether more names may be added in ways that cannot be read off.
    pub computed: bool,
}

/// One entry of `__all__`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Export<'a> {
    /// The exported name.
    pub name: &'a str,
    /// The byte range of the name in its string; of the whole literal if not `exact`.
    pub range: TextRange,
    /// Whether `range` is the name's own text.
    pub exact: bool,
    /// The string's node.
    pub(super) node: NodeId,
}

impl<'a> Exports<'a> {
    /// Whether `name` is written out in `__all__`.
    pub fn contains(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// Reads `__all__`; `None` if the module has none.
    pub(super) fn new(model: &SemanticModel<'a>) -> Option<Self> {
        let bindings = model.bindings_of(ScopeId::MODULE, "__all__");
        if bindings.is_empty() {
            return None;
        }
        let mut exports = Self::default();
        for id in bindings {
            let binding = model.binding(*id);
            let statement = model.nodes().parent(binding.node).map(|id| model.nodes().get(id));
            match (&binding.kind, statement) {
                (BindingKind::Assignment, Some(AnyNodeRef::StmtAssign(n))) => {
                    exports.add(model, &n.value)
                }
                (BindingKind::Assignment, Some(AnyNodeRef::StmtAnnAssign(n))) => {
                    n.value.iter().for_each(|value| exports.add(model, value));
                }
                (BindingKind::AugmentedAssignment, Some(AnyNodeRef::StmtAugAssign(n))) => {
                    exports.add(model, &n.value);
                }
                (BindingKind::Annotation, _) => {}
                _ => exports.computed = true,
            }
        }
        for node in model.loads_of(ScopeId::MODULE, "__all__") {
            exports.add_by_method(model, node);
        }
        exports.entries.sort_by_key(|entry| entry.range.start());
        Some(exports)
    }

    fn add(&mut self, model: &SemanticModel<'a>, value: &'a Expr) {
        match value {
            Expr::List(list) => list.elts.iter().for_each(|element| self.add_entry(model, element)),
            Expr::Tuple(tuple) => {
                tuple.elts.iter().for_each(|element| self.add_entry(model, element))
            }
            Expr::BinOp(sum) if sum.op == Operator::Add => {
                self.add(model, &sum.left);
                self.add(model, &sum.right);
            }
            _ => self.computed = true,
        }
    }

    fn add_entry(&mut self, model: &SemanticModel<'a>, element: &'a Expr) {
        match element {
            Expr::StringLiteral(literal) => self.entries.extend(entry(model, literal)),
            Expr::Starred(starred) => self.add(model, &starred.value),
            _ => self.computed = true,
        }
    }

    /// Reads `__all__.append(…)` and `__all__.extend(…)` around the name `node`.
    fn add_by_method(&mut self, model: &SemanticModel<'a>, node: NodeId) {
        let nodes = model.nodes();
        let Some(attribute) = nodes.parent(node) else {
            return;
        };
        let AnyNodeRef::ExprAttribute(method) = nodes.get(attribute) else {
            return;
        };
        let arguments = match nodes.parent(attribute).map(|call| nodes.get(call)) {
            Some(AnyNodeRef::ExprCall(call)) => &call.arguments.args[..],
            _ => &[],
        };
        match (method.attr.as_str(), arguments) {
            ("append", [element]) => self.add_entry(model, element),
            ("extend", [value]) => self.add(model, value),
            _ => self.computed = true,
        }
    }
}

fn entry<'a>(model: &SemanticModel<'a>, literal: &'a ExprStringLiteral) -> Option<Export<'a>> {
    let node = model.nodes().expression(literal.range())?;
    let own = content(literal, model.text());
    let name = literal.value.to_str();
    Some(Export { name, range: own.unwrap_or(literal.range()), exact: own.is_some(), node })
}
