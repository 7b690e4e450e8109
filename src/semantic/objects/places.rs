//! Which holder an expression, a parameter or an annotation stands for.

use ruff_python_ast::{
    AnyNodeRef, Expr, ExprCall, ExprName, ExprTuple, StmtClassDef, StmtFunctionDef,
};

use super::{
    dataclasses::fields, flow::HeldKind, follow::Holder, invocation::Invocation, shape::Shape,
};
use crate::{
    semantic::{BindingId, BindingKind, NodeId, ScopeId, ScopeKind, SemanticModel},
    source::{Ranged, TextRange},
};

/// Looks holders up in a model.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'m, 'a> {
    pub(super) model: &'m SemanticModel<'a>,
}

impl<'a> Places<'_, 'a> {
    /// The holder that the name or attribute `target` spells.
    pub(super) fn holder_of(&self, target: &Expr) -> Option<Holder> {
        match target {
            Expr::Name(name) => {
                let written = self.binding_at(name);
                let seen = || self.model.resolve(&name.id, name.start()).bindings.first().copied();
                let scope = match written.or_else(seen) {
                    Some(id) => self.model.binding(id).scope,
                    None => self.declared_scope(&name.id, name.range())?,
                };
                Some(self.in_scope(scope, name.id.as_str()))
            }
            Expr::Attribute(attribute) => {
                Some(Holder::Attribute(self.class_of(&attribute.value), attribute.attr.to_string()))
            }
            _ => None,
        }
    }

    /// The binding that `name` is, where it is assigned to.
    pub(super) fn binding_at(&self, name: &ExprName) -> Option<BindingId> {
        let scopes = self.model.enclosing_scopes(self.model.scope_at(name.start()));
        let mut bindings = scopes.flat_map(|scope| self.model.bindings_of(scope, &name.id));
        bindings.find(|id| self.model.binding(**id).range == name.range()).copied()
    }

    /// The scope that an assignment to `name` at `range` binds it in.
    fn declared_scope(&self, name: &str, range: TextRange) -> Option<ScopeId> {
        let scope = self.model.scope_at(range.start());
        let bound = |scope: &ScopeId| !self.model.bindings_of(*scope, name).is_empty();
        self.model.enclosing_scopes(scope).find(bound)
    }

    /// A name in a class body is an attribute of the class.
    fn in_scope(&self, scope: ScopeId, name: &str) -> Holder {
        let info = self.model.scope(scope);
        match info.kind {
            ScopeKind::Class => Holder::Attribute(info.node, name.to_owned()),
            _ => Holder::Name(scope, name.to_owned()),
        }
    }

    /// Whether an attribute of `receiver` may be one of `class`: by inheritance in the file, or
    /// because one of them is unknown.
    pub(super) fn may_be_related(&self, class: Option<NodeId>, receiver: Option<NodeId>) -> bool {
        match (class, receiver) {
            (Some(class), Some(receiver)) => {
                let attributes = self.model.attributes();
                class == receiver
                    || attributes.inherits(receiver, class)
                    || attributes.inherits(class, receiver)
            }
            _ => true,
        }
    }

    /// The holder that an annotation with the class at `class` is of; `None` where the class is part
    /// of a container's type, or of no annotation.
    pub(super) fn annotated(&self, class: TextRange) -> Option<Holder> {
        let nodes = self.model.nodes();
        let mut at = nodes.covering(class)?;
        loop {
            let parent = nodes.parent(at)?;
            match nodes.get(parent) {
                AnyNodeRef::StmtAnnAssign(assign) => {
                    let annotates = assign.annotation.range().contains_range(class);
                    return annotates.then(|| self.holder_of(&assign.target))?;
                }
                AnyNodeRef::Parameter(parameter) => {
                    let function = nodes
                        .ancestors(parent)
                        .find(|id| matches!(nodes.get(*id), AnyNodeRef::StmtFunctionDef(_)))?;
                    let scope = self.model.body_scope(function)?;
                    return Some(Holder::Name(scope, parameter.name.to_string()));
                }
                AnyNodeRef::ExprBinOp(operation) if operation.op.is_bit_or() => {}
                AnyNodeRef::ExprSubscript(subscript)
                    if subscript.value.range() == class || is_transparent(&subscript.value) => {}
                AnyNodeRef::ExprTuple(_) => {}
                AnyNodeRef::ExprStringLiteral(_) if self.is_outermost(parent, class) => {}
                _ => return None,
            }
            at = parent;
        }
    }

    /// What an annotation is of that has the class at `class` in the type of a collection, or of what a
    /// function returns, with what the annotation says that is; `None` where it says something else.
    pub(super) fn annotated_shape(&self, class: TextRange) -> Option<(Annotated, Shape)> {
        let nodes = self.model.nodes();
        let mut at = nodes.expression(class)?;
        let (mut shape, mut index) = (Shape::One, None);
        loop {
            let parent = nodes.parent(at)?;
            match nodes.get(parent) {
                AnyNodeRef::StmtAnnAssign(assign) => {
                    let annotates = assign.annotation.range().contains_range(class);
                    let holder = annotates.then(|| self.holder_of(&assign.target))?;
                    return Some((Annotated::Holder(holder?), shape));
                }
                AnyNodeRef::Parameter(parameter) => {
                    let is_function =
                        |id: &NodeId| matches!(nodes.get(*id), AnyNodeRef::StmtFunctionDef(_));
                    let function = nodes.ancestors(parent).find(is_function)?;
                    let scope = self.model.body_scope(function)?;
                    let holder = Holder::Name(scope, parameter.name.to_string());
                    return Some((Annotated::Holder(holder), shape));
                }
                AnyNodeRef::StmtFunctionDef(_) => {
                    return Some((Annotated::Function(parent), shape));
                }
                AnyNodeRef::ExprBinOp(operation) if operation.op.is_bit_or() => {}
                AnyNodeRef::ExprTuple(tuple) => {
                    let of = |element: &Expr| element.range() == nodes.range(at);
                    index = Some((tuple.elts.iter().position(of)?, tuple));
                }
                AnyNodeRef::ExprSubscript(generic)
                    if generic.value.range() == class || is_transparent(&generic.value) => {}
                AnyNodeRef::ExprSubscript(generic) => {
                    shape = annotated_collection(&generic.value, index.take(), shape)?;
                }
                _ => return None,
            }
            at = parent;
        }
    }

    /// Whether the class at `class` is what the type in the string `string` comes down to.
    fn is_outermost(&self, string: NodeId, class: TextRange) -> bool {
        let start = self.model.nodes().range(string).start();
        let before = &self.model.text()[TextRange::new(start, class.start())];
        let before = before.trim_start_matches(['"', '\'', ' ']).trim_end();
        ["", "None |", "Optional[", "typing.Optional["].contains(&before)
    }

    /// The parameter, or the field of a dataclass, that the argument at `argument` of `call` fills.
    pub(super) fn filled_by(&self, call: &'a ExprCall, argument: TextRange) -> Option<Holder> {
        if let Some(invocation) = self.carried(call) {
            let function = call.arguments.args.get(invocation.skipped.checked_sub(1)?)?;
            return self.parameter(function, invocation, argument);
        }
        if let Some(class) = self.model.class_named(&call.func) {
            let AnyNodeRef::StmtClassDef(def) = self.model.nodes().get(class) else { return None };
            return self.constructor_parameter(class, def, call, argument);
        }
        self.parameter(&call.func, Invocation::direct(call), argument)
    }

    fn parameter(
        &self,
        callee: &Expr,
        invocation: Invocation<'a>,
        argument: TextRange,
    ) -> Option<Holder> {
        let (id, def, bound) = self.function_called(callee)?;
        let name = invocation.parameter_of(def, argument, bound)?;
        Some(Holder::Name(self.model.body_scope(id)?, name))
    }

    fn constructor_parameter(
        &self,
        class: NodeId,
        def: &StmtClassDef,
        call: &'a ExprCall,
        argument: TextRange,
    ) -> Option<Holder> {
        if let Some((id, init)) = self.inherited_method(class, "__init__") {
            let name = Invocation::direct(call).parameter_of(init, argument, true)?;
            return Some(Holder::Name(self.model.body_scope(id)?, name));
        }
        let fields = fields(def);
        let keyword = call.arguments.keywords.iter().find(|k| k.value.range() == argument);
        let name = match keyword {
            Some(keyword) => keyword.arg.as_ref()?.to_string(),
            None => {
                let index = call.arguments.args.iter().position(|a| a.range() == argument)?;
                fields.get(index)?.to_string()
            }
        };
        self.is_plain_dataclass(def).then_some(Holder::Attribute(Some(class), name))
    }

    /// The `def` of this file that `callee` means, and whether its first parameter is bound already.
    fn function_called(&self, callee: &Expr) -> Option<(NodeId, &'a StmtFunctionDef, bool)> {
        match callee {
            Expr::Name(name) => {
                let resolution = self.model.resolve(&name.id, name.start());
                let [binding] = resolution.bindings.as_slice() else { return None };
                let binding = self.model.binding(*binding);
                let AnyNodeRef::StmtFunctionDef(def) = self.model.nodes().get(binding.node) else {
                    return None;
                };
                let plain = def.decorator_list.is_empty();
                (plain && binding.kind == BindingKind::Function).then_some((
                    binding.node,
                    def,
                    false,
                ))
            }
            Expr::Attribute(attribute) => {
                let class = self.class_of(&attribute.value)?;
                let (id, def) = self.inherited_method(class, attribute.attr.as_str())?;
                def.decorator_list.is_empty().then_some((id, def, true))
            }
            _ => None,
        }
    }

    pub(super) fn method(
        &self,
        class: NodeId,
        name: &str,
    ) -> Option<(NodeId, &'a StmtFunctionDef)> {
        let scope = self.model.body_scope(class)?;
        let [binding] = self.model.bindings_of(scope, name) else { return None };
        let node = self.model.binding(*binding).node;
        match self.model.nodes().get(node) {
            AnyNodeRef::StmtFunctionDef(def) => Some((node, def)),
            _ => None,
        }
    }

    /// The method of objects of `class`, its own or that of a base of this file, if each has one base.
    fn inherited_method(&self, class: NodeId, name: &str) -> Option<(NodeId, &'a StmtFunctionDef)> {
        let scope = self.model.body_scope(class)?;
        if !self.model.bindings_of(scope, name).is_empty() {
            return self.method(class, name);
        }
        self.inherited_method(self.base_of(class)?, name)
    }

    /// The only base of `class`, if it is of this file.
    pub(super) fn base_of(&self, class: NodeId) -> Option<NodeId> {
        let AnyNodeRef::StmtClassDef(def) = self.model.nodes().get(class) else { return None };
        let [base] = def.bases() else { return None };
        // A base stands above what inherits from it.
        self.model.class_named(base).filter(|base| *base < class)
    }

    /// Whether the function `id` is a method.
    pub(super) fn is_method(&self, id: NodeId) -> bool {
        let parent = self.model.nodes().parent(id).map(|id| self.model.nodes().get(id));
        matches!(parent, Some(AnyNodeRef::StmtClassDef(_)))
    }

    /// The calls of a function in this file, as far as they can be told by its name.
    pub(super) fn calls_of(&self, id: NodeId, def: &StmtFunctionDef) -> Vec<Invocation<'a>> {
        let nodes = self.model.nodes();
        let name = def.name.as_str();
        let class =
            nodes.parent(id).filter(|p| matches!(nodes.get(*p), AnyNodeRef::StmtClassDef(_)));
        let is_meant = |callee: &Expr| match (callee, class) {
            (Expr::Name(callee), None) => callee.id.as_str() == name && !self.is_imported(callee),
            (Expr::Name(_), Some(class)) => {
                let makes = |made: NodeId| {
                    made == class
                        || self.model.attributes().inherits(made, class)
                            && self.method(made, "__init__").is_none()
                };
                name == "__init__" && self.model.class_named(callee).is_some_and(makes)
            }
            (Expr::Attribute(method), Some(_)) if self.is_super(&method.value) => {
                let found = self.function_called(callee).map(|(found, ..)| found);
                method.attr.as_str() == name && found.is_none_or(|found| found == id)
            }
            (Expr::Attribute(callee), Some(class)) => {
                callee.attr.as_str() == name
                    && self.model.qualified_name(callee.value.range()).is_none()
                    && self.may_be_related(Some(class), self.owner_of(&callee.value))
            }
            _ => false,
        };
        let calls = nodes.ids().filter_map(|id| match nodes.get(id) {
            AnyNodeRef::ExprCall(call) if is_meant(&call.func) => Some(Invocation::direct(call)),
            AnyNodeRef::ExprCall(call) => {
                let invocation = self.carried(call)?;
                let function = call.arguments.args.get(invocation.skipped.checked_sub(1)?)?;
                is_meant(function).then_some(invocation)
            }
            _ => None,
        });
        calls.collect()
    }

    /// Where a function of this file, or the class that it makes objects of, is first used as a value
    /// that others may call, as far as that can be told by its name.
    pub(super) fn handed_on(&self, id: NodeId, def: &StmtFunctionDef) -> Option<TextRange> {
        let nodes = self.model.nodes();
        let name = def.name.as_str();
        let owner = nodes.parent(id).map(|parent| nodes.get(parent));
        let is_value = |id: NodeId| match (nodes.get(id), owner) {
            (AnyNodeRef::ExprName(value), Some(AnyNodeRef::StmtClassDef(class))) => {
                name == "__init__" && value.id == class.name.id && self.is_handed_over(id)
            }
            (AnyNodeRef::ExprAttribute(value), Some(AnyNodeRef::StmtClassDef(_))) => {
                value.attr.as_str() == name
                    && value.ctx.is_load()
                    && !self.is_called(id)
                    && self.model.qualified_name(value.value.range()).is_none()
            }
            (AnyNodeRef::ExprName(value), _) => {
                value.id.as_str() == name
                    && value.ctx.is_load()
                    && !self.is_called(id)
                    && !self.is_imported(value)
            }
            _ => false,
        };
        let is_made_unnamed = || {
            let class = nodes.parent(id).filter(|_| name == "__init__")?;
            self.model.makes_its_own(class)
        };
        nodes.ids().find(|id| is_value(*id)).map(|id| nodes.range(id)).or_else(is_made_unnamed)
    }

    /// Whether the function at `id` is called here, by what passes its arguments.
    fn is_called(&self, id: NodeId) -> bool {
        let is_callee = self.model.nodes().call_of(self.model.nodes().range(id)).is_some();
        is_callee || self.handed_to(id).is_some()
    }

    /// Whether the class named at `id` is an argument of a call that may call it.
    pub(super) fn is_handed_over(&self, id: NodeId) -> bool {
        let nodes = self.model.nodes();
        let mut around = nodes.ancestors(id);
        let is_argument = around.next().is_some_and(|parent| {
            matches!(nodes.get(parent), AnyNodeRef::Arguments(_) | AnyNodeRef::Keyword(_))
        });
        let call = around.find_map(|id| match nodes.get(id) {
            AnyNodeRef::ExprCall(call) => Some(Some(call)),
            node if node.is_statement() => Some(None),
            _ => None,
        });
        let only_asks = |callee: &Expr| matches!(callee, Expr::Name(name) if matches!(name.id.as_str(), "isinstance" | "issubclass" | "super"));
        is_argument && call.flatten().is_some_and(|call| !only_asks(&call.func))
    }

    /// Whether `name` can only mean what is imported.
    fn is_imported(&self, name: &ExprName) -> bool {
        let resolution = self.model.resolve(&name.id, name.start());
        let mut bindings = resolution.bindings.iter().map(|id| self.model.binding(*id));
        !resolution.bindings.is_empty() && bindings.all(|b| b.kind.imported().is_some())
    }

    /// What kind of holder it is.
    pub(super) fn kind_of(&self, holder: &Holder) -> HeldKind {
        let Holder::Name(scope, name) = holder else { return HeldKind::Attribute };
        let mut bindings = self.model.bindings_of(*scope, name).iter();
        match bindings.any(|id| self.model.binding(*id).kind == BindingKind::Parameter) {
            true => HeldKind::Parameter,
            false => HeldKind::Variable,
        }
    }

    /// Where `global` and `nonlocal` statements name a holder.
    pub(super) fn declarations_of(&self, holder: &Holder) -> Vec<TextRange> {
        match holder {
            Holder::Name(scope, name) => self.model.declarations(*scope, name),
            Holder::Attribute(..) => Vec::new(),
        }
    }

    /// The function that a holder is a parameter of.
    pub(super) fn function_of(&self, holder: &Holder) -> Option<NodeId> {
        match (self.kind_of(holder), holder) {
            (HeldKind::Parameter, Holder::Name(scope, _)) => self.model.scope(*scope).node,
            _ => None,
        }
    }

    /// What to call a holder.
    pub(super) fn label(&self, holder: &Holder) -> String {
        let nodes = self.model.nodes();
        let owner = |id: Option<NodeId>| match id.map(|id| nodes.get(id)) {
            Some(AnyNodeRef::StmtClassDef(class)) => class.name.as_str(),
            Some(AnyNodeRef::StmtFunctionDef(def)) => def.name.as_str(),
            _ => "?",
        };
        match holder {
            Holder::Attribute(class, name) => format!("{}.{name}", owner(*class)),
            Holder::Name(ScopeId::MODULE, name) => name.clone(),
            Holder::Name(scope, name) => {
                format!("{}({name})", owner(self.model.scope(*scope).node))
            }
        }
    }

    /// How other files spell a holder: an attribute with its dot.
    pub(super) fn spelled(&self, holder: &Holder) -> Option<String> {
        match holder {
            Holder::Attribute(_, name) => Some(format!(".{name}")),
            Holder::Name(ScopeId::MODULE, name) => Some(name.clone()),
            Holder::Name(..) => None,
        }
    }

    /// The name under which code outside the file may know a holder.
    pub(super) fn public_name(&self, holder: &Holder) -> Option<String> {
        let is_public = |name: &str| !name.starts_with('_');
        match holder {
            Holder::Attribute(_, name) => is_public(name).then(|| name.clone()),
            Holder::Name(scope, name) => {
                let info = self.model.scope(*scope);
                match info.kind {
                    ScopeKind::Module => is_public(name).then(|| name.clone()),
                    ScopeKind::Function => {
                        let is_parameter = self
                            .model
                            .bindings_of(*scope, name)
                            .iter()
                            .any(|id| self.model.binding(*id).kind == BindingKind::Parameter);
                        let AnyNodeRef::StmtFunctionDef(def) = self.model.nodes().get(info.node?)
                        else {
                            return None;
                        };
                        let nested = self.model.nodes().parent(info.node?).is_some_and(|p| {
                            !matches!(self.model.nodes().get(p), AnyNodeRef::StmtClassDef(_))
                        });
                        let reachable = is_public(def.name.as_str()) || def.name.starts_with("__");
                        (is_parameter && !nested && reachable)
                            .then(|| format!("{}({name})", def.name))
                    }
                    ScopeKind::Class
                    | ScopeKind::Lambda
                    | ScopeKind::Comprehension
                    | ScopeKind::Generator
                    | ScopeKind::TypeParams => None,
                }
            }
        }
    }
}

/// What an annotation is of.
pub(super) enum Annotated {
    Holder(Holder),
    /// What the function returns.
    Function(NodeId),
}

/// The collection that `generic[…]` is the type of, with something of this shape as one of its types: of
/// several, the one with this index.
fn annotated_collection(
    generic: &Expr,
    index: Option<(usize, &ExprTuple)>,
    shape: Shape,
) -> Option<Shape> {
    let name = match generic {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return None,
    };
    Some(match (name, index) {
        (
            "dict"
            | "Dict"
            | "defaultdict"
            | "DefaultDict"
            | "OrderedDict"
            | "Mapping"
            | "MutableMapping"
            | "WeakValueDictionary",
            Some((1, _)),
        ) => Shape::Map(Box::new(shape)),
        (
            "list" | "List" | "set" | "Set" | "deque" | "Deque" | "Sequence" | "MutableSequence"
            | "Iterable" | "Collection" | "WeakSet",
            None,
        ) => shape.many(),
        ("tuple" | "Tuple", Some((index, tuple))) => match &*tuple.elts {
            [_, Expr::EllipsisLiteral(_)] => shape.many(),
            types => {
                let known = (0..types.len()).map(|at| (at == index).then(|| shape.clone()));
                Shape::Tuple(known.collect())
            }
        },
        _ => return None,
    })
}

/// `Optional[X]` and the like say no more of a value than `X` does.
fn is_transparent(generic: &Expr) -> bool {
    let name = match generic {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    matches!(name, "Optional" | "Union" | "Final" | "ClassVar" | "Annotated")
}
