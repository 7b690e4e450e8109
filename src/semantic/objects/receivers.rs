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

    /// The class of the object whose attribute is looked up at `attribute`.
    pub(super) fn class_of_receiver(&self, attribute: NodeId) -> Option<NodeId> {
        match self.model.nodes().get(attribute) {
            AnyNodeRef::ExprAttribute(attribute) => self.class_of(&attribute.value),
            _ => None,
        }
    }

    fn class_within(&self, expression: &Expr, depth: usize) -> Option<NodeId> {
        if let Some(class) = self.model.receiver_class(expression) {
            return Some(class);
        }
        let depth = depth.checked_sub(1)?;
        match expression {
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
                    _ => {
                        let value = self.model.only_value(&name.id, name.range())?;
                        self.class_within(value, depth)
                    }
                }
            }
            Expr::Attribute(attribute) => {
                let owner = self.class_within(&attribute.value, depth)?;
                self.class_kept_in(owner, attribute.attr.as_str(), depth)
            }
            _ => None,
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
