//! What rewritten code calls, written once into its module.

use crate::{rewrite::Rewrite, source::TextRange, transform::Site};

/// The function that keeps an error of a task from its group.
const IN_BACKGROUND: &str = r#"

async def in_background(coro: ${collections.abc.Awaitable}[object]) -> None:
    """Await what nobody waits for: an error is logged, and ends no other task."""
    try:
        await coro
    except Exception:
        ${logging.getLogger}(__name__).exception("a background task failed")"#;

/// A line by which that function is known again.
const MARK: &str = "an error is logged, and ends no other task.";

/// The function that calls back when a task is done.
const WHEN_DONE: &str = r#"

async def when_done(
    task: ${anyio.TaskHandle}[object], callback: ${collections.abc.Callable}[[${anyio.TaskHandle}[object]], object]
) -> None:
    """Call back when a task is done, also if it is cancelled."""
    with ${anyio.CancelScope}(shield=True):
        await task.wait()
    callback(task)"#;

/// A line by which that function is known again.
const WHEN_DONE_MARK: &str = "Call back when a task is done, also if it is cancelled.";

/// What the function is called that calls back when a task is done, and what writes it.
pub fn when_done(site: &Site<'_>) -> (&'static str, Option<Rewrite>) {
    let is_there = site.text.contains(WHEN_DONE_MARK);
    let is_free = is_there || !site.model.is_bound_anywhere("when_done");
    let name = if is_free { "when_done" } else { "call_when_done" };
    let code = WHEN_DONE.replace("when_done", name);
    (name, if is_there { None } else { emitted(site, &code) })
}

/// The rewrites that keep an error of the coroutine that `coro` makes from its group.
pub fn guarding(site: &Site<'_>, coro: TextRange) -> Vec<Rewrite> {
    let is_there = site.text.contains(MARK);
    let is_free = is_there || !site.model.is_bound_anywhere("in_background");
    let name = if is_free { "in_background" } else { "run_in_background" };
    let guarded = site.template_with(&format!("{name}($coro)"), &[("coro", coro)]);
    // What makes the coroutine is evaluated where it was.
    let mut rewrites = vec![Rewrite::replace(coro, guarded.assume_pure())];
    if !is_there {
        rewrites.extend(emitted(site, &IN_BACKGROUND.replace("in_background", name)));
    }
    rewrites
}

/// The rewrite that puts `code` below the imports.
fn emitted(site: &Site<'_>, code: &str) -> Option<Rewrite> {
    let top = site.model.nodes().top_level();
    let imports = site.model.imports().iter().map(|import| import.statement);
    let last = imports.filter(|statement| top.contains(statement)).max_by_key(|s| s.start())?;
    Some(Rewrite::after(last, site.template(code)))
}
