#![doc = include_str!("doc.md")]

mod header;
mod yields;

use header::Timeout;

use crate::{
    change::{Change, Changes},
    rewrite::Rewrite,
    semantic::{Block, CallValue},
    source::TextRange,
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::cleanup::cancelling,
};

/// `asyncio.timeout` and `asyncio.timeout_at`, and those of `async_timeout`.
pub static TRANSFORM: Transform = Transform {
    name: "timeout",
    names: &[
        "async_timeout.timeout",
        "async_timeout.timeout_at",
        "asyncio.timeout",
        "asyncio.timeout_at",
    ],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let found = site.shape("is used as a value, so what it will be called with is not known")?;
    let call = found.range("call");
    let nodes = site.model.nodes();
    let item = nodes.item_of(call).filter(|item| item.is_async).ok_or_else(|| {
        Refusal::new("is not entered where it is made, so which code it covers was not followed")
            .recipe("`with anyio.fail_after(seconds):` around the code, where it is entered")
    })?;
    let timeouts = header::timeouts(site, &item)?;
    let outer = timeouts.first().ok_or_else(unreadable)?;
    let split = match nodes.yields_within(call) {
        true => yields::closed(site, &timeouts, &item)?,
        false => header::split(site, &timeouts, &item)?,
    };
    if let Some(place) = nodes.outliving_entry_within(item.body) {
        return Err(Refusal::new("its block enters a context manager and does not leave it; a scope or group that it opens could not be left in order")
            .recipe("put the timeout inside the context manager")
            .at(place, "entered here"));
    }
    let mut fix = cancelling(site, Block::Item(outer.call), Fix::safe("", split));
    for timeout in &timeouts {
        if timeout.callee != site.range {
            fix.resolves.push(timeout.callee);
        }
        if let Some(target) = timeout.target {
            let (rewrites, changes) = uses(site, timeout, target)?;
            fix.rewrites.extend(rewrites);
            fix = fix.changing(changes);
        }
        // `fail_at` came with AnyIO 4.15.
        if timeout.is_deadline {
            fix = fix.since((4, 15));
        }
    }
    if nodes.yields_within(call) {
        fix = yields::changing(site, &item, fix);
    }
    // `TimeoutError` and `asyncio.TimeoutError` are one class from Python 3.11 on.
    if site.options.target_version < (3, 11) {
        fix = fix.changing([Change::ExceptionType]);
    }
    fix.only()
}

/// What becomes of the uses of the timeout that `async with` binds to `target`, and what changes.
fn uses(
    site: &Site<'_>,
    of: &Timeout,
    target: TextRange,
) -> Result<(Vec<Rewrite>, Changes), Refusal> {
    let loads = site.model.uses_of_target(target).ok_or_else(|| {
        Refusal::new("what it is bound to stands for something else too").at(target, "here")
    })?;
    let becomes = |timeout: TextRange| {
        member(site, of, timeout).ok_or_else(|| {
            Refusal::new("its timeout is used for more than AnyIO's scope offers")
                .at(timeout, "used here")
        })
    };
    let uses = loads.into_iter().map(becomes).collect::<Result<Vec<_>, _>>()?;
    let changes = uses.iter().map(|(_, changes)| *changes).fold(Changes::NONE, Changes::union);
    Ok((uses.into_iter().map(|(rewrite, _)| rewrite).collect(), changes))
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

fn unreadable() -> Refusal {
    Refusal::new("is written in a way that cannot be read")
}
