//! Which tasks may run after each statement.

use ruff_python_ast::{
    BoolOp, CmpOp, ElifElseClause, ExceptHandler, Expr, MatchCase, Stmt, StmtFor, StmtTry,
    StmtWhile, StmtWith, UnaryOp,
};

use super::{
    Life,
    holders::{Event, Holders, Set, TASKS},
};
use crate::{
    semantic::{NodeId, SemanticModel, Strange, quoted::last_name},
    source::{Ranged, TextRange},
};

/// Refuses unless the tasks of `lives` have ended after the statements at `range`, on every way but that of
/// an error.
pub(super) fn ended(
    model: &SemanticModel<'_>,
    range: TextRange,
    lives: &[&Life],
) -> Result<(), Strange> {
    let too_many = (range, "spawns more tasks than are followed");
    if lives.len() > TASKS {
        return Err(too_many);
    }
    let holders = Holders::of(model, lives);
    if holders.loops.iter().any(|each| each.present == 0) {
        return Err(too_many);
    }
    let mut flow = Flow { model, lives, holders, raised: 0, exits: Vec::new() };
    let statements = model.statements(range).ok_or((range, "cannot be read"))?;
    let live = flow.suite(statements, Some(0))?;
    if let Some(task) = flow.running(live.unwrap_or(0)) {
        return Err((task, "is not waited for on every way"));
    }
    let mut exits = flow.exits.iter();
    match exits.find(|exit| flow.running(exit.live).is_some()) {
        Some(exit) => Err((exit.range, "leaves while a task may go on")),
        None => Ok(()),
    }
}

/// The tasks that may run, and the loops whose present element may; `None` where no way leads.
type Live = Option<Set>;

struct Flow<'m, 'a> {
    model: &'m SemanticModel<'a>,
    lives: &'m [&'m Life],
    holders: Holders<'a>,
    /// What may run where an error is raised, in the `try` that is looked at.
    raised: Set,
    /// The statements by which what is looked at is left.
    exits: Vec<Exit>,
}

#[derive(Debug, Clone, Copy)]
struct Exit {
    kind: Kind,
    range: TextRange,
    live: Set,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Return,
    Break,
    Continue,
}

fn join(one: Live, other: Live) -> Live {
    match (one, other) {
        (Some(one), Some(other)) => Some(one | other),
        (live, None) | (None, live) => live,
    }
}

impl<'a> Flow<'_, 'a> {
    /// One of the tasks in `live`.
    fn running(&self, live: Set) -> Option<TextRange> {
        self.lives.get(live.trailing_zeros() as usize).map(|life| life.made)
    }

    /// What is spawned and ended by the code at `range`.
    fn run(&mut self, range: TextRange, mut live: Set) -> Result<Set, Strange> {
        let events: Vec<_> = {
            let all = self.holders.events.iter();
            all.filter(|event| range.contains_range(event.range)).copied().collect()
        };
        let nodes = self.model.nodes();
        // A statement that does nothing else before cannot fail before.
        let waits_first = |first: &Event| {
            let before = TextRange::new(range.start(), first.range.start().max(range.start()));
            first.waits && nodes.acts(before).is_empty()
        };
        if !events.first().is_some_and(waits_first) {
            self.raised |= live;
        }
        for event in events {
            if event.spawned != 0 {
                self.spawn(event.range, event.spawned, live)?;
            }
            live = (live | event.spawned) & !event.ended;
            self.raised |= live;
        }
        Ok(live)
    }

    /// Refuses where the task at `made` takes the place of one that may run.
    fn spawn(&self, made: TextRange, task: Set, live: Set) -> Result<(), Strange> {
        let lost = Err((made, "takes the place of a task that may go on"));
        if live & task & !self.holders.collected != 0 {
            return lost;
        }
        let mut shared = self.holders.variables.values().filter(|held| **held & task != 0);
        match shared.any(|held| held & live & !task & !self.holders.collected != 0) {
            true => lost,
            false => Ok(()),
        }
    }

    fn suite(&mut self, body: &'a [Stmt], mut live: Live) -> Result<Live, Strange> {
        for statement in body {
            live = match live {
                Some(live) => self.statement(statement, live)?,
                None => return Ok(None),
            };
        }
        Ok(live)
    }

    fn statement(&mut self, statement: &'a Stmt, live: Set) -> Result<Live, Strange> {
        let range = statement.range();
        match statement {
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => Ok(Some(live)),
            Stmt::If(branch) => {
                let test = Some(&*branch.test);
                self.branches(test, &branch.body, &branch.elif_else_clauses, live)
            }
            Stmt::For(each) => self.each(each, live),
            Stmt::While(repeated) => self.repeat(repeated, live),
            Stmt::With(with) => self.with(with, live),
            Stmt::Try(guarded) => self.guarded(guarded, live),
            Stmt::Match(choice) => {
                let live = self.run(choice.subject.range(), live)?;
                let is_any =
                    |case: &MatchCase| case.guard.is_none() && case.pattern.is_irrefutable();
                let is_exhaustive = choice.cases.last().is_some_and(is_any);
                let mut after = (!is_exhaustive).then_some(live);
                for case in &choice.cases {
                    after = join(after, self.suite(&case.body, Some(live))?);
                }
                Ok(after)
            }
            Stmt::Return(_) => self.leave(Kind::Return, range, live),
            Stmt::Break(_) => self.leave(Kind::Break, range, live),
            Stmt::Continue(_) => self.leave(Kind::Continue, range, live),
            Stmt::Raise(_) => self.run(range, live).map(|_| None),
            _ => self.run(range, live).map(Some),
        }
    }

    fn leave(&mut self, kind: Kind, range: TextRange, live: Set) -> Result<Live, Strange> {
        let live = self.run(range, live)?;
        self.exits.push(Exit { kind, range, live });
        Ok(None)
    }

    fn branches(
        &mut self,
        test: Option<&'a Expr>,
        body: &'a [Stmt],
        others: &'a [ElifElseClause],
        live: Set,
    ) -> Result<Live, Strange> {
        let Some(test) = test else { return self.suite(body, Some(live)) };
        let live = self.run(test.range(), live)?;
        let then = self.suite(body, Some(live & !self.told(test, true)))?;
        let otherwise = live & !self.told(test, false);
        let after = match others.split_first() {
            Some((next, rest)) => self.branches(next.test.as_ref(), &next.body, rest, otherwise)?,
            None => Some(otherwise),
        };
        Ok(join(then, after))
    }

    /// What does not run where the test turns out so.
    fn told(&self, test: &Expr, truth: bool) -> Set {
        match test {
            Expr::UnaryOp(operation) if operation.op == UnaryOp::Not => {
                self.told(&operation.operand, !truth)
            }
            Expr::BoolOp(all) => {
                let mut each = all.values.iter().map(|value| self.told(value, truth));
                match (all.op == BoolOp::And) == truth {
                    true => each.fold(0, |all, one| all | one),
                    false => each.next().map_or(0, |first| each.fold(first, |all, one| all & one)),
                }
            }
            Expr::Compare(compare) => {
                match (&*compare.left, &*compare.ops, &*compare.comparators) {
                    (Expr::Name(name), [op], [Expr::NoneLiteral(_)]) => {
                        let is_none = (*op == CmpOp::Is) == truth;
                        let known = matches!(op, CmpOp::Is | CmpOp::IsNot) && is_none;
                        if known { self.held(name.id.as_str(), name.range()) } else { 0 }
                    }
                    _ => 0,
                }
            }
            Expr::Name(name) if !truth => {
                let remaining = self.holders.remaining.get(name.id.as_str());
                self.held(name.id.as_str(), name.range()) | remaining.copied().unwrap_or(0)
            }
            Expr::Call(call) if truth && call.arguments.is_empty() => match &*call.func {
                Expr::Attribute(method) if method.attr.as_str() == "done" => match &*method.value {
                    Expr::Name(name) => self.held(name.id.as_str(), name.range()),
                    _ => 0,
                },
                _ => 0,
            },
            _ => 0,
        }
    }

    /// The tasks that the variable alone holds, and the loops of which it is the present element.
    fn held(&self, name: &str, range: TextRange) -> Set {
        let nodes = self.model.nodes();
        let within = |each: NodeId| nodes.range(each).contains_range(range);
        let present = { self.holders.loops.iter() }
            .filter(|each| each.name == name && within(each.statement))
            .fold(0, |all, each| all | each.present);
        present | (self.holders.variables.get(name).copied().unwrap_or(0) & !self.holders.collected)
    }

    /// What has left since `start` in this way.
    fn take(&mut self, start: usize, kinds: &[Kind]) -> Live {
        let mut live = None;
        let mut index = start;
        while let Some(exit) = self.exits.get(index).copied() {
            match kinds.contains(&exit.kind) {
                true => {
                    live = join(live, Some(exit.live));
                    self.exits.remove(index);
                }
                false => index += 1,
            }
        }
        live
    }

    fn each(&mut self, each: &'a StmtFor, live: Set) -> Result<Live, Strange> {
        let nodes = self.model.nodes();
        let own: Vec<_> = {
            let all = self.holders.loops.iter();
            all.filter(|it| nodes.range(it.statement) == each.range()).copied().collect()
        };
        let present = own.iter().fold(0, |all, it| all | it.present);
        let tasks = own.iter().fold(0, |all, it| all | it.tasks);
        let live = self.run(each.iter.range(), live)?;
        let start = self.exits.len();
        let (mut before, mut left);
        (before, left) = (live, 0);
        let broken = loop {
            self.exits.truncate(start);
            let end = self.suite(&each.body, Some(before | present))?;
            let end = join(end, self.take(start, &[Kind::Continue])).unwrap_or(0);
            let broken = self.take(start, &[Kind::Break]);
            left |= end & present;
            let joined = before | (end & !present);
            if joined == before {
                break broken;
            }
            before = joined;
        };
        let all = if present != 0 && left == 0 { before & !tasks } else { before };
        let otherwise = self.suite(&each.orelse, Some(all))?;
        Ok(join(otherwise, broken.map(|live| live & !present)))
    }

    fn repeat(&mut self, repeated: &'a StmtWhile, live: Set) -> Result<Live, Strange> {
        let start = self.exits.len();
        let mut before = live;
        let (tested, broken) = loop {
            self.exits.truncate(start);
            let tested = self.run(repeated.test.range(), before)?;
            let within = tested & !self.told(&repeated.test, true);
            let end = self.suite(&repeated.body, Some(within))?;
            let end = join(end, self.take(start, &[Kind::Continue])).unwrap_or(0);
            let broken = self.take(start, &[Kind::Break]);
            if before | end == before {
                break (tested, broken);
            }
            before |= end;
        };
        let is_endless = matches!(&*repeated.test, Expr::BooleanLiteral(test) if test.value);
        let after = (!is_endless).then(|| tested & !self.told(&repeated.test, false));
        let otherwise = match after {
            Some(after) => self.suite(&repeated.orelse, Some(after))?,
            None => None,
        };
        Ok(join(otherwise, broken))
    }

    fn with(&mut self, with: &'a StmtWith, mut live: Set) -> Result<Live, Strange> {
        for item in &with.items {
            live = self.run(item.context_expr.range(), live)?;
        }
        let swallows = with.items.iter().any(|item| match &item.context_expr {
            Expr::Call(call) => matches!(
                last_name(&call.func),
                Some(
                    "suppress" | "raises" | "assertRaises" | "assertRaisesRegex" | "move_on_after"
                )
            ),
            _ => false,
        });
        let outer = std::mem::take(&mut self.raised);
        let after = self.suite(&with.body, Some(live))?;
        let swallowed = swallows.then_some(self.raised);
        self.raised |= outer;
        Ok(join(after, swallowed))
    }

    fn guarded(&mut self, guarded: &'a StmtTry, live: Set) -> Result<Live, Strange> {
        let outer = std::mem::take(&mut self.raised);
        let start = self.exits.len();
        let body = self.suite(&guarded.body, Some(live))?;
        let caught = std::mem::take(&mut self.raised);
        let mut after = self.suite(&guarded.orelse, body)?;
        for handler in &guarded.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            after = join(after, self.suite(&handler.body, Some(caught))?);
        }
        let mut raised = self.raised | caught;
        if !guarded.finalbody.is_empty() {
            let exits = self.exits.split_off(start);
            after = self.suite(&guarded.finalbody, after)?;
            for exit in exits {
                if let Some(live) = self.suite(&guarded.finalbody, Some(exit.live))? {
                    self.exits.push(Exit { live, ..exit });
                }
            }
            raised = self.suite(&guarded.finalbody, Some(raised))?.unwrap_or(0);
        }
        self.raised = outer | raised;
        Ok(after)
    }
}
