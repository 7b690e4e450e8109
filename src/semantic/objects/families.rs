//! Which attributes of `self` and `cls` may be the same one: classes and their families.

use ruff_python_ast::{AnyNodeRef, ExprContext};
use rustc_hash::FxHashMap;

use super::places::Places;
use crate::semantic::NodeId;

/// The attributes of a file's own classes, found as they are asked for.
///
/// Classes that inherit from each other in the file are a family, named by one of them; an attribute
/// of one may be an attribute of all.
#[derive(Debug, Default)]
pub(super) struct Families {
    families: Option<FxHashMap<NodeId, NodeId>>,
    by_family: FxHashMap<String, FxHashMap<NodeId, Vec<NodeId>>>,
}

impl Families {
    /// The family of `class`.
    pub(super) fn family(&mut self, places: Places<'_, '_>, class: NodeId) -> Option<NodeId> {
        self.families.get_or_insert_with(|| families(places));
        self.known_family(class)
    }

    /// The family of `class`, once any has been asked for.
    pub(super) fn known_family(&self, class: NodeId) -> Option<NodeId> {
        self.families.as_ref()?.get(&class).copied()
    }

    /// Every `self.name` in the classes of `family`, in source order.
    pub(super) fn of(&mut self, places: Places<'_, '_>, family: NodeId, name: &str) -> &[NodeId] {
        let families = self.families.get_or_insert_with(|| families(places));
        let by_family = self.by_family.entry(name.to_owned()).or_insert_with(|| {
            let mut by_family: FxHashMap<NodeId, Vec<NodeId>> = FxHashMap::default();
            for access in places.model.attributes().named(name) {
                let family = access.receiver.and_then(|class| families.get(&class));
                if let Some(family) = family {
                    by_family.entry(*family).or_default().push(access.node);
                }
            }
            by_family
        });
        by_family.get(&family).map_or(&[], Vec::as_slice)
    }

    /// What `self.name` and the name in a class body are assigned, as targets of assignments, in the
    /// classes of `family`; of a name that [`of`](Self::of) was asked for.
    pub(super) fn stores(&self, places: Places<'_, '_>, family: NodeId, name: &str) -> Vec<NodeId> {
        let nodes = places.model.nodes();
        let is_store = |id: &NodeId| match nodes.get(*id) {
            AnyNodeRef::ExprAttribute(attribute) => attribute.ctx == ExprContext::Store,
            _ => false,
        };
        let known = self.by_family.get(name).and_then(|families| families.get(&family));
        let on_self = known.into_iter().flatten().copied().filter(is_store);
        let classes = self.families.iter().flatten();
        let classes = classes.filter(|(_, its)| **its == family).map(|(class, _)| *class);
        let scopes = classes.filter_map(|class| places.model.body_scope(class));
        let in_bodies = scopes.flat_map(|scope| places.model.bindings_of(scope, name));
        on_self.chain(in_bodies.map(|id| places.model.binding(*id).node)).collect()
    }
}

/// The family of every class.
fn families(places: Places<'_, '_>) -> FxHashMap<NodeId, NodeId> {
    let nodes = places.model.nodes();
    let mut families: FxHashMap<NodeId, NodeId> = FxHashMap::default();
    for id in nodes.ids() {
        let AnyNodeRef::StmtClassDef(class) = nodes.get(id) else { continue };
        let bases = class.bases().iter().filter_map(|base| places.model.class_named(base));
        // A base is defined above the class, and so has its family already.
        let mut known: Vec<NodeId> =
            bases.filter_map(|base| families.get(&base).copied()).collect();
        known.sort_unstable();
        let family = known.first().copied().unwrap_or(id);
        for other in known.iter().skip(1).filter(|other| **other != family) {
            families.values_mut().filter(|its| *its == other).for_each(|its| *its = family);
        }
        families.insert(id, family);
    }
    families
}
