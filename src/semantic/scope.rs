//! Scopes, and in which of them every node is evaluated.
//!
//! One pass over the node table: a node's scope follows from its parent's and from the role it
//! plays there. A decorator, a default and the first iterable of a comprehension belong outside.

use ruff_python_ast::AnyNodeRef;
use rustc_hash::FxHashMap;

use super::{NodeId, Nodes};
use crate::source::{Ranged, TextRange, TextSize};

/// The index of a scope; outer scopes come before inner ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(u32);

impl ScopeId {
    /// The module's own scope.
    pub const MODULE: Self = Self(0);
}

/// What opened a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScopeKind {
    /// The file.
    Module,
    /// The body of a class; nested functions do not see its names.
    Class,
    /// The parameters and body of a `def`.
    Function,
    /// A lambda.
    Lambda,
    /// A list, set or dict comprehension.
    Comprehension,
    /// A generator expression, which runs when it is consumed.
    Generator,
    /// The type parameters of a `def`, `class` or `type` statement, and what may name them.
    TypeParams,
}

/// A region in which names are bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// What opened it.
    pub kind: ScopeKind,
    /// The scope around it; `None` for the module.
    pub parent: Option<ScopeId>,
    /// The function, lambda, class, comprehension or `type` statement; `None` for the module.
    pub node: Option<NodeId>,
    /// The byte range of its code; for a `def` or `class` that of the body.
    pub range: TextRange,
}

/// All scopes of a module.
#[derive(Debug)]
pub(super) struct Scopes {
    scopes: Vec<Scope>,
    /// By node: where the node itself is evaluated, and whether it is part of an annotation.
    places: Vec<(ScopeId, bool)>,
    /// What a node opens.
    opened: FxHashMap<NodeId, Opened>,
}

#[derive(Debug, Clone, Copy)]
struct Opened {
    /// Where annotations and bases are evaluated: the type parameters' scope, or the one outside.
    head: ScopeId,
    body: ScopeId,
}

impl Opened {
    /// The place of `node` right inside `around`, which opened this and stands in `outer`.
    fn place(
        self,
        around: AnyNodeRef<'_>,
        node: AnyNodeRef<'_>,
        outer: ScopeId,
        annotation: bool,
    ) -> (ScopeId, bool) {
        match (around, node) {
            (
                AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::StmtClassDef(_),
                AnyNodeRef::Decorator(_) | AnyNodeRef::Identifier(_),
            ) => (outer, false),
            (AnyNodeRef::StmtTypeAlias(alias), _) if node.range() == alias.name.range() => {
                (outer, false)
            }
            (AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::StmtTypeAlias(_), _)
                if node.is_expression() =>
            {
                (self.head, true)
            }
            (_, AnyNodeRef::TypeParams(_) | AnyNodeRef::Arguments(_)) => (self.head, false),
            _ => (self.body, annotation),
        }
    }
}

impl Scopes {
    pub(super) fn new(nodes: &Nodes<'_>, length: TextSize) -> Self {
        let range = TextRange::up_to(length);
        let module = Scope { kind: ScopeKind::Module, parent: None, node: None, range };
        let mut scopes =
            Self { scopes: vec![module], places: Vec::new(), opened: FxHashMap::default() };
        for id in nodes.ids() {
            let place = scopes.place(nodes, id);
            scopes.places.push(place);
            scopes.open(nodes, id, place.0);
        }
        scopes
    }

    pub(super) fn get(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = ScopeId> + use<> {
        (0..self.scopes.len() as u32).map(ScopeId)
    }

    /// Where the node is evaluated.
    pub(super) fn of(&self, node: NodeId) -> ScopeId {
        self.places[node.index()].0
    }

    /// Whether the node is part of an annotation.
    pub(super) fn in_annotation(&self, node: NodeId) -> bool {
        self.places[node.index()].1
    }

    /// The scope of the body of the function, lambda, class or comprehension `node`.
    pub(super) fn body_of(&self, node: NodeId) -> Option<ScopeId> {
        self.opened.get(&node).map(|opened| opened.body)
    }

    /// `scope` and the scopes around it, outwards.
    pub(super) fn chain(&self, scope: ScopeId) -> impl Iterator<Item = ScopeId> + '_ {
        std::iter::successors(Some(scope), |id| self.get(*id).parent)
    }

    /// The innermost node that holds the byte at `offset`, and the scope of that byte.
    pub(super) fn at(&self, nodes: &Nodes<'_>, offset: TextSize) -> (Option<NodeId>, ScopeId) {
        let Some(node) = nodes.holding(offset) else {
            return (None, ScopeId::MODULE);
        };
        let body = self.body_of(node).filter(|body| self.get(*body).range.contains(offset));
        (Some(node), body.unwrap_or(self.of(node)))
    }

    /// Where the node is evaluated, and whether as part of an annotation.
    fn place(&self, nodes: &Nodes<'_>, id: NodeId) -> (ScopeId, bool) {
        let Some(parent) = nodes.parent(id) else {
            return (ScopeId::MODULE, false);
        };
        let (outer, annotation) = self.places[parent.index()];
        let node = nodes.get(id);
        match nodes.get(parent) {
            AnyNodeRef::StmtAnnAssign(n) => (outer, node.range() == n.annotation.range()),
            AnyNodeRef::TypeParamTypeVar(_)
            | AnyNodeRef::TypeParamTypeVarTuple(_)
            | AnyNodeRef::TypeParamParamSpec(_) => (outer, node.is_expression()),
            AnyNodeRef::Parameter(_) if node.is_expression() => {
                (self.get(outer).parent.unwrap_or(outer), true)
            }
            AnyNodeRef::ParameterWithDefault(_) if node.is_expression() => {
                let function = nodes.parent(parent).and_then(|parameters| nodes.parent(parameters));
                (function.map_or(outer, |function| self.of(function)), false)
            }
            AnyNodeRef::Comprehension(clause) if node.range() == clause.iter.range() => {
                let comprehension = nodes.parent(parent);
                let of_first =
                    comprehension.filter(|c| is_first_clause(nodes.get(*c), clause.range));
                of_first
                    .map_or((outer, annotation), |comprehension| self.places[comprehension.index()])
            }
            around => match self.opened.get(&parent) {
                Some(opened) => opened.place(around, node, outer, annotation),
                None => (outer, annotation),
            },
        }
    }

    fn open(&mut self, nodes: &Nodes<'_>, id: NodeId, outer: ScopeId) {
        let node = nodes.get(id);
        let (kind, generic) = match node {
            AnyNodeRef::StmtFunctionDef(n) => (ScopeKind::Function, n.type_params.is_some()),
            AnyNodeRef::StmtClassDef(n) => (ScopeKind::Class, n.type_params.is_some()),
            AnyNodeRef::ExprLambda(_) => (ScopeKind::Lambda, false),
            AnyNodeRef::ExprGenerator(_) => (ScopeKind::Generator, false),
            AnyNodeRef::ExprListComp(_)
            | AnyNodeRef::ExprSetComp(_)
            | AnyNodeRef::ExprDictComp(_) => (ScopeKind::Comprehension, false),
            AnyNodeRef::StmtTypeAlias(n) => {
                let head = self.push(ScopeKind::TypeParams, outer, id, n.range);
                self.opened.insert(id, Opened { head, body: head });
                return;
            }
            _ => return,
        };
        let head = match generic {
            true => self.push(ScopeKind::TypeParams, outer, id, node.range()),
            false => outer,
        };
        let body = self.push(kind, head, id, body_range(node));
        self.opened.insert(id, Opened { head, body });
    }

    fn push(
        &mut self,
        kind: ScopeKind,
        parent: ScopeId,
        node: NodeId,
        range: TextRange,
    ) -> ScopeId {
        let id = ScopeId(self.scopes.len() as u32);
        self.scopes.push(Scope { kind, parent: Some(parent), node: Some(node), range });
        id
    }
}

fn is_first_clause(comprehension: AnyNodeRef<'_>, clause: TextRange) -> bool {
    let clauses = match comprehension {
        AnyNodeRef::ExprListComp(n) => &n.generators,
        AnyNodeRef::ExprSetComp(n) => &n.generators,
        AnyNodeRef::ExprDictComp(n) => &n.generators,
        AnyNodeRef::ExprGenerator(n) => &n.generators,
        _ => return false,
    };
    clauses.first().is_some_and(|first| first.range == clause)
}

fn body_range(node: AnyNodeRef<'_>) -> TextRange {
    let body = match node {
        AnyNodeRef::StmtFunctionDef(n) => &n.body,
        AnyNodeRef::StmtClassDef(n) => &n.body,
        _ => return node.range(),
    };
    match (body.first(), body.last()) {
        (Some(first), Some(last)) => TextRange::new(first.start(), last.end()),
        _ => TextRange::empty(node.end()),
    }
}
