//! Instances: the expressions of a file that stand for objects of known classes, many at once.
//!
//! [`SemanticModel::object`] says all that is done with one object and what may get in its way. Here
//! the question is which class a receiver is of, for the whole file in one walk, so that the work grows
//! with the file and not with how often it uses a class.

use ruff_python_ast::{AnyNodeRef, Expr, ExprAttribute, ExprContext};
use rustc_hash::FxHashMap;

use super::{
    families::Families,
    follow::{Holder, lost_in},
    places::Places,
};
use crate::{
    semantic::{
        BindingId, NodeId, QualifiedName, Reference, ReferenceContext, ScopeKind, SemanticModel,
    },
    source::{Ranged, TextRange},
};

impl SemanticModel<'_> {
    /// What is done with the objects that `origins` give: references that make an object when they are
    /// called, or that annotate what holds one, each with the object's class. `given` says of which
    /// class the value is that a method of an object returns.
    pub fn instances<C: Copy + PartialEq>(
        &self,
        origins: impl IntoIterator<Item = (TextRange, C)>,
        given: &dyn Fn(C, &str) -> Option<C>,
    ) -> Instances<C> {
        let mut walk = Walk {
            model: self,
            places: Places { model: self },
            given,
            values: FxHashMap::default(),
            holders: Vec::new(),
            by_place: FxHashMap::default(),
            families: Families::default(),
            pending: Vec::new(),
            members: Vec::new(),
            lost: Vec::new(),
        };
        for (reference, class) in origins {
            walk.origin(reference, class);
        }
        while let Some(value) = walk.pending.pop() {
            walk.value(value);
        }
        walk.finish()
    }
}

/// What is done with the objects of some classes.
#[derive(Debug)]
pub struct Instances<C> {
    /// The classes of the expressions that can only be an object of one, or `None`.
    classes: FxHashMap<TextRange, C>,
    /// Sorted by range.
    members: Vec<Member<C>>,
    lost: Vec<Lost>,
    members_by_origin: FxHashMap<TextRange, Vec<usize>>,
    lost_by_origin: FxHashMap<TextRange, Vec<usize>>,
}

/// A use of a method or another attribute of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member<C> {
    /// The object's class.
    pub class: C,
    /// The attribute.
    pub name: String,
    /// The expression that stands for the object.
    pub object: TextRange,
    /// The expression `object.name`.
    pub range: TextRange,
    node: NodeId,
    /// Whether the object can be nothing else, except `None`.
    pub certain: bool,
    /// The reference that gave the object, where it is the only one that can have.
    pub origin: Option<TextRange>,
}

/// A place where an object goes out of sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The place.
    pub range: TextRange,
    /// A clause about it.
    pub text: &'static str,
    origin: Option<TextRange>,
}

impl<C> Instances<C> {
    /// Every use of an attribute, sorted by range.
    pub fn members(&self) -> &[Member<C>] {
        &self.members
    }

    /// The class that the value of the expression at `range` can only be of, unless it is `None`.
    pub fn class_at(&self, range: TextRange) -> Option<&C> {
        self.classes.get(&range)
    }

    /// The use with exactly this range.
    pub fn member_at(&self, range: TextRange) -> Option<&Member<C>> {
        let key = |member: &Member<C>| (member.range.start(), member.range.end());
        let index = self.members.binary_search_by_key(&(range.start(), range.end()), key).ok()?;
        self.members.get(index)
    }

    /// The uses of attributes of the object that the reference at `origin` gives.
    pub fn members_of(&self, origin: TextRange) -> impl Iterator<Item = &Member<C>> {
        let indexes = self.members_by_origin.get(&origin).into_iter().flatten();
        indexes.filter_map(|index| self.members.get(*index))
    }

    /// Where the object that the reference at `origin` gives goes out of sight.
    pub fn lost_of(&self, origin: TextRange) -> impl Iterator<Item = &Lost> {
        let indexes = self.lost_by_origin.get(&origin).into_iter().flatten();
        indexes.filter_map(|index| self.lost.get(*index))
    }
}

impl<C> Member<C> {
    /// The use as a reference, as if it were certain; `class` is the name of the object's class.
    pub fn reference(&self, class: &str, model: &SemanticModel<'_>) -> Reference {
        let place = (self.node, model.scope_of(self.node));
        let name = QualifiedName::new(class).member(&self.name);
        let prefixes = vec![self.object, self.range];
        Reference::spelled(name, prefixes, true, place, ReferenceContext::Load)
    }
}

/// Where an object can be kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Place {
    Binding(BindingId),
    /// The class that stands for all those that it is related to, and the attribute's name.
    Attribute(NodeId, String),
}

/// What is known of a place that holds an object.
#[derive(Debug)]
struct Held<C> {
    class: C,
    /// The references that gave what is assigned here.
    origins: Vec<TextRange>,
    /// Whether an object gets here in another way, too.
    others: bool,
    /// Whether it is annotated with the class.
    declared: bool,
    /// Whether an object of another class gets here, too.
    conflicting: bool,
}

/// How an object came to be the value of an expression.
#[derive(Debug, Clone, Copy)]
enum Source {
    Origin(TextRange),
    Held(usize),
    Method,
}

#[derive(Debug, Clone, Copy)]
struct Value<C> {
    node: NodeId,
    class: C,
    source: Source,
}

struct Walk<'m, 'a, C> {
    model: &'m SemanticModel<'a>,
    places: Places<'m, 'a>,
    given: &'m dyn Fn(C, &str) -> Option<C>,
    values: FxHashMap<NodeId, C>,
    holders: Vec<Held<C>>,
    by_place: FxHashMap<Place, usize>,
    families: Families,
    pending: Vec<Value<C>>,
    members: Vec<(Member<C>, NodeId, Source)>,
    lost: Vec<(TextRange, &'static str, Source)>,
}

/// How many assignments a proof goes back.
const DEPTH: usize = 4;

impl<C: Copy + PartialEq> Walk<'_, '_, C> {
    fn origin(&mut self, reference: TextRange, class: C) {
        let nodes = self.model.nodes();
        let Some(node) = nodes.expression(reference) else {
            return self.declared(reference, class);
        };
        match nodes.parent(node).map(|id| (id, nodes.get(id))) {
            Some((call, AnyNodeRef::ExprCall(called))) if called.func.range() == reference => {
                self.pending.push(Value { node: call, class, source: Source::Origin(reference) });
            }
            Some((_, AnyNodeRef::ExprSubscript(generic))) if generic.value.range() == reference => {
                self.declared(generic.range(), class);
            }
            _ => self.declared(reference, class),
        }
    }

    /// Something is annotated with the class, spelled at `annotation`.
    fn declared(&mut self, annotation: TextRange, class: C) {
        let place = match self.places.annotated(annotation) {
            Some(Holder::Name(scope, name)) => {
                self.model.bindings_of(scope, &name).first().copied().map(Place::Binding)
            }
            Some(Holder::Attribute(Some(owner), name)) => self.attribute(owner, name),
            Some(Holder::Attribute(None, _)) | None => None,
        };
        if let Some(place) = place {
            let held = self.keep(place, class, None);
            self.holders[held].declared = true;
        }
    }

    fn attribute(&mut self, class: NodeId, name: String) -> Option<Place> {
        let family = self.families.family(self.places, class)?;
        Some(Place::Attribute(family, name))
    }

    /// Where the value of an expression goes.
    fn value(&mut self, value: Value<C>) {
        let Value { node, class, source } = value;
        if self.values.insert(node, class).is_some() {
            return;
        }
        let nodes = self.model.nodes();
        let range = nodes.range(node);
        let Some(parent) = nodes.parent(node) else { return };
        match nodes.get(parent) {
            AnyNodeRef::StmtExpr(_) => {}
            AnyNodeRef::StmtAssign(assign) => {
                assign.targets.iter().for_each(|target| self.target(target, value));
            }
            AnyNodeRef::StmtAnnAssign(assign) => self.target(&assign.target, value),
            AnyNodeRef::ExprNamed(named) => {
                self.target(&named.target, value);
                self.pending.push(Value { node: parent, ..value });
            }
            AnyNodeRef::ExprBoolOp(_) => self.pending.push(Value { node: parent, ..value }),
            AnyNodeRef::ExprIf(choice) if choice.test.range() != range => {
                self.pending.push(Value { node: parent, ..value });
            }
            AnyNodeRef::ExprAttribute(attribute) => self.member(value, parent, attribute),
            AnyNodeRef::Arguments(_) | AnyNodeRef::Keyword(_) => {
                self.lost.push((range, "is handed on here", source));
            }
            other => self.lost.push((range, lost_in(other), source)),
        }
    }

    fn member(&mut self, value: Value<C>, parent: NodeId, attribute: &ExprAttribute) {
        let Value { node, class, source } = value;
        let nodes = self.model.nodes();
        let name = attribute.attr.to_string();
        if let Some(class) = (self.given)(class, &name)
            && let Some(call) = nodes.parent(parent)
            && matches!(nodes.get(call), AnyNodeRef::ExprCall(call) if call.func.range() == attribute.range())
        {
            self.pending.push(Value { node: call, class, source: Source::Method });
        }
        let (object, range) = (nodes.range(node), attribute.range());
        let (certain, origin) = (false, None);
        let member = Member { class, name, object, range, node: parent, certain, origin };
        self.members.push((member, node, source));
    }

    fn target(&mut self, target: &Expr, value: Value<C>) {
        match self.place_of(target) {
            Some(place) => {
                if matches!(place, Place::Attribute(..)) {
                    self.lost.push((target.range(), "is kept here", value.source));
                }
                self.keep(place, value.class, Some(value.source));
            }
            None => self.lost.push((target.range(), "is put away here", value.source)),
        }
    }

    fn place_of(&mut self, target: &Expr) -> Option<Place> {
        match target {
            Expr::Name(name) => {
                let binding = self.places.binding_at(name)?;
                let scope = self.model.scope(self.model.binding(binding).scope);
                match (scope.kind, scope.node) {
                    (ScopeKind::Class, Some(class)) => self.attribute(class, name.id.to_string()),
                    _ => Some(Place::Binding(binding)),
                }
            }
            Expr::Attribute(attribute) => {
                let class = self.places.model.receiver_class(&attribute.value)?;
                self.attribute(class, attribute.attr.to_string())
            }
            _ => None,
        }
    }

    /// Notes that `place` holds an object; what reads it is pending the first time.
    fn keep(&mut self, place: Place, class: C, source: Option<Source>) -> usize {
        if let Some(index) = self.by_place.get(&place).copied() {
            let held = &mut self.holders[index];
            held.conflicting |= held.class != class;
            held.note(source);
            return index;
        }
        let index = self.holders.len();
        let (others, declared, conflicting) = (false, false, false);
        let mut held = Held { class, origins: Vec::new(), others, declared, conflicting };
        held.note(source);
        self.holders.push(held);
        let reads = match &place {
            Place::Binding(binding) => self.reads(*binding),
            Place::Attribute(family, name) => {
                let all = self.families.of(self.places, *family, name);
                let is_load = |id: &NodeId| match self.model.nodes().get(*id) {
                    AnyNodeRef::ExprAttribute(attribute) => attribute.ctx == ExprContext::Load,
                    _ => false,
                };
                all.iter().copied().filter(is_load).collect()
            }
        };
        self.by_place.insert(place, index);
        let source = Source::Held(index);
        self.pending.extend(reads.into_iter().map(|node| Value { node, class, source }));
        index
    }

    fn reads(&mut self, binding: BindingId) -> Vec<NodeId> {
        let uses = self.model.uses(binding);
        uses.into_iter().filter_map(|range| self.model.nodes().expression(range)).collect()
    }

    fn finish(self) -> Instances<C> {
        let origin = |source: &Source| match source {
            Source::Origin(reference) => Some(*reference),
            Source::Held(index) => self.holders[*index].only_origin(),
            Source::Method => None,
        };
        let values =
            self.values.iter().filter(|(node, class)| self.is_certain(**node, **class, DEPTH));
        let classes = values.map(|(node, class)| (self.model.nodes().range(*node), *class));
        let classes = classes.collect();
        let members = self.members.iter().map(|(member, object, source)| Member {
            certain: self.is_certain(*object, member.class, DEPTH),
            origin: origin(source),
            ..member.clone()
        });
        let mut members: Vec<_> = members.collect();
        members.sort_by_key(|member| (member.range.start(), member.range.end()));
        let lost = self.lost.iter();
        let lost: Vec<_> = lost
            .map(|(range, text, source)| Lost { range: *range, text, origin: origin(source) })
            .collect();
        let members_by_origin = by_origin(members.iter().map(|member| member.origin));
        let lost_by_origin = by_origin(lost.iter().map(|lost| lost.origin));
        Instances { classes, members, lost, members_by_origin, lost_by_origin }
    }

    /// Whether the value of the expression `node` can only be an object of `class`, or `None`.
    fn is_certain(&self, node: NodeId, class: C, depth: usize) -> bool {
        let nodes = self.model.nodes();
        let Some(depth) = depth.checked_sub(1) else { return false };
        let inner = |expression: &Expr| {
            nodes.expression(expression.range()).is_some_and(|id| self.is_certain(id, class, depth))
        };
        match nodes.get(node) {
            AnyNodeRef::ExprNoneLiteral(_) => true,
            AnyNodeRef::ExprBoolOp(operation) => operation.values.iter().all(inner),
            AnyNodeRef::ExprIf(choice) => inner(&choice.body) && inner(&choice.orelse),
            AnyNodeRef::ExprNamed(named) => inner(&named.value),
            AnyNodeRef::ExprCall(_) => self.values.get(&node) == Some(&class),
            AnyNodeRef::ExprName(name) => {
                let seen = self.model.resolve(&name.id, name.start());
                let held = |id: &BindingId| self.holds(&Place::Binding(*id), class, depth);
                !seen.bindings.is_empty()
                    && !seen.builtin
                    && !seen.star
                    && seen.bindings.iter().all(held)
            }
            AnyNodeRef::ExprAttribute(attribute) => {
                let owner = self.places.model.receiver_class(&attribute.value);
                let family = owner.and_then(|owner| self.families.known_family(owner));
                family.is_some_and(|family| {
                    self.holds(&Place::Attribute(family, attribute.attr.to_string()), class, depth)
                })
            }
            _ => false,
        }
    }

    /// Whether all that is put into `place` is an object of `class`, or `None`.
    fn holds(&self, place: &Place, class: C, depth: usize) -> bool {
        let held = self.by_place.get(place).and_then(|index| self.holders.get(*index));
        if let Some(held) = held
            && (held.class != class || held.conflicting)
        {
            return false;
        }
        if held.is_some_and(|held| held.declared) {
            return true;
        }
        let targets = match place {
            Place::Binding(id) => vec![self.model.binding(*id).node],
            Place::Attribute(family, name) => self.families.stores(self.places, *family, name),
        };
        let nodes = self.model.nodes();
        targets.into_iter().all(|target| {
            let value = match nodes.parent(target).map(|id| nodes.get(id)) {
                Some(AnyNodeRef::StmtAssign(assign)) => Some(&*assign.value),
                Some(AnyNodeRef::StmtAnnAssign(assign)) => assign.value.as_deref(),
                Some(AnyNodeRef::ExprNamed(named)) => Some(&*named.value),
                _ => None,
            };
            let value = value.and_then(|value| nodes.expression(value.range()));
            value.is_some_and(|value| self.is_certain(value, class, depth))
        })
    }
}

impl<C> Held<C> {
    fn note(&mut self, source: Option<Source>) {
        match source {
            Some(Source::Origin(reference)) => self.origins.push(reference),
            Some(Source::Held(_) | Source::Method) => self.others = true,
            None => {}
        }
    }

    fn only_origin(&self) -> Option<TextRange> {
        match self.origins.as_slice() {
            [only] if !self.others && !self.declared => Some(*only),
            _ => None,
        }
    }
}

/// The indexes of each origin.
fn by_origin(origins: impl Iterator<Item = Option<TextRange>>) -> FxHashMap<TextRange, Vec<usize>> {
    let mut indexes: FxHashMap<TextRange, Vec<usize>> = FxHashMap::default();
    for (index, origin) in origins.enumerate() {
        if let Some(origin) = origin {
            indexes.entry(origin).or_default().push(index);
        }
    }
    indexes
}
