#![doc = include_str!("doc.md")]

use crate::{
    rewrite::Rewrite,
    semantic::{Fate, Member, ScopeKind},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site, Transform},
    transforms::{
        as_completed, create_task, future, gather, run_in_executor::work, set_default_executor,
        threadsafe,
    },
};

/// The functions that give the event loop.
pub static TRANSFORM: Transform = Transform {
    name: "running_loop",
    names: &["asyncio.get_event_loop", "asyncio.get_running_loop"],
    query: None,
    docs: include_str!("doc.md"),
    rewrite,
};

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let Some(assignment) = site.model.sole_assignment(site.range) else {
        return Err(refusal(site));
    };
    let members: Vec<_> = site.instances.members_of(site.range).collect();
    let used = |range: &TextRange| match members.iter().find(|member| member.object == *range) {
        Some(member) => is_rewritten(site, site.range, member).then_some(member.range),
        None => handed_to(site, *range),
    };
    let uses: Option<Vec<_>> = assignment.uses.iter().map(used).collect();
    let uses = uses.filter(|uses| !uses.is_empty());
    let function = site.model.nodes().enclosing_function(site.range);
    let is_listed = function.is_some_and(|f| site.source(f.range).contains("locals()"));
    let (Some(uses), false) = (uses, is_listed) else { return Err(refusal(site)) };
    let remove = Rewrite::remove_statement(assignment.statement).dropping([assignment.value]);
    let mut fix = Fix::safe("nothing uses the loop any more", [remove]);
    fix.requires = uses;
    fix.only()
}

/// Whether `member`, of the loop that the getter at `origin` gives, is rewritten by its transform.
fn is_rewritten(site: &Site<'_>, origin: TextRange, member: &Member<&str>) -> bool {
    let nodes = site.model.nodes();
    let Some(call) = nodes.call_of(member.range) else { return false };
    match member.name.as_str() {
        "call_soon_threadsafe" => return threadsafe::goes(site, call),
        "create_task" => {
            return create_task::goes(site, member.range)
                || gather::takes(site, member.range)
                || as_completed::takes(site, member.range);
        }
        _ => {}
    }
    let is_bare = || nodes.bare_call_of(member.range).is_some();
    is_here(site, origin, member)
        && match member.name.as_str() {
            "time" => is_bare(),
            "create_future" => {
                let is_awaited = matches!(nodes.fate(call), Fate::Awaited { .. });
                is_bare() && (is_awaited || future::goes(site, member.range))
            }
            "run_in_executor" => matches!(work::at(site, call), Ok(Some(_))),
            "set_default_executor" => set_default_executor::size(site, member.range).is_ok(),
            _ => false,
        }
}

/// The `run_coroutine_threadsafe` that takes the loop at `range` and is rewritten.
fn handed_to(site: &Site<'_>, range: TextRange) -> Option<TextRange> {
    let around = site.model.nodes().call_with(range)?;
    let is_handed = site.is_named(around.callee, "asyncio.run_coroutine_threadsafe");
    (is_handed && threadsafe::goes(site, around.call)).then_some(around.callee)
}

/// The reference that gives the loop whose attribute `site` is, where that loop is the running one, and
/// whether the reference goes when the attribute is rewritten.
///
/// # Errors
///
/// When it may be another loop, or none is running.
pub fn getter(site: &Site<'_>) -> Result<Option<TextRange>, Refusal> {
    getter_at(site, site.range)
}

/// The same, for the attribute of a loop at `range`.
///
/// # Errors
///
/// As [`getter`].
pub fn getter_at(site: &Site<'_>, range: TextRange) -> Result<Option<TextRange>, Refusal> {
    let unknown = || Refusal::new("whether this is the loop that runs here was not proved");
    let member = site.instances.member_at(range).ok_or_else(unknown)?;
    let origin = member.origin.ok_or_else(unknown)?;
    let is_getter = TRANSFORM.names.iter().any(|name| site.is_named(origin, name));
    let is_bare = site.model.nodes().bare_call_of(origin).is_some();
    match is_getter && is_bare && is_here(site, origin, member) {
        true => Ok(member.object.contains_range(origin).then_some(origin)),
        false => Err(unknown()),
    }
}

/// What [`getter_at`] gives, also where the loop was asked for in another function: for code that is known
/// to run in one loop alone.
pub fn given(site: &Site<'_>, range: TextRange) -> Option<Option<TextRange>> {
    let member = site.instances.member_at(range)?;
    let origin = member.origin.filter(|_| member.certain)?;
    let is_getter = TRANSFORM.names.iter().any(|name| site.is_named(origin, name));
    let nodes = site.model.nodes();
    let is_here = is_getter
        && nodes.bare_call_of(origin).is_some()
        && nodes.enclosing_function(origin).is_some();
    is_here.then(|| member.object.contains_range(origin).then_some(origin))
}

/// Whether `member` is used in the same coroutine that calls the getter at `origin`, of a variable or of
/// the call itself.
fn is_here(site: &Site<'_>, origin: TextRange, member: &Member<&str>) -> bool {
    let nodes = site.model.nodes();
    let function = |range| nodes.enclosing_function(range);
    let scope = site.model.scope(site.model.scope_at(member.range.start()));
    let is_walrus =
        member.object.contains_range(origin) && nodes.call_of(origin) != Some(member.object);
    let (Some(maker), Some(user)) = (function(origin), function(member.range)) else {
        return false;
    };
    maker.is_async && maker.node == user.node && scope.kind != ScopeKind::Generator && !is_walrus
}

/// What the loop is still needed for.
fn refusal(site: &Site<'_>) -> Refusal {
    let mut names: Vec<&str> = Vec::new();
    let members: Vec<_> = site.instances.members_of(site.range).collect();
    for member in members.iter().filter(|member| !is_rewritten(site, site.range, member)) {
        if !names.contains(&member.name.as_str()) {
            names.push(&member.name);
        }
    }
    let lost: Vec<_> = site.instances.lost_of(site.range).collect();
    let nodes = site.model.nodes();
    let function = nodes.enclosing_function(site.range);
    let mut refusal = match (names.as_slice(), function) {
        ([], Some(_)) if !lost.is_empty() => Refusal::keep(
            "its loop goes where its uses were not followed; it works under `anyio.run`",
        ),
        ([], _)
            if site.name == "asyncio.get_event_loop" && function.is_none_or(|f| !f.is_async) =>
        {
            Refusal::new("outside a coroutine this gives a loop that `anyio.run` does not use")
                .recipe("move what needs the loop into a coroutine that `anyio.run` runs")
        }
        ([], _) => Refusal::keep(
            "nothing in this file was seen to use the loop; the call works under `anyio.run`",
        ),
        (names, _) => Refusal::keep(format!("its loop is used for {}", listed(names))),
    };
    let places = members.iter().map(|member| (member.range, "used here"));
    for (range, text) in places.chain(lost.iter().map(|lost| (lost.range, lost.text))) {
        refusal = refusal.at(range, text);
    }
    refusal
}

/// "`a` and `b`", "`a`, `b` and others".
fn listed(names: &[&str]) -> String {
    match names {
        [one] => format!("`{one}`"),
        [one, two] => format!("`{one}` and `{two}`"),
        [one, two, three] => format!("`{one}`, `{two}` and `{three}`"),
        [one, two, ..] => format!("`{one}`, `{two}` and more"),
        [] => String::new(),
    }
}
