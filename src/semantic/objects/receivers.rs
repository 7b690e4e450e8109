//! Of which class of the file the object is whose attribute is named.

use ruff_python_ast::{AnyNodeRef, Expr, ExprContext};

use super::places::Places;
use crate::{
    semantic::{BindingKind, NodeId},
    source::Ranged,
};

/// How many assignments the search for a class goes back.
const DEPTH: usize = 4;

impl Places<'_, '_> {
    /// The class whose objects the expression gives, as far as the file says.
    pub(super) fn class_of(&self, expression: &Expr) -> Option<NodeId> {
        self.class_within(expression, DEPTH)
    }

    /// The class whose attributes the expression has: its own, if it names one.
    pub(super) fn owner_of(&self, expression: &Expr) -> Option<NodeId> {
        self.model.class_named(expression).or_else(|| self.class_of(expression))
    }

    /// The class whose attribute is looked up at `attribute`.
    pub(super) fn class_of_receiver(&self, attribute: NodeId) -> Option<NodeId> {
        match self.model.nodes().get(attribute) {
            AnyNodeRef::ExprAttribute(attribute) => self.owner_of(&attribute.value),
            _ => None,
        }
    }

    fn class_within(&self, expression: &Expr, depth: usize) -> Option<NodeId> {
        if let Some(class) = self.model.receiver_class(expression) {
            return Some(class);
        }
        let depth = depth.checked_sub(1)?;
        match expression {
            Expr::Call(call) if self.is_super(expression) => {
                let nodes = self.model.nodes();
                let around = nodes.ancestors(nodes.expression(call.range())?);
                let is_class = |id: &NodeId| matches!(nodes.get(*id), AnyNodeRef::StmtClassDef(_));
                self.base_of(around.into_iter().find(is_class)?)
            }
            Expr::Call(call) => self.model.class_named(&call.func),
            Expr::Name(name) => {
                let resolution = self.model.resolve(&name.id, name.start());
                let [binding] = resolution.bindings.as_slice() else { return None };
                let binding = self.model.binding(*binding);
                if self.model.bindings_of(binding.scope, binding.name).len() != 1 {
                    return None;
                }
                match (&binding.kind, self.model.nodes().get(binding.node)) {
                    (BindingKind::Parameter, AnyNodeRef::Parameter(parameter)) => {
                        self.model.class_named(parameter.annotation.as_deref()?)
                    }
                    (BindingKind::Assignment, _) => {
                        let value = self.model.only_value(&name.id, name.range());
                        self.class_within(value.or_else(|| self.packed(binding.node))?, depth)
                    }
                    _ => None,
                }
            }
            Expr::Attribute(attribute) => {
                let owner = self.class_within(&attribute.value, depth)?;
                self.class_kept_in(owner, attribute.attr.as_str(), depth)
            }
            _ => None,
        }
    }

    /// Whether the expression is `super()`.
    pub(super) fn is_super(&self, expression: &Expr) -> bool {
        let Expr::Call(call) = expression else { return false };
        match &*call.func {
            Expr::Name(name) => {
                name.id == "super"
                    && call.arguments.is_empty()
                    && self.model.builtin("super", name.start())
            }
            _ => false,
        }
    }

    /// The class of what the attribute `name` of objects of `owner` holds.
    fn class_kept_in(&self, owner: NodeId, name: &str, depth: usize) -> Option<NodeId> {
        let nodes = self.model.nodes();
        let scope = self.model.body_scope(owner)?;
        if !self.model.bindings_of(scope, name).is_empty() {
            return None;
        }
        let mut found = None;
        for (id, _) in self.model.accesses_of(owner, name) {
            let AnyNodeRef::ExprAttribute(access) = nodes.get(id) else { return None };
            if access.ctx != ExprContext::Store {
                continue;
            }
            let value = match nodes.get(nodes.parent(id)?) {
                AnyNodeRef::StmtAssign(assign) if assign.targets.len() == 1 => &*assign.value,
                AnyNodeRef::StmtAnnAssign(assign) => assign.value.as_deref()?,
                _ => return None,
            };
            let class = self.class_within(value, depth)?;
            if *found.get_or_insert(class) != class {
                return None;
            }
        }
        found
    }
}
