//! What one function or block does that matters when it is cancelled.

use ruff_python_ast::{AnyNodeRef, ExceptHandler, ExceptHandlerExceptHandler, Expr, Stmt, StmtTry};

use super::{Block, Entered, Library, ObstacleKind};
use crate::{
    semantic::{NodeId, Nodes, SemanticModel},
    source::{Ranged, TextRange},
};

/// What code waits for, and how it is left.
#[derive(Debug, Clone, Default)]
pub(super) struct Acts {
    /// In source order.
    pub(super) acts: Vec<Act>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    /// It awaits the value of the expression.
    Awaits(TextRange),
    /// `async for` goes through the value of the expression.
    Iterates(TextRange),
    /// `async with` enters the value of the expression.
    Enters(TextRange),
    /// It is left in a way that matters by itself.
    Obstacle(TextRange, ObstacleKind),
}

impl Act {
    /// What it waits for, if it does.
    pub(super) fn waits(&self) -> Option<TextRange> {
        match *self {
            Self::Awaits(range) | Self::Iterates(range) | Self::Enters(range) => Some(range),
            Self::Obstacle(..) => None,
        }
    }
}

impl Acts {
    /// Those of some code.
    pub(super) fn of(model: &SemanticModel<'_>, block: Block, library: &dyn Library) -> Self {
        match block {
            Block::Awaited(expression) => Self { acts: vec![Act::Awaits(expression)] },
            Block::Statements(statements) => Self::of_block(model, statements, library),
            Block::Item(manager) => Self::of_item(model, manager, library),
        }
    }

    /// Those of a function.
    pub(super) fn of_function(
        model: &SemanticModel<'_>,
        function: NodeId,
        library: &dyn Library,
    ) -> Self {
        let own = model.nodes().own_nodes(function).collect();
        Reader { model, library, own }.read()
    }

    /// Those of what the `with` item at `manager` covers.
    fn of_item(model: &SemanticModel<'_>, manager: TextRange, library: &dyn Library) -> Self {
        let Some(item) = model.nodes().item_of(manager) else {
            return Self { acts: vec![Act::Obstacle(manager, ObstacleKind::Unknown)] };
        };
        let covered = TextRange::new(manager.end(), item.statement.end());
        let inner = item.managers.iter().filter(|other| covered.contains_range(**other));
        let entered = inner.map(|manager| match item.is_async {
            true => Act::Enters(*manager),
            false => Act::Obstacle(*manager, ObstacleKind::Unknown),
        });
        let mut acts: Vec<Act> = entered.collect();
        acts.extend(Self::of_block(model, covered, library).acts);
        Self { acts }
    }

    /// Those of the code at `block`, with the functions in it left out.
    fn of_block(model: &SemanticModel<'_>, block: TextRange, library: &dyn Library) -> Self {
        let nodes = model.nodes();
        let function = nodes.enclosing_function(block);
        let is_own = |id: &NodeId| {
            block.contains_range(nodes.range(*id))
                && nodes.enclosing_function(nodes.range(*id)) == function
        };
        let own: Vec<NodeId> = match function {
            Some(function) => {
                let inside = nodes.own_nodes(function.node);
                inside.filter(|id| block.contains_range(nodes.range(*id))).collect()
            }
            None => nodes.ids().filter(is_own).collect(),
        };
        Reader { model, library, own }.read()
    }
}

struct Reader<'m, 'a> {
    model: &'m SemanticModel<'a>,
    library: &'m dyn Library,
    /// The nodes that run as part of the code, in source order.
    own: Vec<NodeId>,
}

impl Reader<'_, '_> {
    fn read(&self) -> Acts {
        let nodes = self.model.nodes();
        let shielded = self.shielded();
        let mut acts = Vec::new();
        for id in &self.own {
            let range = nodes.range(*id);
            if shielded.iter().any(|shield| shield.contains_range(range)) {
                continue;
            }
            match nodes.get(*id) {
                AnyNodeRef::ExprAwait(awaited) => acts.push(Act::Awaits(awaited.value.range())),
                AnyNodeRef::StmtFor(each) if each.is_async => {
                    acts.push(Act::Iterates(each.iter.range()));
                }
                AnyNodeRef::Comprehension(each) if each.is_async => {
                    acts.push(Act::Iterates(each.iter.range()));
                }
                AnyNodeRef::StmtWith(with) => {
                    let managers = with.items.iter().map(|item| item.context_expr.range());
                    match with.is_async {
                        true => acts.extend(managers.map(Act::Enters)),
                        false if self.suspends(&with.body, &shielded) => {
                            let kind = |manager| match self.must_suppress(manager)
                                && !self.awaits_others(whole(&with.body))
                                && self.waits_after(with.range(), false)
                            {
                                true => ObstacleKind::GoesOn,
                                false => ObstacleKind::Swallows,
                            };
                            let unknown = managers.filter(|m| self.may_swallow(*m));
                            acts.extend(unknown.map(|m| Act::Obstacle(m, kind(m))));
                        }
                        false => {}
                    }
                }
                AnyNodeRef::StmtTry(guarded) => self.unwinds(guarded, &shielded, &mut acts),
                _ => {}
            }
        }
        Acts { acts }
    }

    /// The blocks that no cancellation reaches.
    fn shielded(&self) -> Vec<TextRange> {
        let nodes = self.model.nodes();
        let shields = self.own.iter().filter_map(|id| match nodes.get(*id) {
            AnyNodeRef::StmtWith(with) if !with.is_async => {
                let mut managers = with.items.iter().map(|item| item.context_expr.range());
                managers
                    .any(|manager| self.library.entered(manager) == Entered::Shield)
                    .then(|| with.range())
            }
            _ => None,
        });
        shields.collect()
    }

    /// What is left of a `try` statement when its body is cancelled.
    fn unwinds(&self, guarded: &StmtTry, shielded: &[TextRange], acts: &mut Vec<Act>) {
        let body = self.suspends(&guarded.body, shielded);
        let mut waits = body || self.suspends(&guarded.orelse, shielded);
        for handler in &guarded.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let suspends = self.suspends(&handler.body, shielded);
            waits |= suspends;
            if !body || !self.catches(handler) {
                continue;
            }
            if suspends {
                let statements = self.waiting(&handler.body, shielded);
                acts.push(Act::Obstacle(statements, ObstacleKind::Cleanup));
            }
            if !hands_on(self.model.nodes(), &self.own, handler) {
                let kind = match self.must_catch(handler) && self.goes_on(guarded, handler) {
                    true => ObstacleKind::GoesOn,
                    false => ObstacleKind::Swallows,
                };
                acts.push(Act::Obstacle(handler.range(), kind));
            } else if self.tells(handler) {
                acts.push(Act::Obstacle(handler.range(), ObstacleKind::Told));
            }
        }
        if waits && self.suspends(&guarded.finalbody, shielded) {
            let statements = self.waiting(&guarded.finalbody, shielded);
            acts.push(Act::Obstacle(statements, ObstacleKind::Cleanup));
        }
        if waits && jumps(self.model.nodes(), &self.own, &guarded.finalbody) {
            let statements = whole(&guarded.finalbody);
            acts.push(Act::Obstacle(statements, ObstacleKind::Swallows));
        }
    }

    /// Whether the clause is known to catch a cancellation.
    fn must_catch(&self, handler: &ExceptHandlerExceptHandler) -> bool {
        let class = handler.type_.as_deref();
        class.is_none_or(|class| self.must_be_cancellation(class))
    }

    fn must_be_cancellation(&self, class: &Expr) -> bool {
        match class {
            Expr::Tuple(classes) => classes.elts.iter().any(|it| self.must_be_cancellation(it)),
            Expr::Name(name) if self.model.builtin(&name.id, name.start()) => {
                name.id == "BaseException"
            }
            Expr::Name(_) if self.model.class_at(class.range()).is_some() => false,
            other => self.library.is_cancellation(other.range()) == Some(true),
        }
    }

    /// Whether the code waits again after the clause has ended a cancellation of its own work.
    fn goes_on(&self, guarded: &StmtTry, handler: &ExceptHandlerExceptHandler) -> bool {
        let is_left = match handler.body.last() {
            Some(Stmt::Return(_) | Stmt::Raise(_)) => return false,
            last => matches!(last, Some(Stmt::Break(_))),
        };
        !self.awaits_others(whole(&guarded.body)) && self.waits_after(guarded.range(), is_left)
    }

    /// Whether all that is awaited at `block` exists already, such as a task that was cancelled.
    fn awaits_others(&self, block: TextRange) -> bool {
        let nodes = self.model.nodes();
        let waits = nodes.waits_in(block);
        !waits.otherwise && waits.awaited.iter().all(|awaited| nodes.is_existing(*awaited))
    }

    /// Whether something is waited for after the statement, which is left for good or, in a loop, comes
    /// round again.
    fn waits_after(&self, statement: TextRange, leaves_loop: bool) -> bool {
        let nodes = self.model.nodes();
        let loops = self.own.iter().filter(|id| {
            let is_loop =
                matches!(nodes.get(**id), AnyNodeRef::StmtWhile(_) | AnyNodeRef::StmtFor(_));
            is_loop && nodes.range(**id).contains_range(statement)
        });
        let around = loops.map(|id| nodes.range(*id)).min_by_key(|range| range.len());
        let end = match (around, leaves_loop) {
            (Some(_), false) => return true,
            (Some(around), true) => around.end(),
            (None, _) => statement.end(),
        };
        self.own.iter().any(|id| {
            let is_after = nodes.range(*id).start() >= end;
            is_after
                && match nodes.get(*id) {
                    AnyNodeRef::ExprAwait(_) => true,
                    AnyNodeRef::StmtFor(each) => each.is_async,
                    AnyNodeRef::StmtWith(with) => with.is_async,
                    _ => false,
                }
        })
    }

    /// Whether the clause does more with the error than raise it, or ask of which class it is.
    fn tells(&self, handler: &ExceptHandlerExceptHandler) -> bool {
        let nodes = self.model.nodes();
        let Some(own) = handler.name.as_ref() else { return false };
        let asks = |id: NodeId| match nodes.parent(id).map(|parent| nodes.get(parent)) {
            Some(AnyNodeRef::StmtRaise(_)) => true,
            Some(AnyNodeRef::Arguments(_)) => {
                let call = nodes.ancestors(id).nth(1).map(|call| nodes.get(call));
                matches!(call, Some(AnyNodeRef::ExprCall(call)) if matches!(
                    &*call.func,
                    Expr::Name(name) if matches!(name.id.as_str(), "type" | "isinstance")
                ))
            }
            _ => false,
        };
        inside(nodes, &self.own, handler.range()).any(|id| match nodes.get(id) {
            AnyNodeRef::ExprName(name) => name.id.as_str() == own.as_str() && !asks(id),
            _ => false,
        })
    }

    /// Whether the statements can be left at a point where the code waits or yields.
    fn suspends(&self, statements: &[Stmt], shielded: &[TextRange]) -> bool {
        statements.iter().any(|statement| self.statement_suspends(statement, shielded))
    }

    fn statement_suspends(&self, statement: &Stmt, shielded: &[TextRange]) -> bool {
        let nodes = self.model.nodes();
        let mut open = self
            .inside(statement.range())
            .filter(|id| !shielded.iter().any(|shield| shield.contains_range(nodes.range(*id))));
        open.any(|id| match nodes.get(id) {
            AnyNodeRef::ExprAwait(_) | AnyNodeRef::ExprYield(_) => true,
            AnyNodeRef::StmtFor(each) => each.is_async,
            AnyNodeRef::StmtWith(with) => with.is_async,
            AnyNodeRef::Comprehension(each) => each.is_async,
            _ => false,
        })
    }

    /// The nodes that run inside `range`.
    fn inside(&self, range: TextRange) -> impl Iterator<Item = NodeId> {
        inside(self.model.nodes(), &self.own, range)
    }

    /// The run of statements from the first that waits to the last.
    fn waiting(&self, statements: &[Stmt], shielded: &[TextRange]) -> TextRange {
        let waiting = statements.iter().filter(|s| self.statement_suspends(s, shielded));
        waiting.map(Ranged::range).reduce(TextRange::cover).unwrap_or_else(|| whole(statements))
    }

    /// Whether the clause catches a cancellation, as far as is known.
    fn catches(&self, handler: &ExceptHandlerExceptHandler) -> bool {
        handler.type_.as_deref().is_none_or(|class| self.is_cancellation(class))
    }

    fn is_cancellation(&self, class: &Expr) -> bool {
        match class {
            Expr::Tuple(classes) => classes.elts.iter().any(|class| self.is_cancellation(class)),
            Expr::Name(name) if self.model.builtin(&name.id, name.start()) => {
                name.id == "BaseException"
            }
            Expr::Name(_) if self.model.class_at(class.range()).is_some() => false,
            other => self.library.is_cancellation(other.range()).unwrap_or(true),
        }
    }

    /// Whether a context manager may swallow a cancellation.
    fn may_swallow(&self, manager: TextRange) -> bool {
        if self.library.entered(manager) != Entered::Unknown {
            return false;
        }
        let nodes = self.model.nodes();
        let Some(AnyNodeRef::ExprCall(call)) = nodes.expression(manager).map(|id| nodes.get(id))
        else {
            return true;
        };
        let callee = call.func.range();
        if let Expr::Name(name) = &*call.func
            && self.model.builtin(&name.id, name.start())
        {
            return name.id != "open";
        }
        let named = |other: &str| self.model.qualified_name(callee).is_some_and(|n| n == other);
        match named("contextlib.suppress") {
            true => call.arguments.args.iter().any(|class| self.is_cancellation(class)),
            false => !["contextlib.closing", "contextlib.nullcontext"].into_iter().any(named),
        }
    }

    /// Whether the context manager is known to swallow a cancellation.
    fn must_suppress(&self, manager: TextRange) -> bool {
        let nodes = self.model.nodes();
        match nodes.expression(manager).map(|id| nodes.get(id)) {
            Some(AnyNodeRef::ExprCall(call)) => {
                let name = self.model.qualified_name(call.func.range());
                name.is_some_and(|name| name == "contextlib.suppress")
                    && call.arguments.args.iter().any(|class| self.must_be_cancellation(class))
            }
            _ => false,
        }
    }
}

impl Nodes<'_> {
    /// Whether the `except` clause at `handler` hands on what it catches: it ends in a bare `raise` on
    /// every path that is seen.
    pub fn hands_on(&self, handler: TextRange) -> bool {
        let function = self.enclosing_function(handler);
        let own: Vec<NodeId> = function.map_or_else(Vec::new, |f| self.own_nodes(f.node).collect());
        let clause = self.handler(handler).map(|id| self.get(id));
        matches!(clause, Some(AnyNodeRef::ExceptHandlerExceptHandler(clause)) if hands_on(self, &own, clause))
    }
}

/// Those of the nodes `own` that are inside `range`.
fn inside(nodes: &Nodes<'_>, own: &[NodeId], range: TextRange) -> impl Iterator<Item = NodeId> {
    let first = own.partition_point(|id| nodes.range(*id).start() < range.start());
    let after = own.iter().skip(first).copied();
    after
        .take_while(move |id| nodes.range(*id).start() < range.end())
        .filter(move |id| range.contains_range(nodes.range(*id)))
}

/// Whether the clause ends in a bare `raise` on every path that is seen; `own` are the nodes of its
/// function.
fn hands_on(nodes: &Nodes<'_>, own: &[NodeId], handler: &ExceptHandlerExceptHandler) -> bool {
    let own_name = handler.name.as_ref().map(|name| name.as_str());
    let is_same = |raised: &Option<Box<Expr>>| match raised.as_deref() {
        None => true,
        Some(Expr::Name(name)) => Some(name.id.as_str()) == own_name,
        Some(_) => false,
    };
    let Some(Stmt::Raise(last)) = handler.body.last() else { return false };
    is_same(&last.exc)
        && !jumps(nodes, own, &handler.body)
        && inside(nodes, own, handler.range()).all(|id| match nodes.get(id) {
            AnyNodeRef::StmtRaise(raised) => is_same(&raised.exc),
            _ => true,
        })
}

/// Whether the statements leave in another way than by running to their end or raising.
fn jumps(nodes: &Nodes<'_>, own: &[NodeId], statements: &[Stmt]) -> bool {
    inside(nodes, own, whole(statements)).any(|id| {
        matches!(
            nodes.get(id),
            AnyNodeRef::StmtReturn(_) | AnyNodeRef::StmtBreak(_) | AnyNodeRef::StmtContinue(_)
        )
    })
}

fn whole(statements: &[Stmt]) -> TextRange {
    match (statements.first(), statements.last()) {
        (Some(first), Some(last)) => first.range().cover(last.range()),
        _ => TextRange::default(),
    }
}
