//! The walk from holder to use to holder.

use ruff_python_ast::{AnyNodeRef, CmpOp, Expr, ExprAttribute, ExprContext, UnaryOp};
use rustc_hash::{FxHashMap, FxHashSet};

use super::places::Annotated;
use super::{
    CallValue, Creation, Held, Inflow, Inlet, Object, Use, UseKind, places::Places, shape::Shape,
};
use crate::{
    semantic::{NodeId, ScopeId, SemanticModel},
    source::{Ranged, TextRange},
};

/// A name or attribute that an object is kept in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Holder {
    /// A variable or parameter of a scope that is no class.
    Name(ScopeId, String),
    /// An attribute of a class and its instances; of some unknown class when `None`.
    Attribute(Option<NodeId>, String),
}

impl Holder {
    /// Its identifier.
    fn name(&self) -> &str {
        match self {
            Self::Name(_, name) | Self::Attribute(_, name) => name,
        }
    }
}

/// Follows the object whose class is spelled at `class`; `is_class` says which references spell that
/// class.
pub(super) fn follow(
    model: &SemanticModel<'_>,
    class: TextRange,
    is_class: &dyn Fn(TextRange) -> bool,
    manner: Manner,
) -> Object {
    let mut walk = Walk {
        model,
        places: Places { model },
        is_class,
        enters_itself: manner == Manner::Entered,
        collects: manner == Manner::Collected,
        object: Object::default(),
        holders: FxHashMap::default(),
        classes: FxHashSet::default(),
        followed: FxHashSet::default(),
        collections: FxHashMap::default(),
        shapes: FxHashMap::default(),
        returning: FxHashMap::default(),
        given: FxHashSet::default(),
        wanted: Vec::new(),
        pending: Vec::new(),
    };
    walk.class(class);
    while let Some(holder) = walk.pending.pop() {
        walk.holder(&holder);
    }
    walk.verify();
    walk.object.is_collected = !walk.shapes.is_empty() || !walk.returning.is_empty();
    walk.object
}

/// In which manner objects of a class are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// From name to name.
    Named,
    /// What `async with` gives for one is the object, too.
    Entered,
    /// Through collections, too, and what functions return.
    Collected,
}

pub(super) struct Walk<'m, 'a> {
    pub(super) model: &'m SemanticModel<'a>,
    pub(super) places: Places<'m, 'a>,
    pub(super) is_class: &'m dyn Fn(TextRange) -> bool,
    /// Whether `async with` gives the object itself.
    pub(super) enters_itself: bool,
    pub(super) object: Object,
    /// Whether objects are followed into collections.
    pub(super) collects: bool,
    /// What holds the object, each with its index among the object's holders.
    holders: FxHashMap<Holder, usize>,
    classes: FxHashSet<TextRange>,
    /// Expressions whose value has been followed.
    pub(super) followed: FxHashSet<TextRange>,
    /// What holds collections of objects.
    pub(super) collections: FxHashMap<Holder, Shape>,
    /// The expressions that give collections of objects.
    pub(super) shapes: FxHashMap<TextRange, Shape>,
    /// The functions that return objects, or collections of them.
    pub(super) returning: FxHashMap<NodeId, Shape>,
    /// What gives, or gets, objects or collections of them.
    pub(super) given: FxHashSet<TextRange>,
    /// What has to.
    pub(super) wanted: Vec<TextRange>,
    pub(super) pending: Vec<Holder>,
}

impl<'a> Walk<'_, 'a> {
    /// The module or package that the class is from.
    pub(super) fn library(&self) -> Option<String> {
        let name = self.classes.iter().find_map(|class| self.model.qualified_name(*class))?;
        Some(name.root().to_owned())
    }

    /// A reference to the class: a creation, an annotation of a holder, or an escape.
    pub(super) fn class(&mut self, class: TextRange) {
        if !self.classes.insert(class) {
            return;
        }
        if let Some(call) = self.call_of(class) {
            self.object.creations.push(Creation { class, call: Some(call) });
            return self.value(call);
        }
        if let Some(holder) = self.places.factory_field(class) {
            self.object.creations.push(Creation { class, call: None });
            return self.keep_in(holder, class);
        }
        if let Some(holder) = self.places.annotated(class) {
            self.object.annotations.push(class);
            return self.keep_in(holder, class);
        }
        if self.made_by_default(class, &Shape::One).is_some() {
            return self.object.creations.push(Creation { class, call: None });
        }
        match self.places.annotated_shape(class).filter(|_| self.collects) {
            Some((Annotated::Holder(holder), shape)) => {
                self.object.annotations.push(class);
                self.keep_shape(holder, &shape, class);
            }
            Some((Annotated::Function(function), shape)) => {
                self.object.annotations.push(class);
                if self.given_by(function, &shape).is_none() {
                    self.escape(class, "is given by a function that was not followed");
                }
            }
            None => self.escape(class, self.lost_class(class)),
        }
    }

    /// What to say of a reference to the class that makes or annotates nothing.
    fn lost_class(&self, class: TextRange) -> &'static str {
        let nodes = self.model.nodes();
        let bases = nodes.covering(class).and_then(|id| nodes.parent(id));
        match bases.and_then(|id| nodes.parent(id)).map(|id| nodes.get(id)) {
            Some(AnyNodeRef::StmtClassDef(_)) => {
                "is the base of a class, whose methods would be lost"
            }
            _ => "the class is used as a value, or in a type that was not followed",
        }
    }

    /// The call of what is named at `range`, perhaps with the types of a generic.
    fn call_of(&self, range: TextRange) -> Option<TextRange> {
        let nodes = self.model.nodes();
        let mut callee = nodes.expression(range)?;
        if let Some(generic) = nodes.parent(callee)
            && let AnyNodeRef::ExprSubscript(subscript) = nodes.get(generic)
            && subscript.value.range() == range
        {
            callee = generic;
        }
        match nodes.get(nodes.parent(callee)?) {
            AnyNodeRef::ExprCall(call) if call.func.range() == nodes.range(callee) => {
                Some(call.range())
            }
            _ => None,
        }
    }

    /// Where the value of the expression at `range` goes.
    pub(super) fn value(&mut self, range: TextRange) {
        if !self.followed.insert(range) {
            return;
        }
        let nodes = self.model.nodes();
        let parent = nodes.expression(range).and_then(|id| nodes.parent(id));
        let Some(parent) = parent else {
            return self.escape(range, "is named in a string here");
        };
        match nodes.get(parent) {
            AnyNodeRef::StmtExpr(_) | AnyNodeRef::StmtDelete(_) => {}
            AnyNodeRef::StmtAssign(assign) => {
                for target in &assign.targets {
                    self.target(target);
                }
            }
            AnyNodeRef::StmtAnnAssign(assign) => self.target(&assign.target),
            AnyNodeRef::ExprNamed(named) => {
                self.target(&named.target);
                self.value(named.range());
            }
            AnyNodeRef::ExprBoolOp(operation) => self.value(operation.range()),
            AnyNodeRef::ExprIf(choice) if choice.test.range() != range => {
                self.value(choice.range())
            }
            AnyNodeRef::ExprAttribute(attribute) => self.member(range, parent, attribute),
            AnyNodeRef::WithItem(item) => {
                self.with_item(range, parent, item.optional_vars.is_some());
                if let (Some(target), true) = (&item.optional_vars, self.enters_itself) {
                    self.target(target);
                }
            }
            AnyNodeRef::Arguments(_) | AnyNodeRef::Keyword(_) => self.argument(range, parent),
            AnyNodeRef::ExprYield(_) if self.enters_itself => self.yielded(range),
            AnyNodeRef::ExprAwait(_) => self.use_of(range, UseKind::Awaited),
            other if is_test(other) => self.use_of(range, UseKind::Test),
            AnyNodeRef::ExprCompare(_) if self.collects => self.use_of(range, UseKind::Test),
            other => match self.places.unpacked(range) {
                Some(targets) => targets.into_iter().for_each(|target| self.target(target)),
                None if self.handed_on(range, parent).is_some() => {}
                None => self.escape(range, lost_in(other)),
            },
        }
    }

    /// The value goes into a collection, or out of a function.
    fn handed_on(&mut self, range: TextRange, parent: NodeId) -> Option<()> {
        match self.model.nodes().get(parent) {
            AnyNodeRef::StmtReturn(_) => self.returned(range, &Shape::One),
            AnyNodeRef::ExprLambda(_) => self.made_by_lambda(range, &Shape::One),
            _ => self.gathered(range, parent),
        }
    }

    /// `range.name`, called or not.
    fn member(&mut self, range: TextRange, parent: NodeId, attribute: &ExprAttribute) {
        if attribute.ctx != ExprContext::Load {
            return self.escape(attribute.range(), "has an attribute set on it");
        }
        let name = attribute.attr.to_string();
        let nodes = self.model.nodes();
        let call = nodes.parent(parent).filter(|id| {
            matches!(nodes.get(*id), AnyNodeRef::ExprCall(call) if call.func.range() == attribute.range())
        });
        let kind = match call {
            Some(call) => {
                let call = nodes.range(call);
                let value = nodes.value_of_call(call).unwrap_or(CallValue::Used);
                UseKind::Method { name, call, value }
            }
            None => UseKind::Attribute { name, range: attribute.range() },
        };
        self.use_of(range, kind);
    }

    fn with_item(&mut self, range: TextRange, item: NodeId, bound: bool) {
        let nodes = self.model.nodes();
        let is_async = nodes
            .parent(item)
            .is_some_and(|id| matches!(nodes.get(id), AnyNodeRef::StmtWith(with) if with.is_async));
        self.use_of(range, UseKind::With { is_async, bound });
    }

    /// The value is an argument: it goes into a parameter, a field, or out of sight.
    fn argument(&mut self, range: TextRange, parent: NodeId) {
        let nodes = self.model.nodes();
        let mut around = std::iter::once(parent).chain(nodes.ancestors(parent));
        let call = around.find_map(|id| match nodes.get(id) {
            AnyNodeRef::ExprCall(call) => Some(call),
            _ => None,
        });
        let Some(call) = call else {
            return self.escape(range, "is used as a base class");
        };
        match self.places.filled_by(call, range) {
            Some(holder) => self.keep_in(holder, range),
            None if self.handed_to(range, call, &Shape::One).is_some() => {}
            None => {
                let (call, callee) = (call.range(), call.func.range());
                self.use_of(range, UseKind::Argument { call, callee });
            }
        }
    }

    /// An `@asynccontextmanager` yields the object: who enters it has the object, too.
    fn yielded(&mut self, range: TextRange) {
        let nodes = self.model.nodes();
        let function = nodes.enclosing_function(range).map(|function| function.node);
        let manager = function.filter(|id| self.model.is_async_manager(*id));
        let (Some(id), Some(AnyNodeRef::StmtFunctionDef(def))) =
            (manager, manager.map(|id| nodes.get(id)))
        else {
            return self.escape(range, "is handed out here");
        };
        if let Some(place) = self.places.handed_on(id, def) {
            self.escape(place, "is handed on as a function, and its value was not followed");
        }
        if !nodes.is_private(id) {
            self.object.public.push((range, def.name.to_string()));
        }
        for invocation in self.places.calls_of(id, def) {
            let call = invocation.call.range();
            let item = nodes.expression(call).and_then(|call| nodes.parent(call));
            match item.map(|item| nodes.get(item)) {
                Some(AnyNodeRef::WithItem(item)) => {
                    item.optional_vars.iter().for_each(|target| self.target(target));
                }
                _ => self.escape(call, "gives it in a way that was not followed"),
            }
        }
    }

    fn target(&mut self, target: &'a Expr) {
        match self.places.holder_of(target) {
            Some(holder) => self.keep_in(holder, target.range()),
            None if self.collects && self.store(target, Some(&Shape::One)).is_some() => {}
            None => self.escape(target.range(), "is put into a container"),
        }
    }

    /// Whether a holder has one object.
    pub(super) fn is_kept(&self, holder: &Holder) -> bool {
        self.holders.contains_key(holder)
    }

    pub(super) fn keep_in(&mut self, holder: Holder, at: TextRange) {
        if self.holders.contains_key(&holder) {
            return;
        }
        if self.collections.contains_key(&holder) {
            return self.escape(at, "may be one object or several");
        }
        self.holders.insert(holder.clone(), self.object.held.len());
        self.object.holders.push(self.places.label(&holder));
        self.object.held.push(Held {
            name: holder.name().to_owned(),
            kind: self.places.kind_of(&holder),
            inflows: Vec::new(),
            reads: Vec::new(),
            deletes: Vec::new(),
            declared: self.places.declarations_of(&holder),
            function: self.places.function_of(&holder),
        });
        self.object.kept.push(holder.clone());
        self.tell(&holder, at);
        self.pending.push(holder);
    }

    /// Notes under which name others may know a holder.
    pub(super) fn tell(&mut self, holder: &Holder, at: TextRange) {
        if let Some(name) = private_name(holder) {
            self.object.private.push((at, name.to_owned()));
        }
        if let Some(name) = self.places.public_name(holder) {
            self.object.public.push((at, name));
        }
    }

    /// What is known of a holder.
    pub(super) fn held(&mut self, holder: &Holder) -> Option<&mut Held> {
        let index = *self.holders.get(holder)?;
        self.object.held.get_mut(index)
    }

    /// Notes what gets into a holder, and how.
    pub(super) fn flows_in(&mut self, holder: &Holder, value: Option<TextRange>, into: Inlet) {
        let inflow = Inflow { value, into };
        if let Some(held) = self.held(holder)
            && !held.inflows.contains(&inflow)
        {
            held.inflows.push(inflow);
        }
    }

    fn use_of(&mut self, object: TextRange, kind: UseKind) {
        self.object.uses.push(Use { object, kind });
    }

    pub(super) fn escape(&mut self, range: TextRange, text: &str) {
        self.object.escapes.push((range, text.to_owned()));
    }
}

/// Whether `node` only looks whether a part of it is there.
pub(super) fn is_test(node: AnyNodeRef<'_>) -> bool {
    match node {
        AnyNodeRef::ExprIf(_)
        | AnyNodeRef::StmtIf(_)
        | AnyNodeRef::ElifElseClause(_)
        | AnyNodeRef::StmtWhile(_)
        | AnyNodeRef::StmtAssert(_) => true,
        AnyNodeRef::ExprUnaryOp(operation) => operation.op == UnaryOp::Not,
        AnyNodeRef::ExprCompare(compare) => {
            compare.ops.iter().all(|op| matches!(op, CmpOp::Is | CmpOp::IsNot))
        }
        _ => false,
    }
}

/// What to say of a value that was lost in `node`.
pub(super) fn lost_in(node: AnyNodeRef<'_>) -> &'static str {
    match node {
        AnyNodeRef::StmtReturn(_) | AnyNodeRef::ExprYield(_) | AnyNodeRef::ExprLambda(_) => {
            "is handed out here"
        }
        AnyNodeRef::ExprTuple(_)
        | AnyNodeRef::ExprList(_)
        | AnyNodeRef::ExprSet(_)
        | AnyNodeRef::ExprDict(_)
        | AnyNodeRef::ExprListComp(_)
        | AnyNodeRef::ExprDictComp(_)
        | AnyNodeRef::ExprSetComp(_)
        | AnyNodeRef::ExprGenerator(_) => "is put into a container",
        _ => "is used in a way that was not followed",
    }
}

/// The name of a holder that only manners keep other files from using.
fn private_name(holder: &Holder) -> Option<&str> {
    match holder {
        Holder::Attribute(_, name) | Holder::Name(ScopeId::MODULE, name) => {
            name.starts_with('_').then_some(name)
        }
        Holder::Name(..) => None,
    }
}
