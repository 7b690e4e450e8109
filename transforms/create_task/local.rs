//! Tasks that end in the function that spawns them: a task group around the statements in which they live.

use super::{helper, on_self::spawns, owner, spawn::Spawn};
use crate::{
    change::Change,
    finding::Note,
    rewrite::Rewrite,
    semantic::{Block, Failing, Fate, Life, Lifetime, Observer, TaskUse},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site},
    transforms::{
        as_completed,
        cleanup::cancelling_beside,
        gather,
        task_group::{Blocks, Handles, Spawned},
    },
};

/// What to do by hand.
const RECIPE: &str = "`async with anyio.create_task_group() as tg:` around the statements in which the task lives, `handle = tg.create_task(f())`, and `await handle` before every way out";

/// The form for a task that is waited for, or cancelled, in the function that spawns it. `None` where it is
/// handed on, or nobody waits for it.
pub(super) fn forms(site: &Site<'_>, spawn: Spawn) -> Option<Result<Forms, Refusal>> {
    let nodes = site.model.nodes();
    let function = nodes.enclosing_function(spawn.call).filter(|function| function.is_async)?;
    let is_kept =
        matches!(nodes.fate(spawn.call), Fate::Dropped | Fate::Attribute | Fate::Returned);
    let is_taken = || gather::takes(site, spawn.callee) || as_completed::takes(site, spawn.callee);
    if is_kept || is_taken() {
        return None;
    }
    let mut all: Vec<(Spawn, Life)> = Vec::new();
    for (reference, call) in spawns(site).filter(|(_, call)| function.range.contains_range(*call)) {
        let is_own = nodes.enclosing_function(call) == Some(function);
        let Some(other) = Spawn::at(site, reference).ok().flatten().filter(|_| is_own) else {
            continue;
        };
        match site.model.uses_of_task(call) {
            Ok(uses) => all.push((other, Life { made: call, uses })),
            Err(_) if call == spawn.call => return None,
            Err(_) => {}
        }
    }
    let index = all.iter().position(|(other, _)| other.call == spawn.call)?;
    let (_, own) = all.get(index)?;
    own.uses.iter().any(TaskUse::waits).then(|| fix(site, spawn, &all, index)?.only())
}

fn fix(site: &Site<'_>, spawn: Spawn, all: &[(Spawn, Life)], index: usize) -> Result<Fix, Refusal> {
    let model = site.model;
    let lost = |(place, text)| {
        Refusal::new("the task may go on after the statements in which it is waited for")
            .recipe(RECIPE)
            .at(place, text)
    };
    let lives: Vec<Life> = all.iter().map(|(_, life)| life.clone()).collect();
    let Lifetime { range, tasks } = model.lifetime(&lives, index).map_err(lost)?;
    owner::cancelled_natively(site)?;
    possible(site, range)?;
    let members: Vec<&(Spawn, Life)> = tasks.iter().filter_map(|task| all.get(*task)).collect();
    let spawned = members.iter().map(|(spawn, life)| Spawned {
        call: spawn.call,
        group: None,
        coro: spawn.coro,
        name: spawn.name,
        context: None,
        uses: life.uses.clone(),
    });
    let spawned: Vec<Spawned> = spawned.collect();
    let yields = model.nodes().yields_in(range);
    let observer = observer(site, range, &spawned).or_else(|| yields.then_some(range));
    let (open, helper) = match observer {
        None => ("${anyio.create_task_group}".to_owned(), None),
        Some(place) if site.options.target_version < (3, 11) => {
            return Err(Refusal::new(
                "an error of the task, or of the code meanwhile, is caught, and would arrive there in an `ExceptionGroup`",
            )
            .at(place, "caught here"));
        }
        Some(_) => helper::first_error_group(site)?,
    };
    let handles = Handles::of(site, &Blocks::coming(range, observer.is_some()), &spawned)?;
    let name = model.fresh_variable("tg", range).ok_or_else(|| {
        Refusal::new("the function looks at all of its variables, and a group would be one more")
    })?;
    let header = format!("async with {open}() as {name}:");
    let mut rewrites = vec![Rewrite::wrap(range, site.template(&header))];
    let create = format!("{name}.create_task");
    let callees = members.iter().map(|(spawn, _)| spawn.callee);
    rewrites.extend(callees.map(|callee| Rewrite::replace(callee, site.template(&create))));
    rewrites.extend(helper);
    rewrites.extend(handles.capturing(site, spawn.coro)?);
    rewrites.extend(handles.rewrites);
    let reason = match observer {
        Some(_) => {
            "a task group ends where the tasks are last waited for; the first error is raised by itself, and cancels the other tasks, which went on"
        }
        None => {
            "a task group ends where the tasks are last waited for; an error in it arrives in an `ExceptionGroup`, and cancels the other tasks, which went on"
        }
    };
    let mut fix = Fix::safe(reason, rewrites).changing(handles.changes);
    fix.reason.extend(handles.reasons.iter().flat_map(|reason| ["; ", reason]));
    fix.resolves = handles.resolves;
    fix.places = handles.places;
    let others = members.iter().filter(|(other, _)| other.call != spawn.call);
    fix.requires = others.map(|(other, _)| other.callee).collect();
    fix = fix.changing([Change::CancelsSiblings, Change::SwitchPoint]);
    match observer {
        Some(_) if yields => {}
        Some(place) => fix.places.push(Note::new(place, "sees the error")),
        None => fix = fix.changing([Change::ExceptionGroup]),
    }
    if let Some(place) = model.leaving_program() {
        fix = fix.changing([Change::ExceptionType]);
        fix.places.push(Note::new(place, "ends the program"));
    }
    if members.iter().any(|(_, life)| is_left(site, life)) {
        fix.reason.push_str("; waits for tasks that are cancelled");
        fix = fix.changing([Change::WaitsForTasks]);
    }
    if yields {
        fix.reason.push_str("; the block that it yields to is cancelled with the group, and left by the task that entered it");
        fix = fix.changing([Change::LevelCancellation]);
    }
    let coros = spawned.iter().map(|spawn| Block::Awaited(spawn.coro));
    let nodes = model.nodes();
    let manager = nodes.enclosing_function(range).filter(|_| yields);
    let users = manager.map(|manager| model.calls_of_function(manager.node)).unwrap_or_default();
    let items = users.into_iter().filter(|call| nodes.item_of(*call).is_some()).map(Block::Item);
    let blocks: Vec<Block> = coros.chain([Block::Statements(range)]).chain(items).collect();
    fix.places.truncate(owner::SHOWN);
    let waits = members.iter().flat_map(|(_, life)| &life.uses);
    let last = waits.filter_map(|used| last_wait(site, range, used)).collect::<Vec<_>>();
    // `TaskGroup.create_task` came with AnyIO 4.14.
    Ok(cancelling_beside(site, &blocks, &last, fix).since((4, 14)))
}

/// The statement that does nothing but wait for the task, as the end of the group does, if it is the last of
/// those at `range`.
fn last_wait(site: &Site<'_>, range: TextRange, used: &TaskUse) -> Option<TextRange> {
    let waits = site.model.settling(used.task()).filter(|waits| waits.forgives)?;
    (waits.statement.end() == range.end() && waits.told.is_none()).then_some(waits.statement)
}

/// Refuses where a group around the statements at `range` would hold, or be held by, what it must not.
fn possible(site: &Site<'_>, range: TextRange) -> Result<(), Refusal> {
    let nodes = site.model.nodes();
    let refused = |reason: &'static str, text: &'static str| {
        Err(Refusal::new(reason).recipe(RECIPE).at(range, text))
    };
    let function = nodes.enclosing_function(range);
    let manages = function.is_some_and(|it| site.model.is_async_manager(it.node));
    if nodes.yields_in(range) && !manages {
        return refused(
            "the function yields while the task runs, to code that a group would cancel, too",
            "here",
        );
    }
    if nodes.is_in_clause(TextRange::empty(range.start())) {
        return refused(
            "the task is spawned in an `except` or `finally`, which may run while all is being cancelled",
            "here",
        );
    }
    Ok(())
}

/// Who would see an `ExceptionGroup` in place of an error of the code at `range` or its tasks.
fn observer(site: &Site<'_>, range: TextRange, spawned: &[Spawned]) -> Option<TextRange> {
    // Its statements have all the same ones; together they may be all that a `try` holds.
    let observer = site.model.observer(TextRange::empty(range.start()))?;
    let coros = spawned.iter().map(|spawn| site.model.failing(spawn.coro));
    let mut all = coros.chain([site.model.failing_in(range)]);
    let sees = all.any(|failing| match (failing, observer) {
        (Failing::Never, _) | (Failing::Unknown(_), Observer::Looking(_)) => false,
        (Failing::Likely(_), _) | (Failing::Unknown(_), Observer::Selecting(_)) => true,
    });
    sees.then(|| observer.range())
}

/// Whether the task is told to end, and nobody waits until it has.
fn is_left(site: &Site<'_>, life: &Life) -> bool {
    let is_cancel =
        |used: &TaskUse| matches!(used, TaskUse::Called { name, .. } if name == "cancel");
    let waits = |used: &TaskUse| match used {
        TaskUse::Joined { .. } => true,
        TaskUse::Awaited { task, .. } => {
            site.model.settling(*task).is_some_and(|waits| waits.forgives)
        }
        TaskUse::Called { .. } | TaskUse::Timed { .. } => false,
    };
    life.uses.iter().any(is_cancel) && !life.uses.iter().any(waits)
}
