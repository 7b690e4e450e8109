#![doc = include_str!("doc.md")]

mod forms;
mod refusals;

use crate::{
    rewrite::Rewrite,
    syntax::Pattern,
    transform::{Fix, Forms, Refusal, Site, Transform},
};

/// `asyncio.wait_for`.
pub static TRANSFORM: Transform = Transform {
    name: "wait_for",
    names: &["asyncio.wait_for"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

const PARAMETERS: &[&str] = &["fut", "timeout"];

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let found = site.shape(
        "is not awaited where it is called, so there is no statement to put a scope around",
    )?;
    let found = site.bind(found, PARAMETERS)?;
    let nodes = site.model.nodes();
    refusals::refuse_task(site, found.range("call"), found.range("fut"))?;
    refusals::refuse_inner(site, found.range("fut"))?;
    if site.source(found.range("timeout")) == "None" {
        let with = site.fill(&found, "$fut");
        let rewrites = [Rewrite::replace(found.range("call"), with)];
        return Fix::safe("never times out", rewrites).only();
    }
    let turn = nodes.turn(found.range("await")).map_err(|spot| {
        Refusal::new(format!("stands in {spot}, around which there can be no scope"))
            .recipe(forms::RECIPE)
    })?;
    if !nodes.enclosing_function(turn.statement).is_some_and(|function| function.is_async) {
        return Err(Refusal::new("stands outside `async def`"));
    }
    refusals::refuse_others(site, turn.header)?;
    refusals::refuse_context(site, found.range("fut"))?;
    forms::forms(site, &found, &turn)
}

/// Whether `wait_for` runs its coroutine in a task of its own: up to Python 3.11.
fn runs_in_a_task(site: &Site<'_>) -> bool {
    site.options.target_version < (3, 12)
}
