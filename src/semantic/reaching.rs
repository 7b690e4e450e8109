//! Which bindings of a variable a use may see.
//!
//! Structured Python needs no flow graph: two places meet in their innermost common node, and its
//! kind says whether the first can, must or cannot have run before the second. Whatever is unsure
//! counts as "can", so the answer may name too many bindings, never too few.

use ruff_python_ast::AnyNodeRef;

use super::binding::{Binding, BindingId, BindingKind};
use super::scope::{ScopeKind, Scopes};
use super::symbols::Symbol;
use super::{NodeId, Nodes, ScopeId};
use crate::source::{Ranged, TextSize};

/// Where a name is used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site {
    /// The innermost node there; `None` outside every statement.
    pub node: Option<NodeId>,
    pub offset: TextSize,
    pub scope: ScopeId,
    /// Whether it is evaluated at an unknown time: an annotation, an export.
    pub deferred: bool,
}

/// What a use may see.
#[derive(Debug, Default)]
pub(super) struct Reaching {
    pub bindings: Vec<BindingId>,
    /// Whether one of them is in effect for certain.
    pub definite: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Never,
    Maybe,
    Always,
}

pub(super) struct Flow<'m, 'a> {
    pub nodes: &'m Nodes<'a>,
    pub scopes: &'m Scopes,
    pub bindings: &'m [Binding<'a>],
}

impl Flow<'_, '_> {
    /// The bindings of `symbol` that a load at `site` may see.
    pub(super) fn reaching(&self, symbol: &Symbol, site: Site) -> Reaching {
        let in_order = !site.deferred && self.runs_in_order(symbol.scope, site.scope);
        match site.node {
            Some(node) if in_order && symbol.representatives.is_none() => {
                self.in_order(symbol, node, site.offset)
            }
            _ => self.any_time(symbol),
        }
    }

    fn binding(&self, id: BindingId) -> &Binding<'_> {
        &self.bindings[id.0 as usize]
    }

    /// Whether code of the scope `inner` runs as part of that of `outer`, statement by statement.
    fn runs_in_order(&self, outer: ScopeId, inner: ScopeId) -> bool {
        self.scopes.chain(inner).take_while(|id| *id != outer).all(|id| {
            matches!(self.scopes.get(id).kind, ScopeKind::Class | ScopeKind::Comprehension)
        })
    }

    fn any_time(&self, symbol: &Symbol) -> Reaching {
        let all = symbol.representatives.as_ref().unwrap_or(&symbol.bindings);
        let values = all.iter().filter(|id| self.binding(**id).kind.gives_value());
        let bindings: Vec<_> = values.copied().collect();
        let definite = bindings.iter().any(|id| self.is_unconditional(self.binding(*id)));
        Reaching { bindings, definite }
    }

    fn in_order(&self, symbol: &Symbol, site: NodeId, offset: TextSize) -> Reaching {
        let bound = symbol.bindings.iter().map(|id| self.binding(*id));
        let bound: Vec<_> = bound.filter(|b| b.kind != BindingKind::Annotation).collect();
        let earlier = bound.partition_point(|b| b.effect <= offset);
        let mut found = Vec::new();
        let mut skipped: Vec<&Binding<'_>> = bound[earlier..].iter().rev().copied().collect();
        let mut last = None;
        for binding in bound[..earlier].iter().rev() {
            match self.order(binding, site) {
                Order::Never => skipped.push(binding),
                Order::Maybe => found.push(*binding),
                Order::Always => {
                    found.push(binding);
                    last = Some(*binding);
                    break;
                }
            }
        }
        let looped = skipped.into_iter().filter(|b| self.comes_around(b, site, last, symbol.scope));
        found.extend(looped);
        found.extend(bound.iter().filter(|b| self.is_remote(b)));
        // A handler unbinds its name when it ends.
        let unbinds = |b: &&Binding<'_>| b.kind == BindingKind::Except && !self.holds(b, site);
        let definite = last.is_some()
            && !found.iter().any(|b| b.kind == BindingKind::Delete)
            && !bound.iter().any(unbinds);
        let mut bindings: Vec<_> =
            found.iter().filter(|b| b.kind.gives_value()).map(|b| b.id).collect();
        bindings.sort_unstable();
        bindings.dedup();
        Reaching { bindings, definite }
    }

    /// Whether `binding`, which takes effect before `site`, has run when `site` runs.
    fn order(&self, binding: &Binding<'_>, site: NodeId) -> Order {
        match binding.kind {
            BindingKind::Parameter | BindingKind::TypeParam | BindingKind::Comprehension => {
                return Order::Always;
            }
            BindingKind::Except if self.holds(binding, site) => return Order::Always,
            BindingKind::Except => return Order::Never,
            _ if self.is_remote(binding) => return Order::Maybe,
            _ => {}
        }
        let (meeting, from) = self.meeting(binding.node, site);
        match (meeting, self.child_towards(meeting, site)) {
            (_, None) => Order::Maybe,
            (None, Some(_)) => self.in_sequence(binding, from),
            (Some(meeting), Some(to)) => self.order_within(meeting, binding, from, to),
        }
    }

    /// The order of a binding in the part `from` of `meeting`, and a use in its later part `to`.
    fn order_within(
        &self,
        meeting: NodeId,
        binding: &Binding<'_>,
        from: NodeId,
        to: NodeId,
    ) -> Order {
        let in_sequence = self.in_sequence(binding, from);
        let in_header = self.statement_of(binding.node) == Some(meeting);
        let sections = (self.section(meeting, from), self.section(meeting, to));
        match (self.nodes.get(meeting), &binding.kind) {
            (AnyNodeRef::StmtIf(_) | AnyNodeRef::StmtMatch(_), _) if in_header => Order::Maybe,
            (AnyNodeRef::StmtIf(_) | AnyNodeRef::StmtMatch(_), _) if sections != (1, 1) => {
                Order::Never
            }
            (AnyNodeRef::StmtTry(_), _) => match sections {
                (0, 2) => in_sequence,
                (1, 1 | 2) => Order::Never,
                (a, b) if a == b => in_sequence,
                _ => Order::Maybe,
            },
            (AnyNodeRef::StmtFor(_), BindingKind::For) if in_header => match sections.1 {
                2 => Order::Always,
                _ => Order::Maybe,
            },
            (AnyNodeRef::StmtWith(_), BindingKind::With) if in_header => Order::Always,
            (AnyNodeRef::MatchCase(_), BindingKind::Match) if sections.0 == 0 => Order::Always,
            _ if sections.0 == sections.1 && self.nodes.get(to).is_statement() => in_sequence,
            _ => Order::Maybe,
        }
    }

    /// The order of a binding in `statement`, and what follows in the same suite.
    fn in_sequence(&self, binding: &Binding<'_>, statement: NodeId) -> Order {
        match self.is_direct(binding, statement) {
            true => Order::Always,
            false => Order::Maybe,
        }
    }

    /// Whether a value bound further down in a loop, or on another branch, is seen at `site` on the
    /// next round, `last` being what is bound for certain before it.
    fn comes_around(
        &self,
        binding: &Binding<'_>,
        site: NodeId,
        last: Option<&Binding<'_>>,
        scope: ScopeId,
    ) -> bool {
        if binding.kind == BindingKind::Except {
            return false;
        }
        if self.is_remote(binding) {
            return true;
        }
        let (meeting, _) = self.meeting(binding.node, site);
        let owner = self.scopes.get(scope).node;
        std::iter::successors(meeting, |id| self.nodes.parent(*id))
            .take_while(|id| Some(*id) != owner)
            .filter(|id| self.repeats(*id, site))
            .any(|round| !last.is_some_and(|last| self.nodes.encloses(round, last.node)))
    }

    /// Whether `node` is a loop that runs `site` once a round.
    fn repeats(&self, node: NodeId, site: NodeId) -> bool {
        let Some(child) = self.child_towards(Some(node), site) else {
            return false;
        };
        match self.nodes.get(node) {
            AnyNodeRef::StmtFor(_) => self.section(node, child) == 2,
            AnyNodeRef::StmtWhile(_) => self.section(node, child) < 2,
            _ => false,
        }
    }

    /// Whether `site` is in the handler that makes the binding.
    fn holds(&self, handler: &Binding<'_>, site: NodeId) -> bool {
        self.nodes.encloses(handler.node, site)
    }

    /// Whether the binding is made by another function, at a time of its own.
    fn is_remote(&self, binding: &Binding<'_>) -> bool {
        !self.runs_in_order(binding.scope, binding.written_in)
    }

    /// The innermost node around both, and its child on the way to `inner`.
    fn meeting(&self, inner: NodeId, site: NodeId) -> (Option<NodeId>, NodeId) {
        let mut child = inner;
        let mut at = Some(inner);
        while let Some(node) = at.filter(|node| !self.nodes.encloses(*node, site)) {
            child = node;
            at = self.nodes.parent(node);
        }
        (at, child)
    }

    fn child_towards(&self, outer: Option<NodeId>, inner: NodeId) -> Option<NodeId> {
        let mut path = std::iter::once(inner).chain(self.nodes.ancestors(inner));
        path.find(|id| self.nodes.parent(*id) == outer)
    }

    fn statement_of(&self, node: NodeId) -> Option<NodeId> {
        std::iter::once(node)
            .chain(self.nodes.ancestors(node))
            .find(|id| self.nodes.get(*id).is_statement())
    }

    /// Whether `statement` binds it whenever it ends normally.
    fn is_direct(&self, binding: &Binding<'_>, statement: NodeId) -> bool {
        let certain = match binding.kind {
            BindingKind::Import(_)
            | BindingKind::FromImport(_)
            | BindingKind::Function
            | BindingKind::Class
            | BindingKind::Assignment
            | BindingKind::AugmentedAssignment
            | BindingKind::With
            | BindingKind::TypeAlias
            | BindingKind::Delete => true,
            BindingKind::Parameter
            | BindingKind::Annotation
            | BindingKind::For
            | BindingKind::Comprehension
            | BindingKind::Except
            | BindingKind::Match
            | BindingKind::Walrus
            | BindingKind::TypeParam => false,
        };
        certain && self.statement_of(binding.node) == Some(statement)
    }

    /// Whether the scope cannot be left normally without it.
    fn is_unconditional(&self, binding: &Binding<'_>) -> bool {
        if matches!(binding.kind, BindingKind::Parameter | BindingKind::TypeParam) {
            return true;
        }
        let owner = self.scopes.get(binding.scope).node;
        let statement = self.statement_of(binding.node);
        statement.is_some_and(|statement| {
            self.nodes.parent(statement) == owner
                && binding.written_in == binding.scope
                && self.is_direct(binding, statement)
        })
    }

    /// The number of the part of `node` to which its `child` belongs, in the order in which they run.
    fn section(&self, node: NodeId, child: NodeId) -> u8 {
        let part = self.nodes.get(child);
        let after = |suite: &[ruff_python_ast::Stmt]| {
            suite.first().is_some_and(|first| first.start() <= part.start())
        };
        match self.nodes.get(node) {
            AnyNodeRef::StmtIf(_) | AnyNodeRef::StmtWith(_) => u8::from(part.is_statement()),
            AnyNodeRef::StmtFor(n) if after(&n.orelse) => 3,
            AnyNodeRef::StmtFor(_) if part.is_statement() => 2,
            AnyNodeRef::StmtWhile(n) if after(&n.orelse) => 2,
            AnyNodeRef::StmtWhile(_) => u8::from(part.is_statement()),
            AnyNodeRef::StmtTry(n) if after(&n.finalbody) => 3,
            AnyNodeRef::StmtTry(n) if after(&n.orelse) => 2,
            AnyNodeRef::StmtTry(_) => u8::from(!part.is_statement()),
            AnyNodeRef::MatchCase(_) if part.is_statement() => 2,
            AnyNodeRef::MatchCase(_) => u8::from(part.is_expression()),
            _ => 0,
        }
    }
}
