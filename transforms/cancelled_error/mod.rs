#![doc = include_str!("doc.md")]

use crate::{
    change::Change,
    rewrite::Rewrite,
    transform::{Fix, Forms, Refusal, Site, Transform},
};

/// `asyncio.CancelledError`.
pub static TRANSFORM: Transform = Transform {
    name: "cancelled_error",
    names: &["asyncio.CancelledError"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

/// Words of code that runs loops by hand, or steps coroutines.
const OUTLIVES: &[&str] = &["run_until_complete", "run_forever", ".send(None)", ".throw("];

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let nodes = site.model.nodes();
    let handler = nodes.handler_of_type(site.range).ok_or_else(|| {
        Refusal::keep(
            "AnyIO's counterpart is a function that only an `except` clause can call safely",
        )
    })?;
    let in_coroutine = nodes.enclosing_function(handler).is_some_and(|function| function.is_async);
    if !in_coroutine {
        return Err(Refusal::keep(
            "AnyIO's counterpart needs a running event loop, which a plain function may lack",
        ));
    }
    if nodes.awaits_another(handler) {
        return Err(Refusal::keep(
            "tells that the awaited task was cancelled, which only asyncio's tasks tell so",
        ));
    }
    let with = site.template("${anyio.get_cancelled_exc_class}()");
    let rewrites = [Rewrite::replace(site.range, with)];
    if !nodes.raises(handler) {
        let reason =
            "swallows the cancellation, which an AnyIO scope delivers again at the next `await`";
        return Fix::safe(reason, rewrites).changing([Change::LevelCancellation]).only();
    }
    let fix =
        Fix::safe("is the class that asyncio cancels with, asked for in a running loop", rewrites);
    // A coroutine that outlives its loop is closed without one.
    match OUTLIVES.iter().any(|word| site.text.contains(word)) {
        true => fix.changing([Change::ExceptionType]).only(),
        false => fix.only(),
    }
}
