//! What is put into a holder, and where it is read.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall, ExprContext};

use super::attributes::Access;
use super::flow::Inlet;
use super::follow::{Holder, Walk};
use super::invocation::Passing;
use super::shape::Shape;
use crate::{
    semantic::{BindingKind, NodeId, ScopeId, SemanticModel},
    source::{Ranged, TextRange},
};

/// Built-in functions that reach a scope's names by strings.
const REFLECTION: &[&str] = &["eval", "exec", "globals", "locals", "vars"];

impl<'a> Walk<'_, 'a> {
    /// Looks at everything that is put into a holder and everything that is read from it.
    pub(super) fn holder(&mut self, holder: &Holder) {
        match holder {
            Holder::Name(scope, name) => self.variable(holder, *scope, name),
            Holder::Attribute(class, name) => self.attribute(holder, *class, name),
        }
    }

    /// All bindings of the variable, and all their uses.
    fn variable(&mut self, holder: &Holder, scope: ScopeId, name: &str) {
        if let Some(range) = self.model.reflection() {
            self.escape(range, "may be looked up by any name here");
        }
        for id in self.model.bindings_of(scope, name).to_vec() {
            let binding = self.model.binding(id);
            let (kind, node, range) = (binding.kind.clone(), binding.node, binding.range);
            match kind {
                BindingKind::Assignment | BindingKind::Annotation | BindingKind::Walrus => {
                    self.stored(holder, node);
                }
                BindingKind::With if self.enters_itself => self.stored(holder, node),
                BindingKind::For | BindingKind::Comprehension if self.collects => {
                    self.wanted.push(range);
                }
                BindingKind::Parameter => self.handed_in(holder, node),
                BindingKind::Delete => {
                    self.held(holder).into_iter().for_each(|held| held.deletes.push(range));
                }
                _ => self.escape(range, "the name is bound to something else here"),
            }
            for used in self.model.uses(id) {
                self.read(holder, used);
            }
        }
    }

    /// All `x.name` that may be this attribute, and the name in the class's body.
    fn attribute(&mut self, holder: &Holder, class: Option<NodeId>, name: &str) {
        if let Some(range) = self.model.reflection() {
            self.escape(range, "may be looked up by any name here");
        }
        let (nodes, attributes) = (self.model.nodes(), self.model.attributes());
        let accesses = attributes.named(name);
        let is_stored = |access: &Access| match nodes.get(access.node) {
            AnyNodeRef::ExprAttribute(attribute) => attribute.ctx == ExprContext::Store,
            _ => false,
        };
        // What the library's module has under that name is not the object, unless it is put there.
        let module = (!accesses.iter().any(is_stored)).then(|| self.library()).flatten();
        for Access { node, receiver } in accesses {
            let named = self.model.qualified_name(nodes.range(*node));
            if named.is_some_and(|name| Some(name.root()) == module.as_deref()) {
                continue;
            }
            let receiver = receiver.or_else(|| self.places.class_of_receiver(*node));
            if !self.places.may_be_related(class, receiver) {
                continue;
            }
            if receiver.is_none() || class.is_none() {
                self.object.doubtful.push(nodes.range(*node));
            }
            match nodes.get(*node) {
                AnyNodeRef::ExprAttribute(a) if a.ctx == ExprContext::Store => {
                    self.stored(holder, *node);
                }
                _ => self.read(holder, nodes.range(*node)),
            }
        }
        if let Some(class) = class {
            self.filled(holder, class, name);
        }
        for literal in attributes.strings(name) {
            self.escape(nodes.range(*literal), "is named in a string here");
        }
        for access in attributes.mangled(name) {
            self.escape(nodes.range(access.node), "is reached by its mangled name here");
        }
        for call in attributes.made() {
            self.escape(*call, "may be what a name made here means");
        }
        if let Some(scope) = class.and_then(|class| self.model.body_scope(class)) {
            self.variable(holder, scope, name);
        }
    }

    /// What is passed for the field `name` of a dataclass, wherever an object of it is made.
    fn filled(&mut self, holder: &Holder, class: NodeId, name: &str) {
        let Some(makers) = self.places.makers_of_dataclass(class) else { return };
        if let Some(place) = makers.handed_on {
            self.escape(place, "is handed on as a class, and made with what was not followed");
        }
        for call in makers.calls {
            match self.places.passed_for_field(class, call, name) {
                Some(Some((value, keyword))) => {
                    self.inflow(holder, value, Inlet::Argument { keyword });
                }
                Some(None) => {}
                None => self.escape(call.range(), "passes values that were not followed"),
            }
        }
    }

    fn read(&mut self, holder: &Holder, range: TextRange) {
        let nodes = self.model.nodes();
        let context = nodes.expression(range).map(|id| match nodes.get(id) {
            AnyNodeRef::ExprName(name) => name.ctx,
            AnyNodeRef::ExprAttribute(attribute) => attribute.ctx,
            _ => ExprContext::Load,
        });
        if let Some(shape) = self.collections.get(holder).cloned() {
            if context != Some(ExprContext::Del) {
                self.shaped(range, &shape);
            }
            return;
        }
        let Some(held) = self.held(holder) else { return };
        if context == Some(ExprContext::Del) {
            held.deletes.push(range);
        } else {
            if !held.reads.contains(&range) {
                held.reads.push(range);
            }
            self.value(range);
        }
    }

    /// The holder at `target` is assigned to: what may be in it then?
    fn stored(&mut self, holder: &Holder, target: NodeId) {
        let nodes = self.model.nodes();
        let range = nodes.range(target);
        let Some(parent) = nodes.parent(target) else { return };
        let into = Inlet::Target { target: range, annotation: None };
        match nodes.get(parent) {
            AnyNodeRef::StmtAssign(assign) => self.inflow(holder, &assign.value, into),
            AnyNodeRef::StmtAnnAssign(assign) => {
                let annotation = assign.annotation.range();
                self.annotation(annotation);
                let into = Inlet::Target { target: range, annotation: Some(annotation) };
                match &assign.value {
                    Some(value) => self.inflow(holder, value, into),
                    None => self.flows_in(holder, None, into),
                }
            }
            AnyNodeRef::ExprNamed(named) => self.inflow(holder, &named.value, into),
            AnyNodeRef::WithItem(item) if self.enters_itself => {
                self.inflow(holder, &item.context_expr, into);
            }
            _ => match self.places.packed(target) {
                Some(value) => self.inflow(holder, value, into),
                None if self.collects => self.wanted.push(range),
                None => self.escape(range, "gets a value here that was not followed"),
            },
        }
    }

    /// A parameter: its annotation, its default and what callers pass.
    fn handed_in(&mut self, holder: &Holder, parameter: NodeId) {
        let nodes = self.model.nodes();
        let declared = nodes.get(parameter);
        let AnyNodeRef::Parameter(declared) = declared else {
            return self.escape(declared.range(), "is a parameter that was not followed");
        };
        let annotation = declared.annotation.as_ref().map(|annotation| annotation.range());
        if let Some(annotation) = annotation {
            self.annotation(annotation);
        }
        let into = Inlet::Parameter {
            parameter: declared.range(),
            name: declared.name.range(),
            annotation,
        };
        let default = match nodes.parent(parameter).map(|id| nodes.get(id)) {
            Some(AnyNodeRef::ParameterWithDefault(whole)) => whole.default.as_deref(),
            _ => None,
        };
        match default {
            Some(default) => self.inflow(holder, default, into),
            None => self.flows_in(holder, None, into),
        }
        let function = nodes.ancestors(parameter).find_map(|id| match nodes.get(id) {
            AnyNodeRef::StmtFunctionDef(def) => Some((id, def)),
            _ => None,
        });
        let Some((id, def)) = function else {
            return self.escape(declared.range(), "is a parameter of a lambda");
        };
        if let Some(place) = self.places.handed_on(id, def) {
            self.escape(place, "is handed on as a function, and called with what was not followed");
        }
        let bound = self.places.is_method(id);
        for invocation in self.places.calls_of(id, def) {
            match invocation.passed(def, declared.name.as_str(), bound) {
                Some(Passing::Given { value, keyword }) => {
                    self.inflow(holder, value, Inlet::Argument { keyword });
                }
                // What it has by default has been looked at.
                Some(Passing::Default) => {}
                None => {
                    self.escape(invocation.call.range(), "passes values that were not followed");
                }
            }
        }
    }

    /// References to the class in an annotation belong to what is annotated.
    pub(super) fn annotation(&mut self, range: TextRange) {
        let classes: Vec<TextRange> = self
            .model
            .references()
            .iter()
            .filter(|reference| range.contains_range(reference.range))
            .map(|reference| reference.range)
            .filter(|range| (self.is_class)(*range))
            .collect();
        for class in classes {
            self.class(class);
        }
    }

    /// A value that is put into a holder: nothing, another of the kind, or an unknown.
    fn inflow(&mut self, holder: &Holder, value: &'a Expr, into: Inlet) {
        if let Some(shape) = self.collections.get(holder).cloned() {
            return self.fits(value, &shape);
        }
        self.flows_in(holder, Some(value.range()), into);
        self.may_be(value);
    }

    pub(super) fn may_be(&mut self, value: &'a Expr) {
        match value {
            Expr::NoneLiteral(_) => {}
            Expr::BoolOp(operation) => operation.values.iter().for_each(|v| self.may_be(v)),
            Expr::If(choice) => {
                self.may_be(&choice.body);
                self.may_be(&choice.orelse);
            }
            Expr::Named(named) => self.may_be(&named.value),
            Expr::Call(call) if (self.is_class)(called_class(call)) => {
                self.class(called_class(call))
            }
            Expr::Call(call) if self.is_field_of_class(call) => {}
            Expr::Call(call) if self.may_be_yielded(call) => {}
            Expr::Name(_) | Expr::Attribute(_) => match self.places.holder_of(value) {
                Some(holder) => self.keep_in(holder, value.range()),
                None => self.escape(value.range(), "gets a value here that was not followed"),
            },
            _ if self.collects => self.pull(value, &Shape::One),
            _ => self.escape(value.range(), "gets a value here that was not followed"),
        }
    }

    /// Looks at what the `@asynccontextmanager` yields that `call` calls, if it calls one.
    fn may_be_yielded(&mut self, call: &'a ExprCall) -> bool {
        let nodes = self.model.nodes();
        let function = self.model.resolve_function(call.func.range()).map(|found| found.node);
        let manager = function.filter(|id| self.enters_itself && self.model.is_async_manager(*id));
        let Some(manager) = manager else { return false };
        for id in nodes.own_nodes(manager) {
            if let AnyNodeRef::ExprYield(yielded) = nodes.get(id) {
                match yielded.value.as_deref() {
                    Some(value) => self.may_be(value),
                    None => self.escape(yielded.range(), "yields something else"),
                }
            }
        }
        true
    }

    /// Whether `call` is `field(default_factory=<the class>)` or gives `None` by default.
    fn is_field_of_class(&mut self, call: &ExprCall) -> bool {
        let Some(factory) = call.arguments.find_keyword("default_factory") else {
            return call
                .arguments
                .find_keyword("default")
                .is_some_and(|default| default.value.is_none_literal_expr());
        };
        let class = factory.value.range();
        let is_class = (self.is_class)(class);
        if is_class {
            self.class(class);
        }
        is_class
    }
}

/// What `call` calls, without the types of a generic.
fn called_class(call: &ExprCall) -> TextRange {
    match &*call.func {
        Expr::Subscript(generic) => generic.value.range(),
        callee => callee.range(),
    }
}

impl SemanticModel<'_> {
    /// The first call by which names are looked up that cannot be seen.
    pub(super) fn reflection(&self) -> Option<TextRange> {
        let nodes = self.nodes();
        let find = || {
            nodes.ids().find_map(|id| match nodes.get(id) {
                AnyNodeRef::ExprCall(call) => match &*call.func {
                    Expr::Name(name) => {
                        let word = name.id.as_str();
                        let reflects =
                            REFLECTION.contains(&word) && self.builtin(word, name.start());
                        reflects.then(|| call.range())
                    }
                    _ => None,
                },
                _ => None,
            })
        };
        *self.reflection.get_or_init(find)
    }
}
