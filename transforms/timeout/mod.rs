#![doc = include_str!("doc.md")]

use crate::{
    change::{Change, Changes},
    rewrite::Rewrite,
    semantic::{Block, CallValue, Item},
    source::{TextRange, TextSize},
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
    let parameter = match site.name {
        "asyncio.timeout_at" => "when",
        "async_timeout.timeout_at" => "deadline",
        _ => "delay",
    };
    let found = site.bind(found, &[parameter])?;
    let delay = found.range(parameter);
    let call = found.range("call");
    let item = site.model.nodes().item_of(call).filter(|item| item.is_async).ok_or_else(|| {
        Refusal::new("is not entered where it is made, so which code it covers was not followed")
            .recipe("`with anyio.fail_after(seconds):` around the code, where it is entered")
    })?;
    refuse_block(site, call, &item)?;
    let rewrites = entered(site, call, delay, &item)?;
    let mut fix = cancelling(site, Block::Statements(item.body), Fix::safe("", rewrites));
    if let Some(target) = item.target {
        let (rewrites, changes) = uses(site, delay, target)?;
        fix.rewrites.extend(rewrites);
        fix = fix.changing(changes);
    }
    // `TimeoutError` and `asyncio.TimeoutError` are one class from Python 3.11 on.
    if site.options.target_version < (3, 11) {
        fix = fix.changing([Change::ExceptionType]);
    }
    // `fail_at` came with AnyIO 4.15.
    if is_deadline(site) { fix.since((4, 15)).only() } else { fix.only() }
}

/// Whether the timeout is given as a point in time.
fn is_deadline(site: &Site<'_>) -> bool {
    matches!(site.name, "asyncio.timeout_at" | "async_timeout.timeout_at")
}

/// Refuses blocks in which a scope must not stand.
fn refuse_block(site: &Site<'_>, call: TextRange, item: &Item) -> Result<(), Refusal> {
    let nodes = site.model.nodes();
    if nodes.yields_within(call) {
        return Err(Refusal::new("its block yields to code that the scope would cancel too")
            .recipe("keep the `yield` out of the block: put the timeout around each wait for the next value"));
    }
    if let Some(place) = nodes.outliving_entry_within(item.body) {
        return Err(Refusal::new("its block enters a context manager and does not leave it; a scope or group that it opens could not be left in order")
            .recipe("put the timeout inside the context manager")
            .at(place, "entered here"));
    }
    Ok(())
}

/// The scope in place of the timeout, in order with the other items of its statement.
fn entered(
    site: &Site<'_>,
    call: TextRange,
    delay: TextRange,
    item: &Item,
) -> Result<Vec<Rewrite>, Refusal> {
    let scope = if is_deadline(site) { "${anyio.fail_at}" } else { "${anyio.fail_after}" };
    let Some((first, last)) = item.items.first().zip(item.items.last()) else {
        return Err(unreadable());
    };
    if item.items.len() == 1 {
        let header = TextRange::new(item.statement.start(), first.start());
        let keyword = site.source(header).find("with").ok_or_else(unreadable)?;
        let keyword = TextSize::try_from(keyword).map_err(|_| unreadable())?;
        let is_async = TextRange::at(item.statement.start(), keyword);
        let with = site.template_with(&format!("{scope}($delay)"), &[("delay", delay)]);
        return Ok(vec![
            Rewrite::replace(is_async, site.template("")),
            Rewrite::replace(call, with),
        ]);
    }
    let is_timeout = |manager: &TextRange| {
        let callee = site.model.nodes().callee_of(*manager);
        callee.is_some_and(|callee| TRANSFORM.names.iter().any(|name| site.is_named(callee, name)))
    };
    if item.managers.iter().filter(|manager| is_timeout(manager)).count() > 1 {
        return Err(Refusal::new("shares one `async with` with another timeout")
            .recipe("give each a statement of its own"));
    }
    // Only a plain name is bound here: see `uses`.
    let target = item.target.map(|target| format!(" as {}", site.source(target)));
    let text = format!("with {scope}($delay){}:", target.unwrap_or_default());
    let header = site.template_with(&text, &[("delay", delay)]);
    let neighbour = |index: usize| item.items.get(index).copied().ok_or_else(unreadable);
    let (gap, removed, wrapped) = if call.start() == first.start() {
        let next = neighbour(1)?;
        let removed = TextRange::new(first.start(), next.start());
        (TextRange::new(first.end(), next.start()), removed, item.statement)
    } else if last.start() == call.start() {
        let previous = neighbour(item.items.len() - 2)?;
        let removed = TextRange::new(previous.end(), last.end());
        (TextRange::new(previous.end(), last.start()), removed, item.body)
    } else {
        return Err(Refusal::new("stands between other items of one `async with`")
            .recipe("give it a statement of its own"));
    };
    if site.source(gap).trim() != "," {
        return Err(Refusal::new("is written among parentheses or comments with other items")
            .recipe("give it a statement of its own"));
    }
    let removed = Rewrite::replace(removed, site.template("")).dropping([call]);
    Ok(vec![removed, Rewrite::wrap(wrapped, header)])
}

/// What becomes of the uses of the timeout that `async with` binds to `target`, and what changes.
fn uses(
    site: &Site<'_>,
    delay: TextRange,
    target: TextRange,
) -> Result<(Vec<Rewrite>, Changes), Refusal> {
    let loads = site.model.uses_of_target(target).ok_or_else(|| {
        Refusal::new("what it is bound to stands for something else too").at(target, "here")
    })?;
    let becomes = |timeout: TextRange| {
        member(site, delay, timeout).ok_or_else(|| {
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
fn member(site: &Site<'_>, delay: TextRange, timeout: TextRange) -> Option<(Rewrite, Changes)> {
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
    let is_dropped = value == Some(CallValue::Dropped);
    let is_never = argument.is_some_and(|argument| site.source(argument) == "None");
    let is_time = argument.is_some_and(|argument| site.model.is_arithmetic(argument));
    let (text, changes) = match (used.name, argument) {
        ("expired", None) if is_due_later => ("$timeout.cancel_called", Changes::NONE),
        // A scope that is due when it is entered is cancelled then; asyncio's timeout expires only
        // when the block waits.
        ("expired", None) => ("$timeout.cancel_called", Changes::of(&[Change::Timing])),
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
