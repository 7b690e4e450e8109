#![doc = include_str!("doc.md")]

use crate::{
    change::{Change, Changes},
    rewrite::Rewrite,
    semantic::Block,
    source::TextRange,
    syntax::{Match, Pattern},
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::cleanup::cancelling,
};

/// `asyncio.wait_for`.
pub static TRANSFORM: Transform = Transform {
    name: "wait_for",
    names: &["asyncio.wait_for"],
    query: Some(Pattern::new(include_str!("query.scm"))),
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let found = site.shape(
        "is not awaited where it is called, so there is no statement to put a scope around",
    )?;
    let found = site.bind(found, &["fut", "timeout"])?;
    let nodes = site.model.nodes();
    refuse_inner(site, found.range("fut"))?;
    if site.source(found.range("timeout")) == "None" {
        let with = site.fill(&found, "$fut");
        let rewrites = [Rewrite::replace(found.range("call"), with)];
        return Fix::safe("never times out", rewrites).only();
    }
    let statement = nodes.statement_of_value(found.range("await")).ok_or_else(|| {
        Refusal::new("the timeout would cover the whole statement, which does more than this call")
            .recipe("assign the result of `wait_for` in a statement of its own first")
    })?;
    if !nodes.enclosing_function(statement).is_some_and(|function| function.is_async) {
        return Err(Refusal::new("stands outside `async def`"));
    }
    if nodes.contains_await_or_yield(found.range("fut")) {
        return Err(Refusal::new("an argument is awaited before the clock starts")
            .recipe("await that argument in a statement of its own first"));
    }
    if nodes.suspends_outside(statement, found.range("await")) {
        return Err(Refusal::new(
            "the target of the assignment waits too, and would count against the timeout",
        ));
    }
    let header = site.fill(&found, "with ${anyio.fail_after}($timeout):").assume_pure();
    let call = site.fill(&found, "$fut").assume_pure();
    let changes = changes(site, &found);
    let rewrites = [Rewrite::replace(found.range("call"), call), Rewrite::wrap(statement, header)];
    let fix = Fix::safe(reason(changes), rewrites).changing(changes);
    cancelling(site, Block::Awaited(found.range("fut")), fix).only()
}

/// What the changes mean here.
fn reason(changes: Changes) -> String {
    let clauses = changes.iter().filter_map(|change| match change {
        Change::Contextvars => Some("runs in the caller's own task and context"),
        Change::StartOrder => Some("its arguments and its first step run inside the scope"),
        _ => None,
    });
    clauses.collect::<Vec<_>>().join("; ")
}

fn changes(site: &Site<'_>, found: &Match<'_>) -> Changes {
    let mut changes = Changes::NONE;
    let mut when = |condition: bool, change: Change| {
        if condition {
            changes = changes.union(Changes::of(&[change]));
        }
    };
    let version = site.options.target_version;
    when(version < (3, 12), Change::Contextvars);
    when(version < (3, 11), Change::ExceptionType);
    let (fut, timeout) = (found.range("fut"), found.range("timeout"));
    let evaluated_inside = !site.model.has_quiet_arguments(fut) || !site.model.is_quiet(timeout);
    let is_zero = site.model.nodes().number(timeout) == Some(0.0);
    let may_be_due = is_zero || !site.model.is_non_negative(timeout);
    when(evaluated_inside || may_be_due, Change::StartOrder);
    changes
}

/// Refuses what is awaited under the timeout, and would have to change with it.
fn refuse_inner(site: &Site<'_>, fut: TextRange) -> Result<(), Refusal> {
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
