//! Tasks that are waited for by `wait_for`, which cancels them when the time is up.

use super::{
    blocks::Blocks,
    handles::{Behind, Handles, cancels},
    kept,
};
use crate::{
    change::{Change, Changes},
    finding::Note,
    rewrite::Rewrite,
    semantic::TaskUse,
    source::TextRange,
    transform::{Refusal, Site},
    transforms::{cleanup::tells_cause, create_task::helper},
};

/// The `wait_for` at `call`, which is given `task`.
///
/// # Errors
///
/// When the task may have been cancelled before, or somebody could tell the difference.
pub(super) fn timed(
    handles: &mut Handles,
    site: &Site<'_>,
    group: &Blocks,
    behind: &Behind<'_>,
    (task, call): (TextRange, TextRange),
) -> Result<(), Refusal> {
    let nodes = site.model.nodes();
    let refused = |reason: &'static str| Refusal::new(reason).at(call, "waited for here");
    let (Some(callee), Some(whole)) = (nodes.callee_of(call), nodes.await_of(call)) else {
        return Err(refused("cannot be read"));
    };
    if !group.is_new {
        return Err(refused("a task of a group is cancelled by a timeout"));
    }
    if site.options.target_version < (3, 11) || tells_cause(site) {
        handles.changes = handles.changes.union(Changes::of(&[Change::ExceptionType]));
    }
    if let Some(place) = asked_again(site, group, behind, (task, call)) {
        return Err(Refusal::new(
            "a timeout cancels the task, of which something is asked before or afterwards",
        )
        .at(place, "used here"));
    }
    handles.waiting_alone(site, group, call)?;
    kept::caught(site, group, call, true)?;
    let given = site.model.passed(call).filter(|passed| !passed.is_spread);
    let timeout = given.and_then(|given| {
        let named = given.named.iter().find(|(name, _)| name == "timeout").map(|named| named.1);
        given.positional.get(1).copied().or(named)
    });
    let timeout = timeout.ok_or_else(|| refused("cannot be read"))?;
    let seconds = site.source(timeout).parse::<f64>();
    let at_once = { behind.spawned.iter() }
        .find_map(|spawn| site.model.cancelled_at_once(spawn.call, &[whole]));
    match (at_once, seconds) {
        (Some(place), Ok(seconds)) if seconds <= 0.0 => {
            let reason = "a task is cancelled before it has begun, and would begin all the same";
            return Err(Refusal::new(reason).at(place, "there is no time for it"));
        }
        (Some(place), Err(_)) if site.source(timeout) != "None" => {
            handles.changes = handles.changes.union(Changes::of(&[Change::StartOrder]));
            let text = "a task begins even if there is no time for it";
            handles.noting(Note::new(place, text));
        }
        _ => {}
    }
    let (name, helper) = helper::waiting_within(site)?;
    handles.adding([Rewrite::replace(callee, site.template(&name))]);
    handles.adding(helper);
    handles.resolves.push(callee);
    if !handles.reasons.iter().any(|reason| reason == REASON) {
        handles.reasons.push(REASON.to_owned());
    }
    Ok(())
}

const REASON: &str = "`wait_for` becomes a function that cancels the task when the time is up, and waits until it has ended";

/// Where more is done with a task that the call may have cancelled than to tell it to end, or to look whether
/// it has.
fn asked_again(
    site: &Site<'_>,
    group: &Blocks,
    behind: &Behind<'_>,
    (task, call): (TextRange, TextRange),
) -> Option<TextRange> {
    let all: Vec<TextRange> =
        behind.spawned.iter().flat_map(|spawn| cancels(&spawn.uses)).collect();
    let loops = site.model.nodes().loops_around(call, group.around(call)?.body);
    let is_once = match loops.as_slice() {
        [] => true,
        [only] => all.is_empty() && *only == Some(site.source(task)),
        _ => false,
    };
    if !is_once {
        return Some(call);
    }
    let uses = behind.spawned.iter().flat_map(|spawn| &spawn.uses);
    let mut others = uses.filter(|used| used.range() != call);
    let found = others.find(|used| match used {
        TaskUse::Called { name, call: other, .. } => match name.as_str() {
            "cancel" => other.start() < call.start(),
            "done" | "cancelled" | "get_name" => false,
            _ => true,
        },
        _ => true,
    });
    found.map(TaskUse::range)
}
