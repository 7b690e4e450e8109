//! Timeouts whose block yields: to the caller of an `@asynccontextmanager`, or to whoever iterates.

use crate::{
    change::Change,
    finding::Note,
    rewrite::Rewrite,
    semantic::{Block, Item, NodeId},
    source::TextRange,
    transform::{Fix, Refusal, Site},
    transforms::cleanup::shielding,
};

use super::header::{self, Timeout};

/// The scope in place of a timeout whose block yields.
///
/// That of an `@asynccontextmanager` is entered and left by one task, and may stay where it is. That of
/// a generator would cancel whoever iterates: it is left before a `yield` that stands last.
///
/// # Errors
///
/// Where the block goes on after it has yielded.
pub(super) fn closed(
    site: &Site<'_>,
    timeouts: &[Timeout],
    item: &Item,
) -> Result<Vec<Rewrite>, Refusal> {
    if is_manager(site) {
        return header::split(site, timeouts, item);
    }
    let refusal = || {
        Refusal::new("its block yields to code that the scope would cancel too").recipe(
            "keep the `yield` out of the block: assign the value in the block, and yield it below",
        )
    };
    let before = site.model.nodes().before_last_yield(item.body).ok_or_else(refusal)?;
    match timeouts {
        [timeout] if item.items.len() == 1 => Ok(vec![
            Rewrite::Unwrap { block: item.statement, drops: vec![timeout.call] },
            timeout.around(site, before),
        ]),
        _ => Err(refusal()),
    }
}

/// `fix`, with what it changes that the block yields.
pub(super) fn changing(site: &Site<'_>, item: &Item, fix: Fix) -> Fix {
    if !is_manager(site) {
        let reason =
            format!("the time that is spent at the `yield` no longer counts; {}", fix.reason);
        return Fix { reason, ..fix }.changing([Change::Timing]);
    }
    let reason = "cancels the caller's block at every `await` after the timeout, not once; has to be left by the task that entered it";
    let mut fix = Fix { reason: reason.to_owned(), ..fix }
        .changing([Change::LevelCancellation, Change::ExceptionType]);
    let yields = site.model.nodes().yields_of(item.body);
    fix.places.extend(yields.into_iter().map(|place| Note::new(place, "runs here")));
    callers(site).into_iter().fold(fix, |fix, caller| shielding(site, Block::Item(caller), fix))
}

/// The calls of the function around that `async with` statements of this file enter.
fn callers(site: &Site<'_>) -> Vec<TextRange> {
    let nodes = site.model.nodes();
    let Some(function) = nodes.enclosing_function(site.range) else { return Vec::new() };
    let calls = site.model.calls_of_function(function.node).into_iter();
    calls.filter(|call| nodes.item_of(*call).is_some_and(|item| item.is_async)).collect()
}

fn is_manager(site: &Site<'_>) -> bool {
    let function = site.model.nodes().enclosing_function(site.range);
    let node: Option<NodeId> = function.map(|function| function.node);
    node.is_some_and(|node| site.model.is_async_manager(node))
}
