//! The task group that lives as long as the program: in the function that `asyncio.run` runs, and
//! handed down from there.

use super::helper;
use crate::{
    finding::Note,
    rewrite::Rewrite,
    semantic::{Body, Gap, Handing, NodeId, Return, Supply},
    source::TextRange,
    transform::{Refusal, Site},
};

/// What to do by hand.
pub const RECIPE: &str = "open a task group in the function that lives as long as the task may, hand it down to here, and `tg.start_soon(f, *args)`, with a `try` in `f` that logs its errors; cancel the group's scope at the end";

/// The places that a finding shows.
pub const SHOWN: usize = 12;

/// A group that the code at one place can use.
pub struct Group {
    /// What the group is called there.
    pub name: String,
    /// What makes it so: the group itself, and the parameters and arguments that hand it down.
    pub rewrites: Vec<Rewrite>,
    /// Whether functions or classes take one argument more.
    pub is_handed: bool,
    /// The functions and calls that hand it down.
    pub places: Vec<Note>,
}

/// The group of the function that `asyncio.run` runs and from which the code at `place` is called.
///
/// # Errors
///
/// A refusal that points at the place that stands in the way.
pub fn group(site: &Site<'_>, place: TextRange) -> Result<Group, Refusal> {
    let refused = |(place, text): (TextRange, &'static str)| {
        Refusal::new("which function the task may outlive all others in was not found")
            .recipe(RECIPE)
            .at(place, text)
    };
    let handing = site.model.handing(place, &|id| is_entry(site, id)).map_err(refused)?;
    if !(handing.calls.is_empty() && handing.values.is_empty())
        && let Some(file) = site.options.patched.file_importing(site.path)
    {
        return Err(Refusal::new(format!(
            "the task group would have to be handed down to here through functions that `{}` may call, too",
            file.display()
        ))
        .recipe(RECIPE));
    }
    let name = name(site).ok_or_else(|| refused((place, "every name for a group is taken")))?;
    let mut rewrites = Vec::new();
    for owner in &handing.owners {
        rewrites.extend(owning(site, *owner, name)?);
    }
    let (handed, places) = handed(site, &handing, name)
        .ok_or_else(|| refused((place, "the calls that lead here cannot be changed")))?;
    rewrites.extend(handed);
    let is_handed = !(handing.calls.is_empty() && handing.values.is_empty());
    let name = known_as(handing.here.as_ref().unwrap_or(&Supply::Variable), name);
    Ok(Group { name, rewrites, is_handed, places })
}

/// Refuses where code of the file cancels tasks, or itself, without their group: that would end the whole
/// group, without an error.
pub fn cancelled_natively(site: &Site<'_>) -> Result<(), Refusal> {
    let by_listing = || {
        let mut natively = site.model.references().iter().map(|reference| reference.range);
        natively.find(|range| lists_tasks(site, *range))
    };
    let lists = site.model.mentions("all_tasks") || site.model.mentions("current_task");
    let found = lists.then(by_listing).flatten();
    match found.or_else(|| site.model.raises_cancellation()) {
        Some(place) => Err(Refusal::new(
            "code of this file cancels tasks without their group, which would end the whole group",
        )
        .recipe(RECIPE)
        .at(place, "cancelled here")),
        None => Ok(()),
    }
}

/// Whether what is named at `range` gives tasks that code of the file may cancel.
fn lists_tasks(site: &Site<'_>, range: TextRange) -> bool {
    let cancels = || {
        let mut members = site.instances.members_of(range);
        members.any(|member| matches!(member.name.as_str(), "cancel" | "uncancel"))
            || site.instances.lost_of(range).next().is_some()
    };
    site.is_named(range, "asyncio.all_tasks")
        || (site.is_named(range, "asyncio.current_task") && cancels())
}

/// What the group is called by code that knows it so.
fn known_as(supply: &Supply, name: &str) -> String {
    match supply {
        Supply::Variable => name.to_owned(),
        Supply::Attribute(own) => format!("{own}._{name}"),
    }
}

/// A name for the group that nothing in the file has.
fn name(site: &Site<'_>) -> Option<&'static str> {
    let names = ["background", "background_group", "program_group"];
    names.into_iter().find(|name| {
        !site.model.is_bound_anywhere(name) && !site.text.contains(&format!("_{name}"))
    })
}

/// Whether all that is done with the function `id` is to run it to its end, with a loop of its own.
fn is_entry(site: &Site<'_>, id: NodeId) -> bool {
    let nodes = site.model.nodes();
    let is_coroutine = nodes.function(id).is_some_and(|f| f.is_async && !f.is_generator);
    let uses = site.model.uses_of_function(id).filter(|uses| is_coroutine && !uses.is_empty());
    let is_run = |used: &TextRange| {
        let handed = nodes.call_around(*used);
        if handed.is_some_and(|handed| site.is_named(handed.callee, "anyio.run")) {
            return true;
        }
        let around = nodes.call_of(*used).and_then(|call| nodes.call_around(call));
        around.is_some_and(|around| site.is_named(around.callee, "asyncio.run"))
    };
    uses.is_some_and(|uses| uses.iter().all(is_run))
}

/// The rewrites that put the body of the function `id` into a group of this name, which ends with it.
fn owning(site: &Site<'_>, id: NodeId, name: &str) -> Result<Vec<Rewrite>, Refusal> {
    let nodes = site.model.nodes();
    let refused = |reason: &'static str, place: TextRange, text: &'static str| {
        Refusal::new(reason).recipe(RECIPE).at(place, text)
    };
    let here = nodes.range(id);
    let body =
        nodes.body(id).ok_or_else(|| refused("the function cannot be read", here, "here"))?;
    let cancel = format!("{name}.cancel_scope.cancel()");
    let Body { mut statements, mut returns, .. } = body;
    let whole = statements.first().zip(statements.last()).map(|(first, last)| first.cover(*last));
    let is_free =
        |last: &Return| last.value.is_none_or(|value| !nodes.contains_await_or_yield(value));
    if let (Some(last), Some(at_end)) = (statements.last().copied(), returns.last().copied())
        && at_end.statement == last
        && is_free(&at_end)
        && statements.len() > 1
    {
        statements.pop();
        returns.pop();
    }
    let nothing = || refused("the function does nothing that could own a task group", here, "here");
    let whole = whole.ok_or_else(nothing)?;
    let returns_within = returns.iter().any(|early| early.is_guarded || !is_free(early));
    if returns_within || caught(site, id).is_some() || site.model.leaving_program().is_some() {
        let (open, helper) = helper::background_group(site)?;
        let header = format!("async with {open}() as {name}:");
        let wrap = Rewrite::wrap(whole, site.template(&header));
        return Ok(std::iter::once(wrap).chain(helper).collect());
    }
    let (Some(first), Some(last)) = (statements.first(), statements.last()) else {
        return Err(nothing());
    };
    // What comes after the wrapping in the list goes into the block.
    let header = format!("async with ${{anyio.create_task_group}}() as {name}:");
    let mut rewrites = vec![Rewrite::wrap(first.cover(*last), site.template(&header))];
    let early = returns.iter().map(|early| early.statement);
    rewrites.extend(early.map(|early| Rewrite::before(early, site.template(&cancel))));
    if !returns.iter().any(|early| early.statement == *last) {
        rewrites.push(Rewrite::after(*last, site.template(&cancel)));
    }
    Ok(rewrites)
}

/// Where an error that leaves the function `id` is caught by what runs it.
fn caught(site: &Site<'_>, id: NodeId) -> Option<TextRange> {
    let uses = site.model.uses_of_function(id).unwrap_or_default();
    uses.into_iter().find_map(|used| site.model.catches_errors(used))
}

/// The rewrites that hand the group down, and where they do.
fn handed(site: &Site<'_>, handing: &Handing, name: &str) -> Option<(Vec<Rewrite>, Vec<Note>)> {
    let model = site.model;
    let (mut rewrites, mut places) = (Vec::new(), Vec::new());
    let mut parameter = |id: NodeId| {
        let gap = model.parameter_gap(id)?;
        let class = if model.is_annotated(id) { ": ${anyio.abc.TaskGroup}" } else { "" };
        rewrites.push(filled(site, gap, &format!("{name}{class}")));
        places.push(Note::new(model.nodes().name_of_function(id)?, "takes the task group"));
        Some(())
    };
    for function in &handing.functions {
        parameter(*function)?;
    }
    let keep = format!("self._{name} = {name}");
    let mut kept = Vec::new();
    for class in &handing.classes {
        match model.initializer(*class) {
            Some(init) => {
                parameter(init)?;
                let own = model.own_name(init)?;
                let first = *model.nodes().body(init)?.statements.first()?;
                kept.push(Rewrite::before(
                    first,
                    site.template(&format!("{own}._{name} = {name}")),
                ));
            }
            None => {
                let first = *model.nodes().body(*class)?.statements.first()?;
                let init = format!("def __init__(self, {name}):\n    {keep}\n");
                kept.push(Rewrite::before(first, site.template(&init)));
            }
        }
    }
    rewrites.extend(kept);
    for (call, supply) in &handing.calls {
        let gap = model.argument_gap(call.call)?;
        rewrites.push(filled(site, gap, &known_as(supply, name)));
        places.push(Note::new(call.callee, "hands the task group on"));
    }
    for (value, supply) in &handing.values {
        let bound =
            format!("${{functools.partial}}({}, {})", site.source(*value), known_as(supply, name));
        rewrites.push(Rewrite::replace(*value, site.template(&bound)));
        places.push(Note::new(*value, "hands the task group on"));
    }
    Some((rewrites, places))
}

fn filled(site: &Site<'_>, gap: Gap, what: &str) -> Rewrite {
    Rewrite::replace(gap.token, site.template(&format!("{}{what}{}", gap.before, gap.after)))
}
