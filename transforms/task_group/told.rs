//! Who is told that a task has failed, where its result is asked for.

use super::blocks::Blocks;
use crate::{
    rewrite::Rewrite,
    semantic::Failing,
    source::TextRange,
    transform::{Refusal, Site},
};

/// Who sees the error of a handle.
pub(super) enum Told {
    /// Nobody: there is none.
    Nobody,
    /// Whoever looks at the group's errors.
    Somebody,
    /// An `except*` around the group, which gets a clause for the errors that only say that another
    /// one is there.
    Group(Rewrite),
}

/// Who is told at `place` that a task has failed or was cancelled.
///
/// # Errors
///
/// When a handler would take it for another error than it was.
pub(super) fn at(
    site: &Site<'_>,
    group: &Blocks,
    place: TextRange,
    failing: Failing,
    is_cancelled: bool,
) -> Result<Told, Refusal> {
    let nodes = site.model.nodes();
    // The group would have raised the error of a task that failed.
    let is_after = group.ended_before(site, place);
    if !is_cancelled && (is_after || failing == Failing::Never) {
        return Ok(Told::Nobody);
    }
    let tries = nodes.tries_around(place);
    let is_inside = |tried: TextRange| !group.statements().any(|block| tried.contains_range(block));
    let refused = |place: TextRange| {
        Refusal::new("the error of a task is caught where the task is waited for or asked for its result, and AnyIO raises another one there")
            .recipe("`await handle.wait()` raises nothing; `handle.exception` is the error")
            .at(place, "caught here")
    };
    if let Some(tried) = tries.iter().find(|tried| is_inside(tried.statement)) {
        return Err(refused(tried.first));
    }
    if let Some(caught) = group.catching(site, place).errors {
        return Err(refused(caught));
    }
    if group.tells_error {
        return Ok(Told::Nobody);
    }
    let Some(observer) = site.model.observer(place) else { return Ok(Told::Somebody) };
    let around = group.statements().flat_map(|block| nodes.tries_around(block));
    let mut starred =
        around.filter(|tried| tried.is_star && tried.statement.contains_range(observer.range()));
    match starred.next() {
        Some(tried) => {
            let clause = "except* ${anyio.TaskFailed}:\n    pass\nexcept";
            Ok(Told::Group(Rewrite::replace(tried.first, site.template(clause))))
        }
        None => Err(refused(observer.range())),
    }
}
