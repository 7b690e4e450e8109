//! Whether an expression gives a coroutine: what is run once, from its start, when somebody awaits it.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall, ExprName};

use super::{BindingKind, NodeId, SemanticModel};
use crate::source::{Ranged, TextRange};

/// What an expression gives, where somebody is to await it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Making {
    /// A new coroutine.
    Coroutine,
    /// What the call of this callee gives, which was not followed.
    Call(TextRange),
    /// Something else, or something that is there already.
    Existing,
}

/// How often a function that returns what others make is followed.
const DEPTH: usize = 4;

impl SemanticModel<'_> {
    /// What the expression at `range` gives.
    pub fn making(&self, range: TextRange) -> Making {
        self.making_to(range, DEPTH)
    }

    fn making_to(&self, range: TextRange, depth: usize) -> Making {
        let nodes = self.nodes();
        let Some(depth) = depth.checked_sub(1) else { return Making::Existing };
        match nodes.expression(range).map(|id| nodes.get(id)) {
            Some(AnyNodeRef::ExprCall(call)) => self.made_by(call, depth),
            Some(AnyNodeRef::ExprIf(choice)) => {
                let body = self.making_to(choice.body.range(), depth);
                match self.making_to(choice.orelse.range(), depth) {
                    Making::Coroutine => body,
                    other => other,
                }
            }
            Some(AnyNodeRef::ExprName(name)) => {
                let value = self.only_value(&name.id, name.range()).map(Ranged::range);
                let resolution = self.resolve(&name.id, name.start());
                let is_used_once =
                    matches!(resolution.bindings[..], [id] if self.uses(id).len() == 1);
                match value {
                    Some(value) if is_used_once => self.making_to(value, depth),
                    _ => Making::Existing,
                }
            }
            _ => Making::Existing,
        }
    }

    fn made_by(&self, call: &ExprCall, depth: usize) -> Making {
        let callee = call.func.range();
        let Some(definition) = self.resolve_function(callee) else {
            return match &*call.func {
                Expr::Name(name) if self.is_one_of_coroutine_functions(name) => Making::Coroutine,
                Expr::Attribute(method) if self.methods_make_coroutines(&method.attr) => {
                    Making::Coroutine
                }
                _ => Making::Call(callee),
            };
        };
        match (definition.is_decorated, definition.is_async) {
            (true, _) => Making::Call(callee),
            (false, true) if definition.is_generator => Making::Existing,
            (false, true) => Making::Coroutine,
            (false, false) if self.returns_coroutines(definition.node, depth) => Making::Coroutine,
            (false, false) => Making::Existing,
        }
    }

    /// Whether all that the function `id` returns are coroutines.
    fn returns_coroutines(&self, id: NodeId, depth: usize) -> bool {
        let nodes = self.nodes();
        let returned = nodes.own_nodes(id).filter_map(|id| match nodes.get(id) {
            AnyNodeRef::StmtReturn(returned) => Some(returned.value.as_deref().map(Ranged::range)),
            _ => None,
        });
        let returned: Vec<Option<TextRange>> = returned.collect();
        !returned.is_empty()
            && returned.into_iter().all(|value| {
                value.is_some_and(|value| self.making_to(value, depth) == Making::Coroutine)
            })
    }

    /// Whether every function of the file with this name is a method that makes a coroutine, and there is
    /// one.
    fn methods_make_coroutines(&self, name: &str) -> bool {
        let nodes = self.nodes();
        let defined = nodes.ids().filter_map(|id| match nodes.get(id) {
            AnyNodeRef::StmtFunctionDef(def) if def.name.as_str() == name => Some((id, def)),
            _ => None,
        });
        let mut defined = defined.peekable();
        defined.peek().is_some()
            && defined.all(|(id, def)| {
                let is_generator = nodes.function(id).is_some_and(|function| function.is_generator);
                def.is_async && !is_generator && def.decorator_list.is_empty()
            })
    }

    /// Whether a name goes through a list or tuple of functions that make coroutines.
    fn is_one_of_coroutine_functions(&self, name: &ExprName) -> bool {
        let nodes = self.nodes();
        let resolution = self.resolve(&name.id, name.start());
        let [binding] = resolution.bindings[..] else { return false };
        let binding = self.binding(binding);
        let target = binding.node;
        let iterable = match nodes.parent(target).map(|id| nodes.get(id)) {
            Some(AnyNodeRef::Comprehension(each)) => &each.iter,
            Some(AnyNodeRef::StmtFor(each)) => &*each.iter,
            _ => return false,
        };
        let value = match iterable {
            Expr::Name(name) => self.only_value(&name.id, name.range()),
            other => Some(other),
        };
        let elements = match value {
            Some(Expr::List(list)) => &list.elts,
            Some(Expr::Tuple(tuple)) => &tuple.elts,
            _ => return false,
        };
        binding.kind != BindingKind::Parameter
            && !elements.is_empty()
            && elements.iter().all(|element| {
                self.resolve_function(element.range()).is_some_and(|definition| {
                    definition.is_async && !definition.is_generator && !definition.is_decorated
                })
            })
    }
}
