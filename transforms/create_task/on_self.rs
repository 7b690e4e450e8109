//! Tasks that an object has from `__aenter__` to `__aexit__`: a task group that the object owns.

use super::{helper, owner, spawn::Spawn};
use crate::{
    change::Change,
    finding::Note,
    rewrite::Rewrite,
    semantic::{Block, Failing, NodeId, Settling, TaskAttribute, Tenure, Waited},
    source::TextRange,
    transform::{Fix, Forms, Refusal, Site},
    transforms::cleanup::cancelling,
};

/// What to do by hand.
const RECIPE: &str = "`self._group = anyio.create_task_group()` and `await self._group.__aenter__()` in `__aenter__`; `self._group.cancel_scope.cancel()` and `await self._group.__aexit__(None, None, None)` in `__aexit__`";

/// The form for a task that is made in `__aenter__`, kept in an attribute, and ended in `__aexit__`.
/// `None` where it is none of those.
pub(super) fn forms(site: &Site<'_>, spawn: Spawn) -> Option<Result<Forms, Refusal>> {
    let tenure = site.model.tenure(spawn.call)?;
    let refused = |(place, text): (TextRange, &'static str)| {
        Refusal::new(
            "the task lives from `__aenter__` to `__aexit__`, which has to be so on every way",
        )
        .recipe(RECIPE)
        .at(place, text)
    };
    Some(tenure.map_err(refused).and_then(|tenure| fix(site, spawn, &tenure)?.only()))
}

/// What keeps a group of the object's own from taking the task's place.
fn accepted(site: &Site<'_>, coro: TextRange, tenure: &Tenure) -> Result<(), Refusal> {
    owner::cancelled_natively(site)?;
    if !tenure.waits.forgives && !tenure.task.cancels.is_empty() {
        return Err(Refusal::new(
            "who leaves the block is told that the task was cancelled, which AnyIO tells nobody",
        )
        .recipe(RECIPE)
        .at(tenure.waits.statement, "awaited here"));
    }
    if let Some(place) = held_otherwise(site, tenure) {
        return Err(Refusal::new(
            "the object is not only used in `async with`, and a task group has to be left where it was entered",
        )
        .recipe(RECIPE)
        .at(place, "used here"));
    }
    match site.model.failing(coro) {
        _ if tenure.waits.forgives_errors => Ok(()),
        Failing::Never | Failing::Unknown(_) => Ok(()),
        Failing::Likely(place) => Err(Refusal::new(
            "the task may fail, which is told at the end of the block and would cancel it at once",
        )
        .recipe("catch the error in the task itself, and keep it for `__aexit__`")
        .at(place, "may raise an error")),
    }
}

/// The statements of this file that come to leave a group of their object's own, each with the
/// reference that has to be rewritten for that. A scope around one would be left in the wrong order.
pub fn exits(site: &Site<'_>) -> Vec<(TextRange, TextRange)> {
    let exits = spawns(site).filter_map(|(reference, call)| {
        let tenure = site.model.tenure(call)?.ok()?;
        let coro = site.model.passed(call)?.positional.first().copied()?;
        accepted(site, coro, &tenure).ok()?;
        Some((tenure.waits.statement, reference))
    });
    exits.collect()
}

/// The references of this file that spawn, each with its call.
pub(super) fn spawns<'s>(site: &'s Site<'_>) -> impl Iterator<Item = (TextRange, TextRange)> + 's {
    let named = site.model.references().iter().filter(|reference| {
        let mut names = reference.names();
        names.next().is_some_and(|name| super::NAMES.iter().any(|own| *name == **own))
    });
    let members = site.instances.members().iter().filter(|member| member.name == "create_task");
    let all = named.map(|reference| reference.range).chain(members.map(|member| member.range));
    all.filter_map(|range| Some((range, site.model.nodes().call_of(range)?)))
}

fn fix(site: &Site<'_>, spawn: Spawn, tenure: &Tenure) -> Result<Fix, Refusal> {
    let Spawn { callee, call, coro, .. } = spawn;
    let (model, nodes) = (site.model, site.model.nodes());
    accepted(site, coro, tenure)?;
    let all = beside(site, tenure);
    let group = group(site);
    let (enter, exit) = (&tenure.own.0, &tenure.own.1);
    let first = all.iter().map(|tenure| tenure.made).min_by_key(|made| made.start());
    let mut rewrites = vec![
        Rewrite::before(
            first.unwrap_or(tenure.made),
            site.template(&format!(
                "{enter}.{group} = ${{anyio.create_task_group}}()\nawait {enter}.{group}.__aenter__()"
            )),
        ),
        Rewrite::replace(callee, site.template(&format!("{enter}.{group}.create_task"))),
    ];
    let leave = format!("await {exit}.{group}.__aexit__(None, None, None)");
    let waits = &tenure.waits;
    let together = all.iter().all(|other| other.waits.statement == waits.statement);
    // What comes after it runs also where the block is being cancelled: no wait may tell of that.
    let is_last = all.iter().all(|other| other.is_last);
    let waiting = match (together, is_last) {
        (true, true) => leave.clone(),
        (true, false) => format!("{exit}.{group}.cancel_scope.shield = True\n{leave}"),
        (false, true) => handles_settled(site, waits, tenure.task.shrinks),
        (false, false) => format!(
            "{exit}.{group}.cancel_scope.shield = True\n{}",
            handles_settled(site, waits, tenure.task.shrinks)
        ),
    };
    rewrites.extend(settled(site, waits, &waiting));
    if !together {
        let last = all.iter().map(|other| other.waits.statement).max_by_key(|last| last.start());
        rewrites.push(Rewrite::after(last.unwrap_or(waits.statement), site.template(&leave)));
    }
    let mut resolves = tenure.waits.names.clone();
    let cancel_callee = |call: &TextRange| nodes.callee_of(*call);
    resolves.extend(tenure.task.cancels.iter().filter_map(cancel_callee));
    resolves.extend(annotated(site, &tenure.task));
    rewrites.extend(dones(site, &tenure.task));
    resolves.extend(tenure.task.dones.iter().filter_map(cancel_callee));
    if all.len() == 1 && is_last && !tenure.is_needed {
        let value = site.template_with("$call", &[("call", call)]);
        rewrites.push(Rewrite::replace(tenure.made, value));
        let cancel = format!("{exit}.{group}.cancel_scope.cancel()");
        rewrites.extend(
            tenure
                .task
                .cancels
                .iter()
                .map(|call| Rewrite::replace(*call, site.template(&cancel)).dropping([*call])),
        );
        rewrites.extend(tenure.task.idle.iter().map(|idle| Rewrite::remove_statement(*idle)));
    } else {
        rewrites.extend(
            annotated(site, &tenure.task)
                .map(|class| Rewrite::replace(class, site.template("${anyio.TaskHandle}"))),
        );
    }
    let mut fix =
        Fix::safe("the object owns the task's group, which ends with its block", rewrites);
    fix.resolves = resolves;
    let others = tenure.task.made.iter().filter(|made| **made != call);
    fix.requires = others.filter_map(|made| nodes.callee_of(*made)).collect();
    // `TaskGroup.create_task` came with AnyIO 4.14.
    fix = cancelling(site, Block::Awaited(coro), fix).since((4, 14));
    let failing = model.failing(coro);
    if failing != Failing::Never && tenure.waits.forgives_errors {
        fix.rewrites.extend(helper::guarding(site, coro)?);
    } else if let Failing::Unknown(place) = failing {
        fix = fix.changing([Change::ExceptionGroup, Change::CancelsSiblings]);
        fix.reason.push_str("; an error of the task cancels the block at once");
        let text = "what this does was not followed; an error of it cancels the block";
        fix.places.push(Note::new(place, text));
    }
    Ok(fix)
}

/// What becomes of the calls of `done()`.
pub fn dones(site: &Site<'_>, task: &TaskAttribute) -> Vec<Rewrite> {
    let done = |call: &TextRange| {
        let callee = site.model.nodes().callee_of(*call)?;
        let handle = site.source(site.model.nodes().object_of(callee)?);
        let status = "${anyio.TaskHandle}.Status";
        let (place, is_in) = match site.model.nodes().negated(*call) {
            Some(negation) => (negation, "in"),
            None => (*call, "not in"),
        };
        let text = format!("{handle}.status {is_in} ({status}.PENDING, {status}.CANCELLING)");
        Some(Rewrite::replace(place, site.template(&text)).dropping([*call]))
    };
    task.dones.iter().filter_map(done).collect()
}

/// What becomes of a statement that waits, given the code that waits for the handles.
pub fn settled(site: &Site<'_>, waits: &Settling, waiting: &str) -> Vec<Rewrite> {
    let becomes = |range: TextRange, code: &str| {
        Rewrite::replace(range, site.template(code)).dropping([range])
    };
    match (&waits.told, &*waits.tasks) {
        (Some(told), [task]) => {
            let handle = site.source(task.range());
            let status = "${anyio.TaskHandle}.Status.CANCELLED";
            let header = format!("if {handle}.status is {status}:");
            vec![becomes(told.waiting, waiting), becomes(told.header, &header)]
        }
        _ => vec![becomes(waits.statement, waiting)],
    }
}

/// Waits for the tasks behind the handles; `shrinks` where who is done leaves the collection meanwhile.
pub fn handles_settled(site: &Site<'_>, waits: &Settling, shrinks: bool) -> String {
    let waits = waits.tasks.iter().map(|waited| match waited {
        Waited::Task(task) => format!("await {}.wait()", site.source(*task)),
        Waited::Each(tasks) => {
            let name =
                site.model.fresh_variable("handle", *tasks).unwrap_or_else(|| "handle".to_owned());
            let tasks = site.source(*tasks);
            match shrinks {
                false => format!("for {name} in {tasks}:\n    await {name}.wait()"),
                true => format!("for {name} in [*{tasks}]:\n    await {name}.wait()"),
            }
        }
    });
    waits.collect::<Vec<_>>().join("\n")
}

/// The tenures of all tasks that the same `__aenter__` makes, as far as each has one.
fn beside(site: &Site<'_>, tenure: &Tenure) -> Vec<Tenure> {
    let others = spawns(site).filter_map(|(_, call)| site.model.tenure(call)?.ok());
    others.filter(|other| class_of(other) == class_of(tenure)).collect()
}

/// The references to the class of asyncio's tasks in the annotations of the attribute.
pub fn annotated<'s>(
    site: &'s Site<'_>,
    task: &'s TaskAttribute,
) -> impl Iterator<Item = TextRange> + 's {
    let references = site.model.references().iter().filter(|reference| {
        task.annotations.iter().any(|annotation| annotation.contains_range(reference.range))
    });
    references
        .map(|reference| reference.range)
        .filter(|range| site.is_named(*range, "asyncio.Task"))
}

/// The name of the attribute for the group.
fn group(site: &Site<'_>) -> &'static str {
    let is_free = |name: &&&str| !site.text.contains(**name);
    ["_group", "_task_group", "_tasks_group"].iter().find(is_free).unwrap_or(&"_own_task_group")
}

/// Where an object of the class is entered in another way than by `async with`, or in a generator that
/// stops inside.
fn held_otherwise(site: &Site<'_>, tenure: &Tenure) -> Option<TextRange> {
    let nodes = site.model.nodes();
    site.model.entered_by_hand(class_of(tenure)?).or_else(|| {
        let made = site.model.named_at(class_of(tenure)?);
        let calls = made.into_iter().filter_map(|used| nodes.call_of(used));
        let mut held = calls.filter(|call| nodes.item_of(*call).is_some());
        held.find(|call| nodes.yields_within(*call) && !site.model.is_context_manager(*call))
    })
}

/// The class of the objects that have the task.
fn class_of(tenure: &Tenure) -> Option<NodeId> {
    tenure.task.attribute.as_ref().map(|(class, _)| *class)
}
