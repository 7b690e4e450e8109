//! What becomes of `gather` and `wait`, where they are given a group's tasks.

use super::{
    blocks::Blocks,
    handles::{Behind, Handles},
    kept::told_otherwise,
};
use crate::{
    finding::Note,
    rewrite::Rewrite,
    semantic::{Failing, Settling, Spread, Waited},
    source::TextRange,
    transform::{Refusal, Site},
    transforms::{
        create_task::{
            helper,
            on_self::{handles_settled, settled},
        },
        emitted::emit,
        gather::errors::OUTCOME,
    },
};

/// The call at `call`, which waits for what `task` gives.
///
/// # Errors
///
/// When more is done with it than a loop over handles does.
pub(super) fn joined(
    handles: &mut Handles,
    site: &Site<'_>,
    group: &Blocks,
    behind: &Behind<'_>,
    (task, call): (TextRange, TextRange),
) -> Result<(), Refusal> {
    let nodes = site.model.nodes();
    let refused = |reason: &'static str| Refusal::new(reason).at(call, "waited for here");
    let callee = nodes.callee_of(call).ok_or_else(|| refused("cannot be read"))?;
    handles.waiting_alone(site, group, call)?;
    let settling = site.model.settling(task);
    let arguments = site.model.spread(callee).unwrap_or_default();
    let is_task = |range: &TextRange| handles.joins(*range, call);
    let is_of_tasks = |argument: &Spread| match argument {
        Spread::One(range) | Spread::Sequence(range) => is_task(range),
        Spread::Keyword { .. } => true,
        _ => false,
    };
    if site.is_named(callee, "asyncio.gather") && !arguments.iter().all(is_of_tasks) {
        return Err(refused("waits for something else than tasks, too"));
    }
    // What is written again would have its comments again.
    let waited = settling.iter().flat_map(|waits| &waits.tasks).map(|it| it.range());
    let given = arguments.iter().filter_map(|argument| match argument {
        Spread::One(range) | Spread::Sequence(range) => Some(*range),
        _ => None,
    });
    if waited.chain(given).any(|range| site.source(range).contains('#')) {
        return Err(refused("is given tasks among which a comment stands"));
    }
    let wait = site.model.wait(call);
    let is_silent = settling.as_ref().is_some_and(|waits| waits.forgives_errors);
    if (wait.is_some() || is_silent) && !handles.keeps(behind) {
        silent(handles, site, behind)?;
    }
    let is_spawned = |waited: &Waited| behind.is_spawned_at(waited.range());
    let spawns = settling.as_ref().is_some_and(|waits| waits.tasks.iter().any(is_spawned));
    if spawns && wait.is_none() {
        return Err(refused("spawns what it waits for"));
    }
    if let Some(waits) = settling.filter(|_| !spawns) {
        if !waits.forgives {
            if handles.keeps(behind) {
                return Err(told_otherwise(call));
            }
            if behind.is_cancelled {
                return Err(refused(
                    "who waits for a task is told that it was cancelled, by an error that AnyIO does not raise there",
                ));
            }
            handles.told(site, group, behind, call)?;
        }
        handles.resolves.extend(waits.names.iter().copied().chain([callee]));
        handles.adding(settled(site, &waits, &waiting(site, &waits)));
        return Ok(());
    }
    if let Some(wait) = wait {
        let (name, helper) = helper::waiting(site, wait.first)?;
        handles.adding([Rewrite::replace(callee, site.template(&name))]);
        handles.adding(wait.until.map(Rewrite::remove_element));
        handles.adding(helper);
        handles.resolves.extend(wait.names);
        return Ok(());
    }
    let awaited = nodes.await_of(call);
    let awaited = awaited.filter(|_| site.is_named(callee, "asyncio.gather"));
    let awaited = awaited.ok_or_else(|| {
        refused(
            "what `wait` gives, or a `gather` that is not awaited, has no counterpart for handles",
        )
    })?;
    let (arguments, keywords): (Vec<Spread>, Vec<Spread>) =
        arguments.into_iter().partition(|argument| !matches!(argument, Spread::Keyword { .. }));
    let captures = match &*keywords {
        [] => false,
        [Spread::Keyword { value, .. }] => {
            let is_true = site.source(*value) == "True";
            if behind.is_cancelled || !is_true || !behind.are_only_waited_for(site) {
                return Err(refused("errors of the tasks are results here, and no results of handles")
                    .recipe("`await handle.wait()` for each, and look at `handle.exception` and `handle.return_value`"));
            }
            true
        }
        _ => return Err(refused("cannot be read")),
    };
    if behind.is_cancelled {
        return Err(refused(
            "who waits for a task is told that it was cancelled, by an error that AnyIO does not raise there",
        ));
    }
    if handles.keeps(behind) {
        return Err(told_otherwise(call));
    }
    match captures {
        true => handles.captured.extend(behind.coros()),
        false => handles.told(site, group, behind, call)?,
    }
    handles.resolves.push(callee);
    let results = results(site, awaited, &arguments)
        .ok_or_else(|| refused("waits for something else than tasks, too"))?;
    let results = Rewrite::replace(awaited, site.template(&results)).dropping([call]);
    handles.adding([results]);
    Ok(())
}

/// What it means that an error of a task, which nobody raised, ends the group.
pub(super) fn silent(
    handles: &mut Handles,
    site: &Site<'_>,
    behind: &Behind<'_>,
) -> Result<(), Refusal> {
    match behind.failing {
        Failing::Never => {}
        _ if behind.are_only_waited_for(site) && emit(site, &OUTCOME).is_ok() => {
            handles.captured.extend(behind.coros());
        }
        Failing::Unknown(place) => {
            let text = "what this does was not followed; an error of it ends the group";
            handles.noting(Note::new(place, text));
        }
        Failing::Likely(place) => {
            return Err(Refusal::new(
                "the task may fail, which is not raised where it is waited for, and would end the whole group at once",
            )
            .recipe("catch the error in the task itself, and give it as the result")
            .at(place, "may raise an error"));
        }
    }
    Ok(())
}

/// The code that waits for the handles and drops what they give.
fn waiting(site: &Site<'_>, waits: &Settling) -> String {
    if waits.forgives {
        return handles_settled(site, waits, false);
    }
    let each = waits.tasks.iter().map(|waited| match waited {
        Waited::Task(task) => format!("await {}", site.source(*task)),
        Waited::Each(tasks) => {
            let name = variable(site, *tasks);
            format!("for {name} in {}:\n    await {name}", site.source(*tasks))
        }
    });
    each.collect::<Vec<_>>().join("\n")
}

/// The expression that gives the results of the handles, in order.
fn results(site: &Site<'_>, awaited: TextRange, arguments: &[Spread]) -> Option<String> {
    let each = |tasks: TextRange| {
        let name = variable(site, tasks);
        format!("[await {name} for {name} in {}]", site.source(tasks))
    };
    if let [Spread::Sequence(tasks)] = arguments {
        return Some(each(*tasks));
    }
    let listed = arguments.iter().map(|argument| match argument {
        Spread::One(task) => Some(format!("await {}", site.source(*task))),
        Spread::Sequence(tasks) => Some(format!("*{}", each(*tasks))),
        _ => None,
    });
    let listed = listed.collect::<Option<Vec<_>>>()?.join(", ");
    match site.model.tells_lists(awaited) || arguments.len() < 2 {
        true => Some(format!("[{listed}]")),
        false => Some(listed),
    }
}

/// A name for a handle.
fn variable(site: &Site<'_>, tasks: TextRange) -> String {
    site.model.fresh_variable("handle", tasks).unwrap_or_else(|| "handle".to_owned())
}
