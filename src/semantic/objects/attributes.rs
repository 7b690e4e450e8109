//! Which attributes of `self` and `cls` may be the same one.

use ruff_python_ast::{AnyNodeRef, ExprContext};
use rustc_hash::FxHashMap;

use super::places::Places;
use crate::semantic::NodeId;

/// The attributes of a file's own classes, found as they are asked for.
///
/// Classes that inherit from each other in the file are a family, named by one of them; an attribute
/// of one may be an attribute of all.
#[derive(Debug, Default)]
pub(super) struct Attributes<'a> {
    index: Option<Index<'a>>,
    by_family: FxHashMap<String, FxHashMap<NodeId, Vec<NodeId>>>,
}

#[derive(Debug, Default)]
struct Index<'a> {
    by_name: FxHashMap<&'a str, Vec<NodeId>>,
    families: FxHashMap<NodeId, NodeId>,
}

impl<'a> Attributes<'a> {
    /// The family of `class`.
    pub(super) fn family(&mut self, places: Places<'_, 'a>, class: NodeId) -> Option<NodeId> {
        self.index.get_or_insert_with(|| Index::new(places));
        self.known_family(class)
    }

    /// The family of `class`, once any has been asked for.
    pub(super) fn known_family(&self, class: NodeId) -> Option<NodeId> {
        self.index.as_ref()?.families.get(&class).copied()
    }

    /// Every `self.name` in the classes of `family`, in source order.
    pub(super) fn of(&mut self, places: Places<'_, 'a>, family: NodeId, name: &str) -> &[NodeId] {
        let index = self.index.get_or_insert_with(|| Index::new(places));
        let by_family = self.by_family.entry(name.to_owned()).or_insert_with(|| {
            let nodes = places.model.nodes();
            let mut by_family: FxHashMap<NodeId, Vec<NodeId>> = FxHashMap::default();
            for id in index.by_name.get(name).into_iter().flatten() {
                let AnyNodeRef::ExprAttribute(attribute) = nodes.get(*id) else { continue };
                let class = places.receiver_class(&attribute.value);
                if let Some(family) = class.and_then(|class| index.families.get(&class)) {
                    by_family.entry(*family).or_default().push(*id);
                }
            }
            by_family
        });
        by_family.get(&family).map_or(&[], Vec::as_slice)
    }

    /// What `self.name` and the name in a class body are assigned, as targets of assignments, in the
    /// classes of `family`; of a name that [`of`](Self::of) was asked for.
    pub(super) fn stores(&self, places: Places<'_, 'a>, family: NodeId, name: &str) -> Vec<NodeId> {
        let nodes = places.model.nodes();
        let is_store = |id: &NodeId| match nodes.get(*id) {
            AnyNodeRef::ExprAttribute(attribute) => attribute.ctx == ExprContext::Store,
            _ => false,
        };
        let known = self.by_family.get(name).and_then(|families| families.get(&family));
        let on_self = known.into_iter().flatten().copied().filter(is_store);
        let classes = self.index.iter().flat_map(|index| &index.families);
        let classes = classes.filter(|(_, its)| **its == family).map(|(class, _)| *class);
        let scopes = classes.filter_map(|class| places.model.body_scope(class));
        let in_bodies = scopes.flat_map(|scope| places.model.bindings_of(scope, name));
        on_self.chain(in_bodies.map(|id| places.model.binding(*id).node)).collect()
    }
}

impl<'a> Index<'a> {
    fn new(places: Places<'_, 'a>) -> Self {
        let nodes = places.model.nodes();
        let mut index = Self::default();
        for id in nodes.ids() {
            match nodes.get(id) {
                AnyNodeRef::ExprAttribute(attribute) => {
                    index.by_name.entry(attribute.attr.as_str()).or_default().push(id);
                }
                AnyNodeRef::StmtClassDef(class) => {
                    let bases = class.bases().iter();
                    let bases = bases.filter_map(|base| places.class_named(base));
                    // A base is defined above the class, and so has its family already.
                    let mut known = bases
                        .filter_map(|base| index.families.get(&base).copied())
                        .collect::<Vec<_>>();
                    known.sort_unstable();
                    let family = known.first().copied().unwrap_or(id);
                    for other in known.iter().skip(1).filter(|other| **other != family) {
                        index
                            .families
                            .values_mut()
                            .filter(|its| *its == other)
                            .for_each(|its| *its = family);
                    }
                    index.families.insert(id, family);
                }
                _ => {}
            }
        }
        index
    }
}
