//! Whether a task might as well start where it is waited for.

use ruff_python_ast::{AnyNodeRef, Expr, StmtWith};

use super::{NodeId, Nodes, SemanticModel};
use crate::source::{Ranged, TextRange, TextSize};

impl SemanticModel<'_> {
    /// Whether the task that the call at `spawn` gives could as well be spawned by the call at `waiting`,
    /// which waits for it, and once only: nothing waits in between, and nothing leads past the call.
    /// `list` is the use of the variable that hands it on, if one does.
    pub fn may_start_at(
        &self,
        spawn: TextRange,
        waiting: TextRange,
        list: Option<TextRange>,
    ) -> bool {
        let nodes = self.nodes();
        let name = list.and_then(|list| match nodes.get(nodes.expression(list)?) {
            AnyNodeRef::ExprName(name) => Some(name),
            _ => None,
        });
        let is_fresh = name.is_none_or(|name| self.is_made_anew(&name.id, name.start()));
        let list = name.map(|name| name.id.as_str());
        is_fresh && self.reaches(spawn, waiting, list).is_some()
    }

    /// Whether all that the statement enters are asyncio's timeouts, which wait for nothing there.
    fn is_timeout(&self, with: &StmtWith) -> bool {
        with.items.iter().all(|item| match &item.context_expr {
            Expr::Call(call) => self.qualified_name(call.func.range()).is_some_and(|name| {
                matches!(name.root(), "asyncio" | "async_timeout")
                    && matches!(name.last(), "timeout" | "timeout_at")
            }),
            _ => false,
        })
    }

    /// Whether each loop around `offset` assigns the variable that `name` is there, and nothing outside of
    /// it does.
    fn is_made_anew(&self, name: &str, offset: TextSize) -> bool {
        let nodes = self.nodes();
        let Some(used) = nodes.holding(offset) else { return false };
        let resolution = self.resolve(name, offset);
        let Some(first) = resolution.bindings.first() else { return false };
        let bindings = self.bindings_of(self.binding(*first).scope, name);
        let mut loops = nodes.ancestors(used).filter(|id| match nodes.get(*id) {
            AnyNodeRef::StmtFor(each) => !each.iter.range().contains(offset),
            AnyNodeRef::StmtWhile(_) => true,
            _ => false,
        });
        loops.all(|id| {
            let range = nodes.range(id);
            bindings.iter().all(|binding| range.contains_range(self.binding(*binding).range))
        })
    }

    /// `None` where it may not start there.
    fn reaches(&self, spawn: TextRange, waiting: TextRange, list: Option<&str>) -> Option<()> {
        let nodes = self.nodes();
        let function = nodes.enclosing_function(waiting)?;
        if nodes.enclosing_function(spawn) != Some(function) || !nodes.is_quick(waiting) {
            return None;
        }
        if waiting.contains_range(spawn) {
            return Some(());
        }
        let within = |id: &NodeId| !nodes.range(*id).contains_range(waiting);
        let spawned = nodes.expression(spawn)?;
        let first = std::iter::once(spawned).chain(nodes.ancestors(spawned)).take_while(within);
        let first = first.last().filter(|id| nodes.get(*id).is_statement())?;
        let between = TextRange::new(nodes.range(first).start(), waiting.start());
        let statement = nodes.statement(nodes.turn(waiting).ok()?.statement)?;
        let is_passed = |id: NodeId| {
            between.contains_range(nodes.range(id)) && nodes.leads_past(id, between, list)
        };
        let may = self.is_always_reached(first, statement, list)
            && nodes.is_quick(between)
            && !nodes.own_nodes(function.node).any(is_passed);
        may.then_some(())
    }

    /// Whether `statement` runs whenever `first` has run and what comes after it ends as usual.
    fn is_always_reached(&self, first: NodeId, statement: NodeId, list: Option<&str>) -> bool {
        let nodes = self.nodes();
        let mut at = statement;
        while !nodes.share_suite(first, at) {
            let Some(parent) = nodes.parent(at) else { return false };
            let start = nodes.range(at).start();
            let is_entered = match nodes.get(parent) {
                AnyNodeRef::StmtIf(branch) => {
                    is_named(&branch.test, list) && is_in(&branch.body, start)
                }
                AnyNodeRef::StmtTry(guarded) => is_in(&guarded.body, start),
                AnyNodeRef::StmtWith(with) => !with.is_async || self.is_timeout(with),
                _ => false,
            };
            if !is_entered {
                return false;
            }
            at = parent;
        }
        true
    }
}

impl Nodes<'_> {
    /// Whether the code at `range` waits for nothing.
    fn is_quick(&self, range: TextRange) -> bool {
        let waits = self.waits_in(range);
        waits.awaited.is_empty() && !waits.otherwise
    }

    /// Whether the statement `id` leaves what follows out, where there is something in `list`.
    fn leads_past(&self, id: NodeId, between: TextRange, list: Option<&str>) -> bool {
        let is_inside = |id: &NodeId| between.contains_range(self.range(*id));
        let mut around = self.ancestors(id).take_while(is_inside).map(|id| self.get(id));
        match self.get(id) {
            AnyNodeRef::StmtReturn(_) | AnyNodeRef::StmtRaise(_) => {
                !around.any(|node| match node {
                    AnyNodeRef::StmtIf(branch) => match &*branch.test {
                        Expr::UnaryOp(test) => test.op.is_not() && is_named(&test.operand, list),
                        _ => false,
                    },
                    _ => false,
                })
            }
            AnyNodeRef::StmtBreak(_) | AnyNodeRef::StmtContinue(_) => !around
                .any(|node| matches!(node, AnyNodeRef::StmtFor(_) | AnyNodeRef::StmtWhile(_))),
            _ => false,
        }
    }
}

fn is_named(test: &Expr, list: Option<&str>) -> bool {
    matches!(test, Expr::Name(name) if Some(name.id.as_str()) == list)
}

fn is_in(suite: &[ruff_python_ast::Stmt], start: TextSize) -> bool {
    suite.iter().any(|statement| statement.range().contains(start))
}
