//! What is done with the timeout that `async with` binds to a name.

use crate::{
    change::{Change, Changes},
    rewrite::Rewrite,
    semantic::CallValue,
    source::TextRange,
    transform::{Refusal, Site},
};

use super::header::{self, Timeout};

/// What becomes of the uses of a name.
pub(super) struct Uses {
    pub(super) rewrites: Vec<Rewrite>,
    pub(super) changes: Changes,
    /// The other timeouts that the name is bound to.
    pub(super) requires: Vec<TextRange>,
}

/// What becomes of the uses of the timeout that `async with` binds to `target`.
///
/// # Errors
///
/// Where it is used for more than AnyIO's scope offers, or the name stands for something else too.
pub(super) fn of(site: &Site<'_>, timeout: &Timeout, target: TextRange) -> Result<Uses, Refusal> {
    let otherwise =
        |range| Refusal::new("what it is bound to stands for something else too").at(range, "here");
    let (mut bound, loads) = site.model.uses_of_bound(target).ok_or_else(|| otherwise(target))?;
    bound.sort_unstable_by_key(|range| range.start());
    let mut requires = Vec::new();
    for other in bound.iter().filter(|other| **other != target) {
        let like = callee(site, timeout, *other).ok_or_else(|| otherwise(*other))?;
        requires.push(like);
    }
    // Each load is rewritten once: with what binds the name before it.
    let is_own = |load: TextRange| {
        let before = bound.iter().rev().find(|bound| bound.start() < load.start());
        before.or(bound.first()) == Some(&target)
    };
    let becomes = |load: TextRange| {
        member(site, timeout, load).ok_or_else(|| {
            Refusal::new("its timeout is used for more than AnyIO's scope offers")
                .at(load, "used here")
        })
    };
    let (mut rewrites, mut changes) = (Vec::new(), Changes::NONE);
    for load in loads {
        let (rewrite, changed) = becomes(load)?;
        changes = changes.union(changed);
        rewrites.extend(is_own(load).then_some(rewrite));
    }
    Ok(Uses { rewrites, changes, requires })
}

/// What is called for the timeout that `async with` binds to `target`, if it is of the same library as
/// `like`.
fn callee(site: &Site<'_>, like: &Timeout, target: TextRange) -> Option<TextRange> {
    let nodes = site.model.nodes();
    let manager = nodes.manager_of_target(target)?;
    let item = nodes.item_of(manager).filter(|item| item.is_async)?;
    let timeouts = header::timeouts(site, &item).ok()?;
    let own = timeouts.into_iter().find(|timeout| timeout.call == manager)?;
    (own.is_asyncio == like.is_asyncio).then_some(own.callee)
}

/// What becomes of an attribute of `timeout` or the call of one, and what changes; `None` where AnyIO's scope
/// has nothing like it.
fn member(site: &Site<'_>, of: &Timeout, timeout: TextRange) -> Option<(Rewrite, Changes)> {
    let delay = of.delay;
    let used = site.model.nodes().member_of(timeout)?;
    let is_due_later = site.model.nodes().number(delay).is_some_and(|delay| delay > 0.0);
    let (argument, value) = match &used.call {
        Some(call) => match &call.arguments.as_deref()? {
            [] => (None, Some(call.value)),
            [argument] => (Some(*argument), Some(call.value)),
            _ => return None,
        },
        None => (None, None),
    };
    let is_asked = used.call.is_some() == of.is_asyncio;
    let is_dropped = value == Some(CallValue::Dropped);
    let is_never = argument.is_some_and(|argument| site.source(argument) == "None");
    let is_time = argument.is_some_and(|argument| site.model.is_arithmetic(argument));
    let (text, changes) = match (used.name, argument) {
        ("expired", None) if is_asked && is_due_later => ("$timeout.cancel_called", Changes::NONE),
        // A scope that is due when it is entered is cancelled then; asyncio's timeout expires only
        // when the block waits.
        ("expired", None) if is_asked => ("$timeout.cancel_called", Changes::of(&[Change::Timing])),
        ("when" | "deadline", None) if site.model.is_arithmetic(delay) => {
            ("$timeout.deadline", Changes::NONE)
        }
        ("when" | "deadline", None) if site.source(delay) == "None" => return None,
        // Where there is no deadline, AnyIO says infinity and asyncio `None`.
        ("when" | "deadline", None) => ("$timeout.deadline", Changes::of(&[Change::ResultType])),
        ("reschedule", Some(_)) if is_dropped && is_never => {
            ("$timeout.deadline = ${math.inf}", Changes::NONE)
        }
        ("reject", None) if is_dropped => ("$timeout.deadline = ${math.inf}", Changes::NONE),
        ("reschedule" | "update", Some(_)) if is_dropped && is_time => {
            ("$timeout.deadline = $time", Changes::NONE)
        }
        ("shift", Some(_)) if is_dropped => ("$timeout.deadline += $time", Changes::NONE),
        _ => return None,
    };
    let time = argument.filter(|_| text.ends_with("$time")).map(|time| ("time", time));
    let holes: Vec<(&str, TextRange)> = [("timeout", timeout)].into_iter().chain(time).collect();
    Some((Rewrite::replace(used.range, site.template_with(text, &holes)), changes))
}
