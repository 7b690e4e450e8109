#![doc = include_str!("doc.md")]

mod children;
pub(super) mod errors;
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
    /// What is called.
    callee: TextRange,
    /// The call.
    call: TextRange,
    /// The expression that gives the results: the `await`, or that of the `wait_for` around the call.
    results: TextRange,
}

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let gather = Gather::at(site, site.range).ok_or_else(|| left::refusal(site))?;
    let function = site.model.nodes().enclosing_function(gather.call);
    if !function.is_some_and(|function| function.is_async) {
        return Err(Refusal::new("stands outside `async def`"));
    }
    forms::forms(site, gather)
}

/// Whether the task that is spawned by what is called at `callee` becomes the child of a `gather`, which
/// spawns it then.
pub fn takes(site: &Site<'_>, callee: TextRange) -> bool {
    let references = site.model.references().iter().map(|reference| reference.range);
    let mut gathers = references.filter(|range| site.is_named(*range, "asyncio.gather"));
    gathers.any(|range| {
        let gather = Gather::at(site, range);
        let children = gather.and_then(|gather| children::children(site, gather).ok());
        children.is_some_and(|it| it.spawns.iter().any(|spawn| spawn.callee == callee))
    })
}

impl Gather {
    fn at(site: &Site<'_>, callee: TextRange) -> Option<Self> {
        let call = site.model.nodes().call_of(callee)?;
        Some(Self { callee, call, results: waited(site, call)? })
    }
}

/// The `await` that waits for the value of `call`, at once or under a timeout.
fn waited(site: &Site<'_>, call: TextRange) -> Option<TextRange> {
    let nodes = site.model.nodes();
    nodes.await_of(call).or_else(|| {
        let around = nodes.call_around(call)?;
        site.is_named(around.callee, "asyncio.wait_for").then(|| nodes.await_of(around.call))?
    })
}
