//! What rewritten code calls, written once into its module.

use crate::{
    rewrite::Rewrite,
    source::TextRange,
    transform::{Refusal, Site},
};

/// The function that keeps an error of a task from its group.
const IN_BACKGROUND: &str = r#"

async def in_background(coro: ${collections.abc.Awaitable}[object]) -> None:
    """Await what nobody waits for: an error is logged, and ends no other task."""
    try:
        await coro
    except Exception:
        ${logging.getLogger}(__name__).exception("a background task failed")"#;

/// The function that calls back when a task is done.
const WHEN_DONE: &str = r#"

async def when_done(
    task: ${anyio.TaskHandle}[object], callback: ${collections.abc.Callable}[[${anyio.TaskHandle}[object]], object]
) -> None:
    """Call back when a task is done, also if it is cancelled."""
    with ${anyio.CancelScope}(shield=True):
        await task.wait()
    callback(task)"#;

/// The context manager for a group that nobody notices.
const BACKGROUND_GROUP: &str = r#"

@${contextlib.asynccontextmanager}
async def background_group() -> ${collections.abc.AsyncGenerator}[${anyio.abc.TaskGroup}, None]:
    """Open a task group whose tasks end with the block; what the block raises stays as it is."""
    error = None
    async with ${anyio.create_task_group}() as group:
        try:
            yield group
        except (Exception, SystemExit) as raised:
            error = raised
        group.cancel_scope.cancel()
    if error is not None:
        raise error"#;

/// What the context manager is called that opens such a group, and what writes it.
///
/// # Errors
///
/// When there is no place for it.
pub fn background_group(site: &Site<'_>) -> Result<(&'static str, Option<Rewrite>), Refusal> {
    let names = ("background_group", "open_background_group");
    written(site, names, BACKGROUND_GROUP, "what the block raises stays as it is.")
}

/// What the function is called that calls back when a task is done, and what writes it.
///
/// # Errors
///
/// When there is no place for it.
pub fn when_done(site: &Site<'_>) -> Result<(&'static str, Option<Rewrite>), Refusal> {
    let names = ("when_done", "call_when_done");
    written(site, names, WHEN_DONE, "Call back when a task is done, also if it is cancelled.")
}

/// The rewrites that keep an error of the coroutine that `coro` makes from its group.
///
/// # Errors
///
/// When there is no place for the function that does.
pub fn guarding(site: &Site<'_>, coro: TextRange) -> Result<Vec<Rewrite>, Refusal> {
    if site.text.contains("set_exception_handler") {
        return Err(Refusal::new(
            "an error of the task is told to the loop's exception handler, which AnyIO does not ask",
        ));
    }
    let names = ("in_background", "run_in_background");
    let mark = "an error is logged, and ends no other task.";
    let (name, helper) = written(site, names, IN_BACKGROUND, mark)?;
    let guarded = site.template_with(&format!("{name}($coro)"), &[("coro", coro)]);
    // What makes the coroutine is evaluated where it was.
    let guard = Rewrite::replace(coro, guarded.assume_pure());
    Ok(std::iter::once(guard).chain(helper).collect())
}

/// The name of the function in `code`, the first of `names` or where that is taken the second, and the
/// rewrite that puts it below the imports; none where a line of it, `mark`, shows that it is there.
fn written(
    site: &Site<'_>,
    (name, other): (&'static str, &'static str),
    code: &str,
    mark: &str,
) -> Result<(&'static str, Option<Rewrite>), Refusal> {
    if site.text.contains(mark) {
        return Ok((name, None));
    }
    let used = if site.model.is_bound_anywhere(name) { other } else { name };
    let top = site.model.nodes().top_level();
    let imports = site.model.imports().iter().filter(|import| !import.is_future());
    let imports = imports.map(|import| import.statement);
    let last = imports.filter(|statement| top.contains(statement)).max_by_key(|s| s.start());
    let last = last.ok_or_else(|| {
        Refusal::new("needs a function more, and there are no imports to write it below")
    })?;
    Ok((used, Some(Rewrite::after(last, site.template(&code.replace(name, used))))))
}
