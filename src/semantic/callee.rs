//! Which function of this file a call means.

use ruff_python_ast::{AnyNodeRef, Expr, ExprAttribute, ExprName, StmtClassDef, StmtFunctionDef};
use rustc_hash::FxHashSet;

use super::model::SemanticModel;
use super::{BindingId, BindingKind, NodeId, ScopeId, ScopeKind};
use crate::source::{Ranged, TextRange};

/// A function of this file that an expression is proved to mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// The node of the `def`.
    pub node: NodeId,
    /// All of it, decorators included.
    pub range: TextRange,
    /// Whether it is an `async def`.
    pub is_async: bool,
    /// Whether its own body holds a `yield`.
    pub is_generator: bool,
    /// Whether it is decorated, so that the name may mean something that was made of it.
    pub is_decorated: bool,
    /// How the expression means it.
    pub kind: DefinitionKind,
}

/// How an expression means a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DefinitionKind {
    /// By its name: a function of the module, or one nested in another.
    Function,
    /// As a method of `self` or `cls`. A subclass in another file may override it.
    Method,
    /// As an attribute of its class.
    ClassAttribute,
}

impl<'a> SemanticModel<'a> {
    /// The function of this file that the expression at `callee` means, if there is exactly one.
    pub fn resolve_function(&self, callee: TextRange) -> Option<Definition> {
        let node = self.nodes().expression(callee)?;
        match self.nodes().get(node) {
            AnyNodeRef::ExprName(name) => {
                let binding = self.only_binding(name)?;
                self.definition(binding, DefinitionKind::Function)
            }
            AnyNodeRef::ExprAttribute(attribute) => self.method(attribute),
            _ => None,
        }
    }

    /// The first call in the function `id` itself of the method `name` of a variable that holds nothing
    /// but what `class` makes.
    pub fn method_called_within(&self, id: NodeId, name: &str, class: &str) -> Option<TextRange> {
        let is_made_by = |value: &Expr| match value {
            Expr::Call(call) => self.qualified_name(call.func.range()).is_some_and(|n| n == class),
            _ => false,
        };
        let mut nodes = self.nodes().own_nodes(id);
        nodes.find_map(|inner| {
            let AnyNodeRef::ExprCall(call) = self.nodes().get(inner) else { return None };
            let Expr::Attribute(method) = &*call.func else { return None };
            let Expr::Name(object) = &*method.value else { return None };
            let value = self.only_value(object.id.as_str(), object.range());
            (method.attr.as_str() == name && value.is_some_and(is_made_by)).then_some(call.range())
        })
    }

    /// The same, in the function `id` or in what it calls, as far as that can be followed in this file.
    pub fn method_called_below(&self, id: NodeId, name: &str, class: &str) -> Option<TextRange> {
        let mut seen = FxHashSet::from_iter([id]);
        let mut functions = vec![id];
        while let Some(function) = functions.pop() {
            if let Some(place) = self.method_called_within(function, name, class) {
                return Some(place);
            }
            for inner in self.nodes().own_nodes(function) {
                let AnyNodeRef::ExprCall(call) = self.nodes().get(inner) else { continue };
                let called = self.resolve_function(call.func.range());
                functions.extend(called.map(|it| it.node).filter(|node| seen.insert(*node)));
            }
        }
        None
    }

    fn method(&self, attribute: &ExprAttribute) -> Option<Definition> {
        let Expr::Name(object) = &*attribute.value else {
            return None;
        };
        let (class, kind) = self.class_of(object)?;
        let name = attribute.attr.as_str();
        let [binding] = self.bindings_of(class, name) else {
            return None;
        };
        let is_replaced = self.stored_attributes.contains(name) || self.is_overridden(class, name);
        if is_replaced { None } else { self.definition(*binding, kind) }
    }

    /// The class whose attributes `object` has, as `self`, `cls` or by name.
    fn class_of(&self, object: &ExprName) -> Option<(ScopeId, DefinitionKind)> {
        let binding = self.binding(self.only_binding(object)?);
        if binding.kind == BindingKind::Class {
            let class = self.body_scope(binding.node)?;
            return Some((class, DefinitionKind::ClassAttribute));
        }
        let function = self.scope(binding.scope);
        let def = self.function_def(function.node?)?;
        let first = def.parameters.posonlyargs.iter().chain(&def.parameters.args).next()?;
        let is_static = def.decorator_list.iter().any(|decorator| {
            matches!(&decorator.expression, Expr::Name(name) if name.id.as_str() == "staticmethod")
        });
        let is_first =
            binding.kind == BindingKind::Parameter && first.name().range == binding.range;
        let mut outer = self.enclosing_scopes(function.parent?);
        let class = outer.find(|id| self.scope(*id).kind != ScopeKind::TypeParams)?;
        let is_method = self.scope(class).kind == ScopeKind::Class && is_first && !is_static;
        is_method.then_some((class, DefinitionKind::Method))
    }

    /// Whether a class of this file that may inherit from `class` binds `name`.
    fn is_overridden(&self, class: ScopeId, name: &str) -> bool {
        self.scope_ids()
            .filter(|other| *other != class && self.scope(*other).kind == ScopeKind::Class)
            .filter(|other| !self.bindings_of(*other, name).is_empty())
            .any(|other| self.may_inherit(other, class))
    }

    fn may_inherit(&self, class: ScopeId, from: ScopeId) -> bool {
        // A class may be a base in more than one way.
        let mut seen = FxHashSet::default();
        let mut classes = vec![class];
        while let Some(class) = classes.pop() {
            let def = self.scope(class).node.and_then(|node| self.class_def(node));
            let Some(def) = def.filter(|_| seen.insert(class)) else { continue };
            for base in def.arguments.iter().flat_map(|arguments| &arguments.args) {
                let base = match base {
                    Expr::Subscript(generic) => &generic.value,
                    _ => base,
                };
                match self.base_class(base) {
                    Base::Here(base) if base == from => return true,
                    Base::Here(base) => classes.push(base),
                    Base::Elsewhere => {}
                    Base::Unknown => return true,
                }
            }
        }
        false
    }

    fn base_class(&self, base: &Expr) -> Base {
        let Expr::Name(name) = base else {
            let imported = self.qualified_name(base.range()).is_some();
            return if imported { Base::Elsewhere } else { Base::Unknown };
        };
        match self.only_binding(name).map(|id| self.binding(id)) {
            Some(binding) if binding.kind == BindingKind::Class => {
                self.body_scope(binding.node).map_or(Base::Unknown, Base::Here)
            }
            Some(binding) if binding.kind.imported().is_some() => Base::Elsewhere,
            Some(_) => Base::Unknown,
            None if self.builtin(name.id.as_str(), name.start()) => Base::Elsewhere,
            None => Base::Unknown,
        }
    }

    /// The one binding that a name means.
    fn only_binding(&self, name: &ExprName) -> Option<BindingId> {
        let resolution = self.resolve(name.id.as_str(), name.start());
        match resolution.bindings[..] {
            [binding] if !resolution.builtin && !resolution.star => Some(binding),
            _ => None,
        }
    }

    fn definition(&self, binding: BindingId, kind: DefinitionKind) -> Option<Definition> {
        let node = self.binding(binding).node;
        let def = self.function_def(node)?;
        Some(Definition {
            node,
            range: def.range,
            is_async: def.is_async,
            is_generator: self.yields(node),
            is_decorated: !def.decorator_list.is_empty(),
            kind,
        })
    }

    /// Whether the function `node` itself holds a `yield`.
    fn yields(&self, node: NodeId) -> bool {
        let body = self.body_scope(node);
        let is_yield = |id: &NodeId| {
            matches!(self.nodes().get(*id), AnyNodeRef::ExprYield(_) | AnyNodeRef::ExprYieldFrom(_))
        };
        self.nodes().descendants(node).filter(is_yield).any(|id| Some(self.scope_of(id)) == body)
    }

    fn function_def(&self, node: NodeId) -> Option<&'a StmtFunctionDef> {
        match self.nodes().get(node) {
            AnyNodeRef::StmtFunctionDef(def) => Some(def),
            _ => None,
        }
    }

    fn class_def(&self, node: NodeId) -> Option<&'a StmtClassDef> {
        match self.nodes().get(node) {
            AnyNodeRef::StmtClassDef(def) => Some(def),
            _ => None,
        }
    }
}

/// Where a base class is from.
enum Base {
    Here(ScopeId),
    Elsewhere,
    Unknown,
}
