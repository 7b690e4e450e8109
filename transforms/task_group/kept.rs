//! Tasks whose errors are kept for who waits for them, because somebody catches them there: in a group, they
//! would end all of it at once.

use super::{
    blocks::Blocks,
    handles::{Behind, Handles, with_task},
    spawns::lost,
};
use crate::{
    rewrite::Rewrite,
    semantic::{Failing, TaskUse},
    source::TextRange,
    transform::{Refusal, Site},
};

/// What is said of them.
pub(super) const REASON: &str = "the error of a task that is caught where the task is awaited is kept until then, and cancels no other task";

/// The refusal of another way to wait, at `place`, for a task whose error is kept.
pub(super) fn told_otherwise(place: TextRange) -> Refusal {
    Refusal::new(
        "the error of a task is caught where the task is awaited, which is waited for in another way, too",
    )
    .recipe("catch the error in the task itself, and give it as the result")
    .at(place, "waited for here")
}

/// What makes the coroutines of the tasks whose errors are kept: those whose error is caught where they are
/// waited for or asked for their results, and, where there is one, all others that allow it.
pub(super) fn kept(
    site: &Site<'_>,
    group: &Blocks,
    uses: &[(&TaskUse, Behind<'_>)],
) -> Vec<TextRange> {
    let mut kept: Vec<TextRange> = Vec::new();
    if !group.is_new {
        return kept;
    }
    let is_caught = |used: &TaskUse| group.catching(site, used.range()).errors.is_some();
    let fails = |behind: &Behind<'_>| behind.failing != Failing::Never;
    for (used, behind) in uses {
        if is_timed(used) || (asks(site, used) && fails(behind) && is_caught(used)) {
            kept.extend(behind.coros());
        }
    }
    if kept.is_empty() {
        return kept;
    }
    together(uses, &mut kept);
    let fallible = uses.iter().filter(|(used, behind)| asks(site, used) && fails(behind));
    for (_, behind) in fallible {
        let mut more: Vec<TextRange> = behind.coros().collect();
        together(uses, &mut more);
        let is_of_them = |behind: &Behind<'_>| behind.coros().any(|coro| more.contains(&coro));
        let mut own = uses.iter().filter(|(_, behind)| is_of_them(behind));
        if own.all(|(used, behind)| !behind.is_cancelled && allows(site, used)) {
            kept.extend(more);
        }
    }
    kept
}

/// Whether the function that waits for the task takes it so.
fn is_timed(used: &TaskUse) -> bool {
    matches!(used, TaskUse::Timed { .. })
}

/// Adds the tasks of which something is done that is done with those in `coros`, too.
fn together(uses: &[(&TaskUse, Behind<'_>)], coros: &mut Vec<TextRange>) {
    loop {
        let known = coros.len();
        for (_, behind) in uses {
            if behind.coros().any(|coro| coros.contains(&coro)) {
                let missing: Vec<_> = behind.coros().filter(|coro| !coros.contains(coro)).collect();
                coros.extend(missing);
            }
        }
        if coros.len() == known {
            return;
        }
    }
}

/// Whether it raises the error of a task which has failed.
fn asks(site: &Site<'_>, used: &TaskUse) -> bool {
    match used {
        TaskUse::Awaited { task, .. } => {
            !site.model.settling(*task).is_some_and(|waits| waits.forgives)
        }
        TaskUse::Called { name, .. } => name == "result",
        TaskUse::Timed { .. } => true,
        TaskUse::Joined { .. } => false,
    }
}

/// Whether it can be done with a task whose error is kept.
fn allows(site: &Site<'_>, used: &TaskUse) -> bool {
    match used {
        TaskUse::Awaited { task, .. } => {
            asks(site, used)
                || site.model.settling(*task).is_some_and(|waits| waits.forgives_errors)
        }
        TaskUse::Timed { .. } => true,
        TaskUse::Called { name, .. } => {
            matches!(name.as_str(), "result" | "done" | "cancelled" | "get_name")
        }
        TaskUse::Joined { task, call, .. } => {
            site.model.wait(*call).is_some()
                || site.model.settling(*task).is_some_and(|waits| waits.forgives_errors)
        }
    }
}

/// The rewrites of the annotations of what holds the tasks that the calls at `made` give: what such a task
/// gives is called for the result.
///
/// # Errors
///
/// When an annotation cannot be read.
pub(super) fn annotated(site: &Site<'_>, made: &[TextRange]) -> Result<Vec<Rewrite>, Refusal> {
    let annotations = site.model.tasks_of(made).map_err(lost)?.annotations;
    let references = site.model.references().iter().map(|reference| reference.range);
    let classes = references.filter(|range| {
        annotations.iter().any(|annotation| annotation.contains_range(*range))
            && site.is_named(*range, "asyncio.Task")
    });
    let nodes = site.model.nodes();
    let rewrites = classes.map(|class| {
        if nodes.expression(class).is_none() {
            return Err(Refusal::new(
                "the error of a task is kept for who awaits it, and what holds the task is annotated in a string",
            )
            .at(class, "annotated here"));
        }
        Ok(nodes.subscript_of(class).map(|result| {
            let called = format!("${{collections.abc.Callable}}[[], {}]", site.source(result));
            Rewrite::replace(result, site.template(&called))
        }))
    });
    let rewrites = rewrites.collect::<Result<Vec<_>, _>>()?;
    Ok(rewrites.into_iter().flatten().collect())
}

impl Handles {
    /// Whether the errors of the tasks behind a use are kept.
    pub(super) fn keeps(&self, behind: &Behind<'_>) -> bool {
        behind.coros().any(|coro| self.kept.contains(&coro))
    }

    /// What the code at `place`, which gives what `code` says, becomes for a task whose error is kept.
    ///
    /// # Errors
    ///
    /// When somebody catches a cancellation there.
    pub(super) fn asked(
        &mut self,
        site: &Site<'_>,
        group: &Blocks,
        place: TextRange,
        task: TextRange,
        code: &str,
    ) -> Result<(), Refusal> {
        let is_awaited = site.model.nodes().is_awaited(task);
        caught(site, group, place, is_awaited)?;
        let with = with_task(site, code, task);
        self.rewrites.push(Rewrite::replace(place, with.assume_pure()).dropping([place]));
        Ok(())
    }
}

/// Refuses where what is caught at `place`, where a task is asked for its result, is not the same there.
pub(super) fn caught(
    site: &Site<'_>,
    group: &Blocks,
    place: TextRange,
    waits: bool,
) -> Result<(), Refusal> {
    let catching = group.catching(site, place);
    if let Some(caught) = catching.cancellation {
        return Err(Refusal::new(
                "a cancellation ends where a task is awaited, and the task had ended by then, which a group cancels at the same time",
            )
            .at(caught, "caught here"));
    }
    let goes_on = waits && site.model.nodes().is_comprehended(place);
    if let Some(caught) = catching.errors.filter(|_| goes_on) {
        return Err(Refusal::new(
                "the error of one of several tasks is caught, and the others go on, which a group would wait for",
            )
            .recipe("await each in a `try` of its own")
            .at(caught, "caught here"));
    }
    Ok(())
}
