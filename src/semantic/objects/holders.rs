//! What is put into a holder, and where it is read.

use ruff_python_ast::{AnyNodeRef, Expr, ExprContext};

use super::attributes::Access;
use super::follow::{Holder, Walk};
use crate::{
    semantic::{BindingKind, NodeId, ScopeId, SemanticModel},
    source::{Ranged, TextRange},
};

/// Built-in functions that reach a scope's names by strings.
const REFLECTION: &[&str] = &["eval", "exec", "globals", "locals", "vars"];

impl Walk<'_, '_> {
    /// Looks at everything that is put into a holder and everything that is read from it.
    pub(super) fn holder(&mut self, holder: &Holder) {
        match holder {
            Holder::Name(scope, name) => self.variable(*scope, name),
            Holder::Attribute(class, name) => self.attribute(*class, name),
        }
    }

    /// All bindings of the variable, and all their uses.
    fn variable(&mut self, scope: ScopeId, name: &str) {
        if let Some(range) = self.model.reflection() {
            self.escape(range, "may be looked up by any name here");
        }
        for id in self.model.bindings_of(scope, name).to_vec() {
            let binding = self.model.binding(id);
            let (kind, node, range) = (binding.kind.clone(), binding.node, binding.range);
            match kind {
                BindingKind::Assignment | BindingKind::Annotation | BindingKind::Walrus => {
                    self.stored(node);
                }
                BindingKind::Parameter => self.handed_in(node),
                BindingKind::Delete => {}
                _ => self.escape(range, "the name is bound to something else here"),
            }
            for used in self.model.uses(id) {
                self.read(used);
            }
        }
    }

    /// All `x.name` that may be this attribute, and the name in the class's body.
    fn attribute(&mut self, class: Option<NodeId>, name: &str) {
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
            if self.places.may_be_related(class, *receiver) {
                match nodes.get(*node) {
                    AnyNodeRef::ExprAttribute(a) if a.ctx == ExprContext::Store => {
                        self.stored(*node);
                    }
                    _ => self.read(nodes.range(*node)),
                }
            }
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
            self.variable(scope, name);
        }
    }

    fn read(&mut self, range: TextRange) {
        let nodes = self.model.nodes();
        let context = nodes.expression(range).map(|id| match nodes.get(id) {
            AnyNodeRef::ExprName(name) => name.ctx,
            AnyNodeRef::ExprAttribute(attribute) => attribute.ctx,
            _ => ExprContext::Load,
        });
        if context != Some(ExprContext::Del) {
            self.value(range);
        }
    }

    /// The holder at `target` is assigned to: what may be in it then?
    fn stored(&mut self, target: NodeId) {
        let nodes = self.model.nodes();
        let range = nodes.range(target);
        let Some(parent) = nodes.parent(target) else { return };
        match nodes.get(parent) {
            AnyNodeRef::StmtAssign(assign) => self.inflow(&assign.value),
            AnyNodeRef::StmtAnnAssign(assign) => {
                self.annotation(assign.annotation.range());
                if let Some(value) = &assign.value {
                    self.inflow(value);
                }
            }
            AnyNodeRef::ExprNamed(named) => self.inflow(&named.value),
            _ => self.escape(range, "gets a value here that was not followed"),
        }
    }

    /// A parameter: its annotation, its default and what callers pass.
    fn handed_in(&mut self, parameter: NodeId) {
        let nodes = self.model.nodes();
        let holder = nodes.get(parameter);
        let AnyNodeRef::Parameter(declared) = holder else {
            return self.escape(holder.range(), "is a parameter that was not followed");
        };
        if let Some(annotation) = &declared.annotation {
            self.annotation(annotation.range());
        }
        if let Some(AnyNodeRef::ParameterWithDefault(whole)) =
            nodes.parent(parameter).map(|id| nodes.get(id))
            && let Some(default) = &whole.default
        {
            self.inflow(default);
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
        for call in self.places.calls_of(id, def) {
            match self.places.passed(call, def, declared.name.as_str()) {
                Some(value) => self.inflow(value),
                None => self.escape(call.range(), "passes values that were not followed"),
            }
        }
    }

    /// References to the class in an annotation belong to what is annotated.
    fn annotation(&mut self, range: TextRange) {
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
    fn inflow(&mut self, value: &Expr) {
        match value {
            Expr::NoneLiteral(_) => {}
            Expr::BoolOp(operation) => operation.values.iter().for_each(|v| self.inflow(v)),
            Expr::If(choice) => {
                self.inflow(&choice.body);
                self.inflow(&choice.orelse);
            }
            Expr::Named(named) => self.inflow(&named.value),
            Expr::Call(call) if (self.is_class)(call.func.range()) => self.class(call.func.range()),
            Expr::Call(call) if self.is_field_of_class(call) => {}
            Expr::Name(_) | Expr::Attribute(_) => match self.places.holder_of(value) {
                Some(holder) => self.keep_in(holder, value.range()),
                None => self.escape(value.range(), "gets a value here that was not followed"),
            },
            _ => self.escape(value.range(), "gets a value here that was not followed"),
        }
    }

    /// Whether `call` is `field(default_factory=<the class>)` or gives `None` by default.
    fn is_field_of_class(&mut self, call: &ruff_python_ast::ExprCall) -> bool {
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

impl SemanticModel<'_> {
    /// The first call by which names are looked up that cannot be seen.
    fn reflection(&self) -> Option<TextRange> {
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
