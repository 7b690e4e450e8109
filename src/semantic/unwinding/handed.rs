//! Coroutine functions that code may wait for without their name: they are decorated, used as values, or
//! what they give is passed on.

use ruff_python_ast::{AnyNodeRef, Expr};
use rustc_hash::FxHashSet;

use crate::{
    semantic::{NodeId, SemanticModel},
    source::{Ranged, TextSize},
};

/// Where they start, in source order.
pub(super) fn handed(model: &SemanticModel<'_>) -> Vec<TextSize> {
    let nodes = model.nodes();
    let mut names = FxHashSet::default();
    let mut starts = FxHashSet::default();
    for id in nodes.ids() {
        let AnyNodeRef::StmtFunctionDef(def) = nodes.get(id) else { continue };
        if !def.is_async {
            continue;
        }
        names.insert(def.name.as_str());
        let mut decorators = def.decorator_list.iter().map(|decorator| &decorator.expression);
        if decorators.any(|decorator| is_own(model, decorator)) {
            starts.insert(def.start());
        }
    }
    if names.is_empty() {
        return Vec::new();
    }
    for id in nodes.ids() {
        let name = match nodes.get(id) {
            AnyNodeRef::ExprName(name) => name.id.as_str(),
            AnyNodeRef::ExprAttribute(attribute) => attribute.attr.as_str(),
            _ => continue,
        };
        if names.contains(name) && is_handed(model, id) {
            let function = model.resolve_function(nodes.range(id));
            starts.extend(function.map(|function| nodes.range(function.node).start()));
        }
    }
    let mut starts: Vec<TextSize> = starts.into_iter().collect();
    starts.sort_unstable();
    starts
}

/// Whether the function that `id` names is used as a value, or its coroutine is passed to the program's
/// own code.
fn is_handed(model: &SemanticModel<'_>, id: NodeId) -> bool {
    let nodes = model.nodes();
    let Some(parent) = nodes.parent(id) else { return false };
    let is_called = matches!(
        nodes.get(parent),
        AnyNodeRef::ExprCall(call) if call.func.range() == nodes.range(id)
    );
    if !is_called {
        return !matches!(nodes.get(parent), AnyNodeRef::ExprAttribute(_));
    }
    let Some(around) = nodes.call_around(nodes.range(parent)) else { return false };
    model.qualified_name(around.callee).is_none()
}

/// Whether a decorator is the program's own, as far as is seen.
fn is_own(model: &SemanticModel<'_>, decorator: &Expr) -> bool {
    match decorator {
        Expr::Call(call) => is_own(model, &call.func),
        Expr::Name(name) => {
            !model.builtin(&name.id, name.start()) && model.qualified_name(name.range()).is_none()
        }
        Expr::Attribute(_) => model.qualified_name(decorator.range()).is_none(),
        _ => false,
    }
}
