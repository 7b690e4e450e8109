//! What holds tasks: where it is named, and whether anything else may get into it.

use ruff_python_ast::{AnyNodeRef, Expr, ExprContext};

use super::{
    follow::Holder,
    invocation::Passing,
    shape::Shape,
    tasks::{Tasks, Walk},
};
use crate::{
    semantic::{BindingKind, NodeId, ScopeId, Strange},
    source::Ranged,
};

/// Where a holder is named.
pub(super) struct Named {
    pub(super) reads: Vec<NodeId>,
    stores: Vec<(NodeId, Kind)>,
}

/// How a holder is given a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Target,
    Parameter,
}

impl<'a> Walk<'_, 'a> {
    /// All places at which the holder is named.
    pub(super) fn named(&self, holder: &Holder) -> Result<Named, Strange> {
        let model = self.model;
        let mut named = Named { reads: Vec::new(), stores: Vec::new() };
        match holder {
            Holder::Name(scope, name) => self.variable(*scope, name, &mut named)?,
            Holder::Attribute(class, name) => {
                let (nodes, attributes) = (model.nodes(), model.attributes());
                for access in attributes.named(name) {
                    let own =
                        access.receiver.or_else(|| self.places.class_of_receiver(access.node));
                    let range = nodes.range(access.node);
                    if !self.places.may_be_related(*class, own) {
                        continue;
                    }
                    if own.is_none() {
                        return Err((range, "may be the same attribute, of what was not followed"));
                    }
                    match nodes.get(access.node) {
                        AnyNodeRef::ExprAttribute(a) if a.ctx == ExprContext::Store => {
                            named.stores.push((access.node, Kind::Target));
                        }
                        AnyNodeRef::ExprAttribute(a) if a.ctx == ExprContext::Del => {}
                        _ => named.reads.push(access.node),
                    }
                }
                if let Some(literal) = attributes.strings(name).first() {
                    return Err((nodes.range(*literal), "is named in a string here"));
                }
                if let Some(scope) = class.and_then(|class| model.body_scope(class)) {
                    self.variable(scope, name, &mut named)?;
                }
            }
        }
        match model.reflection() {
            Some(range) => Err((range, "may be looked up by any name here")),
            None => Ok(named),
        }
    }

    fn variable(&self, scope: ScopeId, name: &str, named: &mut Named) -> Result<(), Strange> {
        let nodes = self.model.nodes();
        for id in self.model.bindings_of(scope, name) {
            let binding = self.model.binding(*id);
            match binding.kind {
                BindingKind::Parameter => named.stores.push((binding.node, Kind::Parameter)),
                BindingKind::Delete => {}
                _ => named.stores.push((binding.node, Kind::Target)),
            }
            for used in self.model.uses(*id) {
                let read = nodes.expression(used).ok_or((used, "is named in a string here"))?;
                let is_deleted = matches!(nodes.get(read), AnyNodeRef::ExprName(name) if name.ctx == ExprContext::Del);
                if !is_deleted && !named.reads.contains(&read) {
                    named.reads.push(read);
                }
            }
        }
        Ok(())
    }

    /// Whether what is assigned to the holder says that it is a dict; `None` where nothing says what it is.
    pub(super) fn is_mapping(&self, holder: &Holder) -> Option<bool> {
        match self.holders.get(holder) {
            Some(Shape::Map(_)) => return Some(true),
            Some(Shape::Many(_)) => return Some(false),
            Some(Shape::One | Shape::Tuple(_)) => return None,
            None => {}
        }
        let stores = self.named(holder).ok()?.stores;
        let values = stores.iter().filter_map(|(id, _)| self.assigned(*id));
        let mut kinds = values.filter_map(|value| self.places.is_dict(value));
        let first = kinds.next()?;
        kinds.all(|kind| kind == first).then_some(first)
    }

    /// What is assigned to the target.
    fn assigned(&self, target: NodeId) -> Option<&'a Expr> {
        let nodes = self.model.nodes();
        match nodes.get(nodes.parent(target)?) {
            AnyNodeRef::StmtAssign(assign) => Some(&assign.value),
            AnyNodeRef::StmtAnnAssign(assign) => assign.value.as_deref(),
            AnyNodeRef::StmtAugAssign(assign) => Some(&assign.value),
            AnyNodeRef::ExprNamed(named) => Some(&named.value),
            _ => None,
        }
    }

    /// What was found, once nothing but tasks gets to where tasks are.
    pub(super) fn verified(mut self) -> Result<Tasks, Strange> {
        let holders: Vec<(Holder, Shape)> = self.holders.drain().collect();
        for (holder, shape) in &holders {
            for (store, kind) in self.named(holder)?.stores {
                match kind {
                    Kind::Target => self.target(store, shape)?,
                    Kind::Parameter => self.parameter(store)?,
                }
            }
        }
        for wanted in &self.wanted {
            if !self.is_given(wanted) {
                return Err((wanted.range(), "is not known to be one of the group's tasks"));
            }
        }
        Ok(self.tasks)
    }

    fn target(&mut self, target: NodeId, shape: &Shape) -> Result<(), Strange> {
        let nodes = self.model.nodes();
        let range = nodes.range(target);
        self.tasks.annotations.extend(nodes.annotation_of(target));
        if self.targets.contains(&range) {
            return Ok(());
        }
        let is_declared = || nodes.annotation_of(target).is_some();
        let is_nothing = match self.assigned(target) {
            None => is_declared(),
            Some(Expr::NoneLiteral(_)) => true,
            Some(value) => {
                let fits = match self.places.is_dict(value) {
                    Some(true) => matches!(shape, Shape::Map(_)),
                    Some(false) => matches!(shape, Shape::Many(_)),
                    None => false,
                };
                fits && self.is_given(value)
            }
        };
        match is_nothing {
            true => Ok(()),
            false => Err((range, "gets a value here that was not followed")),
        }
    }

    fn parameter(&mut self, parameter: NodeId) -> Result<(), Strange> {
        let nodes = self.model.nodes();
        let lost = (nodes.range(parameter), "is a parameter that was not followed");
        let AnyNodeRef::Parameter(declared) = nodes.get(parameter) else { return Err(lost) };
        let annotation = declared.annotation.as_ref();
        self.tasks.annotations.extend(annotation.map(|annotation| annotation.range()));
        let default = match nodes.parent(parameter).map(|id| nodes.get(id)) {
            Some(AnyNodeRef::ParameterWithDefault(whole)) => whole.default.as_deref(),
            _ => None,
        };
        self.wanted.extend(default);
        let mut around = nodes.ancestors(parameter).map(|id| (id, nodes.get(id)));
        let function = around.find_map(|(id, node)| match node {
            AnyNodeRef::StmtFunctionDef(def) => Some((id, def)),
            _ => None,
        });
        let (id, def) = function.ok_or(lost)?;
        if let Some(place) = self.places.handed_on(id, def) {
            return Err((
                place,
                "is handed on as a function, and called with what was not followed",
            ));
        }
        let bound = self.places.is_method(id);
        for invocation in self.places.calls_of(id, def) {
            match invocation.passed(def, declared.name.as_str(), bound) {
                Some(Passing::Given { value, .. }) => self.wanted.push(value),
                Some(Passing::Default) => {}
                None => return Err((invocation.call.range(), "passes what was not followed")),
            }
        }
        Ok(())
    }

    /// Whether the expression gives tasks, or nothing.
    fn is_given(&self, value: &Expr) -> bool {
        match value {
            _ if self.seen.contains_key(&value.range()) => true,
            Expr::NoneLiteral(_) => true,
            Expr::List(list) => list.elts.iter().all(|element| self.is_given(element)),
            Expr::Dict(dict) => dict.iter_values().all(|value| self.is_given(value)),
            Expr::If(choice) => self.is_given(&choice.body) && self.is_given(&choice.orelse),
            Expr::BoolOp(operation) => operation.values.iter().all(|value| self.is_given(value)),
            Expr::Call(_) => match self.model.nodes().expression(value.range()) {
                Some(id) => match self.model.nodes().get(id) {
                    AnyNodeRef::ExprCall(call) => self.places.collection(call).is_some(),
                    _ => false,
                },
                None => false,
            },
            _ => false,
        }
    }
}
