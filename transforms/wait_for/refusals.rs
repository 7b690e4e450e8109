//! What no scope can be put around.

use crate::{
    semantic::Definition,
    source::TextRange,
    transform::{Refusal, Site},
    transforms::create_task,
};

/// Refuses a task that gets a group, with whose rewrite this one goes.
pub fn refuse_task(site: &Site<'_>, call: TextRange, fut: TextRange) -> Result<(), Refusal> {
    match site.model.nodes().is_name(fut) && create_task::times(site, call) {
        true => Err(Refusal::new("waits for a task, which gets a task group")
            .at(fut, "the task")
            .recipe("accept what changes where the task is spawned")),
        false => Ok(()),
    }
}

/// Refuses statements with several timeouts.
pub fn refuse_others(site: &Site<'_>, header: TextRange) -> Result<(), Refusal> {
    let references = site.model.references();
    let first = references.partition_point(|r| r.range.start() < header.start());
    let within = references[first..].iter().map(|reference| reference.range);
    let within = within.take_while(|range| range.end() <= header.end());
    let others = within.filter(|range| *range != site.range);
    let mut others = others.filter(|range| site.is_named(*range, "asyncio.wait_for"));
    match others.find(|range| is_timeout(site, *range)) {
        Some(other) => Err(Refusal::new("shares its statement with another timeout")
            .at(other, "the other")
            .recipe("give each a statement of its own, and use the results here")),
        None => Ok(()),
    }
}

/// Refuses to run a function in the caller's context that is seen to change it.
pub fn refuse_context(site: &Site<'_>, fut: TextRange) -> Result<(), Refusal> {
    let callee = site.model.nodes().callee_of(fut).filter(|_| super::runs_in_a_task(site));
    let function = callee.and_then(|callee| site.model.resolve_function(callee));
    let sets =
        |def: Definition| site.model.method_called_below(def.node, "set", "contextvars.ContextVar");
    match function.and_then(sets) {
        Some(place) => Err(Refusal::new("sets a context variable, which `wait_for` undoes here")
            .at(place, "set here")
            .recipe("set it in the caller if it is meant to hold there, and reset it by its token if not")),
        None => Ok(()),
    }
}

/// Whether the `wait_for` at `callee` is awaited, and not for ever.
fn is_timeout(site: &Site<'_>, callee: TextRange) -> bool {
    let Some(call) = site.model.nodes().call_of(callee) else { return false };
    let arguments = site.call_at(call).ok().and_then(|call| call.arguments());
    let bound = arguments.and_then(|arguments| arguments.bind(super::PARAMETERS).ok());
    let timeout = bound.and_then(|bound| bound.get("timeout"));
    site.model.nodes().is_awaited(call) && timeout.is_none_or(|timeout| timeout.text() != "None")
}

/// Refuses what is awaited under the timeout, and would have to change with it.
pub fn refuse_inner(site: &Site<'_>, fut: TextRange) -> Result<(), Refusal> {
    let nodes = site.model.nodes();
    let Some(callee) = nodes.callee_of(fut) else { return Ok(()) };
    let is = |name: &str| site.is_named(callee, name);
    if is("asyncio.wait_for") {
        return Err(Refusal::new("is a timeout around another one, which would change with it")
            .recipe("two `with anyio.fail_after(...)` blocks, one in the other; or the shorter timeout alone"));
    }
    let method = site.source(callee).rsplit('.').next().unwrap_or_default();
    if matches!(method.trim(), "__aenter__" | "enter_async_context") {
        return Err(Refusal::new("enters a context manager that outlives the timeout; a scope or group that it opens could not be left in order")
            .recipe("put the timeout inside the context manager"));
    }
    let endless = is("asyncio.Future") || matches!(method.trim(), "create_future");
    let new_event = method.trim() == "wait" && nodes.calls_within(callee);
    let sleeps_with_result = is("asyncio.sleep") && !nodes.is_call_of_one(fut);
    if endless || new_event || sleeps_with_result {
        return Err(Refusal::new(
            "awaits something that has to be rewritten in a statement of its own first",
        )
        .recipe("await it in a coroutine of its own, and give that to `wait_for`"));
    }
    Ok(())
}
