#![doc = include_str!("doc.md")]

pub(super) mod arguments;

use crate::{
    change::{Change, Changes},
    rewrite::Rewrite,
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
};

/// `asyncio.run` and `uvloop.run`.
pub static TRANSFORM: Transform = Transform {
    name: "run",
    names: &["asyncio.run", "uvloop.run"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

/// Words of code that runs functions in a copy of the context.
const COPIES: &[&str] = &["copy_context", "to_thread", "sync_to_async", "async_to_sync"];

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let found = site.shape("is used as a value, so what it will be called with is not known")?;
    let found = site.bind(found, &["main", "*", "debug=", "loop_factory="])?;
    if site.model.imports().iter().any(|import| import.name == "nest_asyncio") {
        return Err(Refusal::new(
            "`nest_asyncio` lets loops run inside loops, which AnyIO refuses",
        )
        .recipe("make the function that calls `run` a coroutine, and await instead"));
    }
    if site.model.mentions("running event loop") {
        return Err(Refusal::new(
            "this file tells asyncio's error of a running loop by its text, which differs",
        ));
    }
    let (main, mut changes, layout) = arguments::main(site, &found)?;
    if site.options.target_version < (3, 11) {
        changes = changes.union(Changes::of(&[Change::Interrupt]));
    }
    // `anyio.run` marks its context, and code that runs in a copy of it cannot call it again.
    let in_function = site.model.nodes().enclosing_function(site.range).is_some();
    let copies =
        site.options.patched.copies_context() || COPIES.iter().any(|w| site.model.mentions(w));
    if in_function && copies {
        changes = changes.union(Changes::of(&[Change::ExceptionType]));
    }
    let with = arguments::options(site, &found, main, layout)?.text(")");
    let reason = reason(changes);
    Fix::safe(reason, [Rewrite::replace(found.range("call"), with)]).changing(changes).only()
}

/// What the changes mean here.
fn reason(changes: Changes) -> &'static str {
    let has = |change| changes.contains_all(Changes::of(&[change]));
    if has(Change::StartOrder) && has(Change::ExceptionType) {
        "is called inside the loop, where it may do work, and fails in another way if it returns no coroutine or in a copy of the context of another run"
    } else if has(Change::StartOrder) {
        "is called inside the loop, and may do work before it returns its coroutine"
    } else if has(Change::ExceptionType) {
        "fails in another way for what is no coroutine, and in a copy of the context of another run"
    } else if has(Change::Interrupt) {
        "raises something else at Ctrl+C on Python 3.10"
    } else {
        "calls the function inside the loop, which only makes the coroutine"
    }
}
