#![doc = include_str!("doc.md")]

mod header;
mod uses;
mod yields;

use crate::{
    change::Change,
    rewrite::Rewrite,
    semantic::{Block, Item},
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{
        cleanup::{tells_cause, timed},
        move_on::moving_on,
    },
};

use header::Timeout;

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
    let mut fix = timed(site, Block::Item(outer.call), Fix::safe("", split))?;
    for timeout in &timeouts {
        if timeout.callee != site.range {
            fix.resolves.push(timeout.callee);
        }
        if let Some(target) = timeout.target {
            let uses = uses::of(site, timeout, target)?;
            fix.rewrites.extend(uses.rewrites);
            fix.requires.extend(uses.requires);
            fix = fix.changing(uses.changes);
        }
        // `fail_at` came with AnyIO 4.15.
        if timeout.is_deadline {
            fix = fix.since((4, 15));
        }
    }
    if nodes.yields_within(call) {
        fix = yields::changing(site, &item, fix);
    }
    if tells_cause(site) {
        fix = fix.changing([Change::ExceptionType]);
    }
    // `TimeoutError` and `asyncio.TimeoutError` are one class from Python 3.11 on.
    if site.options.target_version < (3, 11) {
        fix = fix.changing([Change::ExceptionType]);
    }
    let moving = moving(site, &timeouts, &item);
    Ok(moving.into_iter().chain([fix]).collect())
}

/// The form that moves on where the code around only falls back.
fn moving(site: &Site<'_>, timeouts: &[Timeout], item: &Item) -> Option<Fix> {
    let [timeout] = timeouts else { return None };
    let is_plain = item.items.len() == 1 && timeout.target.is_none() && !timeout.is_deadline;
    if !is_plain || site.model.nodes().yields_within(timeout.call) {
        return None;
    }
    let moving = moving_on(site, item.statement, item.body, timeout.delay)?;
    let unwrapped = Rewrite::unwrap_block(item.statement).dropping([timeout.call]);
    let fix = timed(site, Block::Item(timeout.call), Fix::safe("", [unwrapped])).ok()?;
    moving.fix(site, fix)
}

fn unreadable() -> Refusal {
    Refusal::new("is written in a way that cannot be read")
}
