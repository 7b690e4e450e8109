//! Tasks that an object keeps in an attribute, to be cancelled and waited for by another method: they
//! belong to the group of the program's main function.

use super::{
    helper,
    on_self::{annotated, dones, handles_settled, settled},
    owner::{self, Group},
    spawn::Spawn,
};
use crate::{
    change::Change,
    finding::Note,
    rewrite::Rewrite,
    semantic::{Block, Failing, Settling, TaskAttribute},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site},
    transforms::cleanup::{cancelling, timeouts_around},
};

/// The form for a task that is kept in an attribute. `None` where it is not.
pub(super) fn forms(site: &Site<'_>, spawn: Spawn) -> Option<Result<Forms, Refusal>> {
    let strange = |(place, text): (TextRange, &'static str)| {
        Refusal::new("more is done with the task than a handle of AnyIO's was seen to do")
            .at(place, text)
    };
    let task = site.model.task_attribute(spawn.call)?.map_err(strange);
    Some(task.and_then(|task| fix(site, spawn, &task)?.only()))
}

fn fix(site: &Site<'_>, spawn: Spawn, task: &TaskAttribute) -> Result<Fix, Refusal> {
    let Spawn { callee, call, coro, .. } = spawn;
    let nodes = site.model.nodes();
    if let Some(told) = task.waits.iter().find(|waits| !waits.forgives && !task.cancels.is_empty())
    {
        return Err(Refusal::new(
            "who waits for the task is told that it was cancelled, by an error that AnyIO does not raise there",
        )
        .at(told.statement, "awaited here"));
    }
    if let Some(place) = task.waits.iter().find_map(|waits| timing_out(site, waits)) {
        return Err(Refusal::new(
            "a timeout cancels the task with who waits for it, where who waits for a handle stops alone",
        )
        .recipe("cancel the handle where the time is up")
        .at(place, "times out"));
    }
    owner::cancelled_natively(site)?;
    if let Some(place) = site.model.cancelled_at_once(call, &task.cancels) {
        return Err(Refusal::new(
            "the task is cancelled before it has begun, and would begin all the same",
        )
        .at(place, "cancelled here"));
    }
    let Group { name, mut rewrites, is_handed, places } = owner::group(site, call)?;
    rewrites.push(Rewrite::replace(callee, site.template(&format!("{name}.create_task"))));
    let mut resolves: Vec<TextRange> = Vec::new();
    let mut requires: Vec<TextRange> = Vec::new();
    for waits in &task.waits {
        rewrites.extend(settled(site, waits, &handles_settled(site, waits, task.shrinks)));
        resolves.extend(waits.names.iter().copied());
        requires.extend(others(site, waits, task));
    }
    resolves.extend(task.cancels.iter().filter_map(|call| nodes.callee_of(*call)));
    rewrites.extend(dones(site, task));
    resolves.extend(task.forgets.iter().filter_map(|forgets| nodes.callee_of(forgets.call)));
    for rewrite in forgetting(site, task)? {
        if !rewrites.contains(&rewrite) {
            rewrites.push(rewrite);
        }
    }
    resolves.extend(task.dones.iter().filter_map(|call| nodes.callee_of(*call)));
    for class in annotated(site, task) {
        resolves.push(class);
        rewrites.push(Rewrite::replace(class, site.template("${anyio.TaskHandle}")));
    }
    requires.extend(
        task.made.iter().filter(|made| **made != call).filter_map(|made| nodes.callee_of(*made)),
    );
    let is_silent = task.waits.iter().all(|waits| waits.forgives_errors);
    let mut fix = Fix::safe(
        "the task belongs to the group of the program's main function, and the object keeps a handle of it",
        Vec::new(),
    );
    fix.places = places;
    let failing = site.model.failing(coro);
    let told = task.waits.iter().filter(|waits| !waits.forgives_errors);
    let caught = told.filter_map(|waits| site.model.caught_from(waits.statement)).next();
    if let (Some(place), true) = (caught, failing != Failing::Never) {
        return Err(Refusal::new(
            "an error of the task is caught where it is waited for, and would end the whole group",
        )
        .at(place, "caught here"));
    }
    match failing {
        Failing::Never => {}
        _ if is_silent => rewrites.extend(helper::guarding(site, coro)?),
        Failing::Unknown(place) => {
            fix = fix.changing([Change::CancelsSiblings]);
            fix.places.push(Note::new(
                place,
                "what this does was not followed; an error of it ends the program's group at once",
            ));
        }
        Failing::Likely(place) => {
            return Err(Refusal::new(
                "the task may fail, which who waits for it is told, and which would end the whole group at once",
            )
            .recipe("catch the error in the task itself, and keep it for who waits")
            .at(place, "may raise an error"));
        }
    }
    fix.rewrites = rewrites;
    fix.resolves = resolves;
    fix.requires = requires;
    fix = cancelling(site, Block::Awaited(coro), fix).since((4, 14));
    fix = fix.changing([Change::ExceptionGroup]);
    if is_handed {
        fix = fix.changing([Change::PublicApi]);
    }
    fix.places.truncate(owner::SHOWN);
    Ok(fix)
}

/// The timeout around code that waits for tasks, and cancels them with itself.
fn timing_out(site: &Site<'_>, waits: &Settling) -> Option<TextRange> {
    // `asyncio.wait` leaves its tasks alone.
    let leaves = waits.names.iter().any(|name| site.is_named(*name, "asyncio.wait"));
    timeouts_around(site, waits.statement).into_iter().next().filter(|_| !leaves)
}

/// What makes the other tasks that are waited for in the same statement.
fn others<'s>(
    site: &'s Site<'_>,
    waits: &'s Settling,
    task: &'s TaskAttribute,
) -> impl Iterator<Item = TextRange> + 's {
    let others = waits.tasks.iter().map(|waited| waited.range());
    others.filter(|range| !task.places.contains(range)).map(|other| {
        let made = site.model.made_for(other);
        made.and_then(|call| site.model.nodes().callee_of(call)).unwrap_or(other)
    })
}

/// The rewrites that take tasks out of their collections when they are done.
fn forgetting(site: &Site<'_>, task: &TaskAttribute) -> Result<Vec<Rewrite>, Refusal> {
    let mut rewrites = Vec::new();
    for forgets in &task.forgets {
        let group = owner::group(site, forgets.call)?;
        rewrites.extend(group.rewrites);
        let (name, handle) = (group.name, site.source(forgets.task));
        let (when_done, helper) = helper::when_done(site)?;
        let callback = site.source(forgets.callback);
        let text = format!("{name}.start_soon({when_done}, {handle}, {callback})");
        rewrites
            .push(Rewrite::replace(forgets.call, site.template(&text)).dropping([forgets.call]));
        rewrites.extend(helper);
    }
    Ok(rewrites)
}
