#![doc = include_str!("doc.md")]

mod form;

pub(super) use form::CAPTURED;

use crate::{
    source::TextRange,
    transform::{Forms, Refusal, Site, Transform},
    transforms::left,
};

/// `asyncio.as_completed`.
pub static TRANSFORM: Transform = Transform {
    name: "as_completed",
    names: &["asyncio.as_completed"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

/// Whether the task that is spawned by what is called at `callee` becomes a child of an `as_completed`,
/// which spawns it then.
pub fn takes(site: &Site<'_>, callee: TextRange) -> bool {
    let references = site.model.references().iter().map(|reference| reference.range);
    let mut loops = references.filter(|range| site.is_named(*range, "asyncio.as_completed"));
    loops.any(|range| form::takes(site, range, callee))
}

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let nodes = site.model.nodes();
    let call = nodes.call_of(site.range).ok_or_else(|| left::refusal(site))?;
    let recipe = |reason: &'static str| Refusal { reason: reason.into(), ..left::refusal(site) };
    let iteration = site.model.iteration(call).map_err(recipe)?;
    if !nodes.enclosing_function(call).is_some_and(|f| f.is_async && !f.is_generator) {
        return Err(recipe(
            "stands in no coroutine, or in a generator, around whose `yield` there can be no task group",
        ));
    }
    form::form(site, &iteration)?.only()
}
