//! What a file does with objects of other files, as far as the names of attributes tell.

use ruff_python_ast::{AnyNodeRef, ExprContext, ExprName};
use rustc_hash::FxHashSet;

use super::{CallValue, attributes::Access, follow::is_test, places::Places};
use crate::{
    semantic::{NodeId, ScopeId, ScopeKind, SemanticModel},
    source::{Ranged, TextRange},
};

/// A place at which an object of another file may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideUse {
    /// The attribute, with what it is looked up on, or the name that is imported.
    pub range: TextRange,
    /// What it is looked up on.
    pub of: OutsideOwner,
    /// What is done with it; none where it can be no such object.
    pub kind: Option<OutsideKind>,
    /// What is done with what is taken out of it, or given by it; none where nothing is, or where that was
    /// not followed.
    pub element: Option<OutsideKind>,
}

/// What an attribute is looked up on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutsideOwner {
    /// An object of the class of the file with this name, which inherits from nothing that is written
    /// elsewhere.
    Own(String),
    /// Something else, in a file whose objects have such an attribute, too.
    Alike,
    /// Something else.
    Other,
}

/// What is done with what may be an object of another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutsideKind {
    /// A method of it is called.
    Called {
        /// The method.
        name: String,
        /// What becomes of the call's value.
        value: CallValue,
    },
    /// It is entered by an `async with` that keeps nothing.
    Entered,
    /// It is tested for truth, compared with `None`, or looked at for nothing.
    Tested,
    /// Something is put in its place, or nothing.
    Replaced,
    /// Something else.
    Lost,
}

impl SemanticModel<'_> {
    /// The names for which [`outside_uses`](Self::outside_uses) may have something to tell.
    pub fn outside_names(&self) -> FxHashSet<&str> {
        let imported = self.imports().iter().map(|import| import.member);
        let is_any = self.imports().iter().any(|import| import.is_star());
        let used = self.uses.iter().filter(|_| is_any).map(|used| used.name);
        self.attributes().names().chain(imported).chain(used).collect()
    }

    /// What the file does with attributes called `name`, and with what it imports under that name.
    pub fn outside_uses(&self, name: &str) -> Vec<OutsideUse> {
        let nodes = self.nodes();
        let places = Places { model: self };
        let accesses = self.attributes().named(name);
        let gives = self.gives_attribute(name);
        let accesses = accesses.iter().map(|access| {
            let class = access.receiver.or_else(|| places.class_of_receiver(access.node));
            let is_own = |class: &NodeId| !self.inherits_from_elsewhere(nodes.range(*class));
            let own = class.filter(is_own).map(|class| nodes.get(class));
            let of = match own {
                Some(AnyNodeRef::StmtClassDef(def)) => OutsideOwner::Own(def.name.to_string()),
                _ if gives => OutsideOwner::Alike,
                _ => OutsideOwner::Other,
            };
            self.outside_use(access.node, of)
        });
        let imported = self.imports().iter().filter(|import| import.member == name);
        let imported = imported.filter_map(|import| import.binding);
        let named = imported.flat_map(|binding| self.uses(binding)).chain(self.uses_of_stars(name));
        let named = named.map(|range| match nodes.expression(range) {
            Some(id) => self.outside_use(id, OutsideOwner::Other),
            None => {
                let (of, kind) = (OutsideOwner::Other, Some(OutsideKind::Lost));
                OutsideUse { range, of, kind, element: None }
            }
        });
        accesses.chain(named).collect()
    }

    /// Where `name` may be what a star import provides.
    fn uses_of_stars(&self, name: &str) -> impl Iterator<Item = TextRange> {
        let named = self.uses.iter().filter(move |used| used.name == name);
        named.filter(|used| self.resolve_at(used.name, self.site(used)).star).map(|used| used.range)
    }

    fn outside_use(&self, id: NodeId, of: OutsideOwner) -> OutsideUse {
        let element = self.taken(id).map(|element| match self.outside(element) {
            Some(kind) => kind,
            None => OutsideKind::Lost,
        });
        OutsideUse { range: self.nodes().range(id), of, kind: self.outside(id), element }
    }

    /// The expression that gives what is taken out of the collection `id`, or what the function `id` gives.
    fn taken(&self, id: NodeId) -> Option<NodeId> {
        let nodes = self.nodes();
        let range = nodes.range(id);
        let parent = nodes.parent(id)?;
        let taken = match nodes.get(parent) {
            AnyNodeRef::ExprSubscript(slot)
                if slot.value.range() == range && slot.ctx == ExprContext::Load =>
            {
                parent
            }
            AnyNodeRef::ExprCall(call) if call.func.range() == range => parent,
            AnyNodeRef::ExprAwait(_) => parent,
            _ => {
                let member = nodes.member_of(range)?;
                let takes = matches!(member.name, "get" | "pop" | "popleft");
                nodes.expression(member.range).filter(|_| takes && member.call.is_some())?
            }
        };
        Some(self.taken(taken).unwrap_or(taken))
    }

    /// Whether a class of the file, or its objects, are given an attribute called `name`.
    fn gives_attribute(&self, name: &str) -> bool {
        let is_given = |access: &Access| match self.nodes().get(access.node) {
            AnyNodeRef::ExprAttribute(attribute) => {
                let is_own = |name: &ExprName| matches!(name.id.as_str(), "self" | "cls");
                let is_given =
                    access.receiver.is_some() || attribute.value.as_name_expr().is_some_and(is_own);
                is_given && attribute.ctx == ExprContext::Store
            }
            _ => false,
        };
        let of_class = |id: &ScopeId| self.scope(*id).kind == ScopeKind::Class;
        self.attributes().named(name).iter().any(is_given)
            || self.scope_ids().filter(of_class).any(|id| !self.bindings_of(id, name).is_empty())
    }

    /// What is done with the value of the expression `id`; `None` where that is called, and so is no object.
    fn outside(&self, id: NodeId) -> Option<OutsideKind> {
        let nodes = self.nodes();
        let range = nodes.range(id);
        let is_loaded = match nodes.get(id) {
            AnyNodeRef::ExprAttribute(attribute) => attribute.ctx == ExprContext::Load,
            AnyNodeRef::ExprName(name) => name.ctx == ExprContext::Load,
            _ => true,
        };
        if !is_loaded {
            return Some(OutsideKind::Replaced);
        }
        if let Some(member) = nodes.member_of(range) {
            return Some(match member.call {
                Some(call) => {
                    OutsideKind::Called { name: member.name.to_owned(), value: call.value }
                }
                None => OutsideKind::Lost,
            });
        }
        let parent = nodes.parent(id)?;
        Some(match nodes.get(parent) {
            AnyNodeRef::ExprCall(call) if call.func.range() == range => return None,
            AnyNodeRef::ExprAwait(_)
            | AnyNodeRef::ExprBinOp(_)
            | AnyNodeRef::ExprSubscript(_)
            | AnyNodeRef::StmtFor(_)
            | AnyNodeRef::Comprehension(_) => return None,
            AnyNodeRef::WithItem(item) => match nodes.parent(parent).map(|with| nodes.get(with)) {
                Some(AnyNodeRef::StmtWith(with)) if !with.is_async => return None,
                _ if item.optional_vars.is_none() => OutsideKind::Entered,
                _ => OutsideKind::Lost,
            },
            AnyNodeRef::StmtExpr(_) | AnyNodeRef::ExprCompare(_) => OutsideKind::Tested,
            other if is_test(other) => OutsideKind::Tested,
            _ => OutsideKind::Lost,
        })
    }
}
