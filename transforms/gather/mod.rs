#![doc = include_str!("doc.md")]

mod children;
mod errors;
mod forms;

use crate::{
    source::TextRange,
    transform::{Forms, Refusal, Site, Transform},
    transforms::left,
};

/// `asyncio.gather`.
pub static TRANSFORM: Transform = Transform {
    name: "gather",
    names: &["asyncio.gather"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

/// A call of `gather` whose children run until it is waited for.
#[derive(Debug, Clone, Copy)]
struct Gather {
    /// The call.
    call: TextRange,
    /// The expression that gives the results: the `await`, or that of the `wait_for` around the call.
    results: TextRange,
}

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let nodes = site.model.nodes();
    let call = nodes.call_of(site.range).ok_or_else(|| left::refusal(site))?;
    let results = waited(site, call).ok_or_else(|| left::refusal(site))?;
    if !nodes.enclosing_function(call).is_some_and(|function| function.is_async) {
        return Err(Refusal::new("stands outside `async def`"));
    }
    forms::forms(site, Gather { call, results })
}

/// The `await` that waits for the value of `call`, at once or under a timeout.
fn waited(site: &Site<'_>, call: TextRange) -> Option<TextRange> {
    let nodes = site.model.nodes();
    nodes.await_of(call).or_else(|| {
        let around = nodes.call_around(call)?;
        site.is_named(around.callee, "asyncio.wait_for").then(|| nodes.await_of(around.call))?
    })
}
