//! What rewritten code calls, written once into its module.

use crate::{
    rewrite::Rewrite,
    source::TextRange,
    transform::{Refusal, Site},
    transforms::emitted::{Emitted, emit},
};

/// The function that keeps an error of a task from its group.
static IN_BACKGROUND: Emitted = Emitted {
    names: &["in_background", "run_in_background"],
    code: r#"async def NAME(coro: ${collections.abc.Awaitable}[object]) -> None:
    """Await what nobody waits for: an error is logged, and ends no other task."""
    try:
        await coro
    except Exception:
        ${logging.getLogger}(__name__).exception("a background task failed")"#,
    mark: "an error is logged, and ends no other task.",
};

/// The function that calls back when a task is done.
static WHEN_DONE: Emitted = Emitted {
    names: &["when_done", "call_when_done"],
    code: r#"async def NAME(
    task: ${anyio.TaskHandle}[object], callback: ${collections.abc.Callable}[[${anyio.TaskHandle}[object]], object]
) -> None:
    """Call back when a task is done, also if it is cancelled."""
    with ${anyio.CancelScope}(shield=True):
        await task.wait()
    callback(task)"#,
    mark: "Call back when a task is done, also if it is cancelled.",
};

/// The context manager for a group that nobody notices.
static BACKGROUND_GROUP: Emitted = Emitted {
    names: &["background_group", "open_background_group"],
    code: r#"@${contextlib.asynccontextmanager}
async def NAME() -> ${collections.abc.AsyncGenerator}[${anyio.abc.TaskGroup}, None]:
    """Open a task group whose tasks end with the block; what the block raises stays as it is."""
    error = None
    async with ${anyio.create_task_group}() as group:
        try:
            yield group
        except (Exception, SystemExit) as raised:
            error = raised
        group.cancel_scope.cancel()
    if error is not None:
        raise error"#,
    mark: "what the block raises stays as it is.",
};

/// The context manager for a group whose errors are seen one by one.
static FIRST_ERROR_GROUP: Emitted = Emitted {
    names: &["first_error_group", "open_first_error_group"],
    code: r#"@${contextlib.asynccontextmanager}
async def NAME() -> ${collections.abc.AsyncGenerator}[${anyio.abc.TaskGroup}, None]:
    """Open a task group that raises the first error by itself; a `TaskFailed` only tells of one."""
    error = None
    try:
        async with ${anyio.create_task_group}() as group:
            yield group
    except BaseExceptionGroup as raised:
        _, others = raised.split(${anyio.TaskFailed})
        error = (others or raised).exceptions[0]
    if error is not None:
        raise error"#,
    mark: "Open a task group that raises the first error by itself;",
};

/// The function that waits for the first of several tasks.
static WAIT_FIRST: Emitted = Emitted {
    names: &["wait_first", "wait_for_first"],
    code: r#"async def NAME(
    tasks: ${collections.abc.Iterable}[${anyio.TaskHandle}[${typing.Any}]], timeout: float | None = None
) -> tuple[set[${anyio.TaskHandle}[${typing.Any}]], set[${anyio.TaskHandle}[${typing.Any}]]]:
    """Wait until one of the tasks has ended; give those that have, and the others."""
    tasks = set(tasks)

    async def watch(task: ${anyio.TaskHandle}[${typing.Any}]) -> None:
        await task.wait()
        watching.cancel_scope.cancel()

    with ${anyio.move_on_after}(timeout):
        async with ${anyio.create_task_group}() as watching:
            for task in tasks:
                watching.start_soon(watch, task)
    status = ${anyio.TaskHandle}.Status
    pending = {task for task in tasks if task.status in (status.PENDING, status.CANCELLING)}
    return tasks - pending, pending"#,
    mark: "Wait until one of the tasks has ended;",
};

/// The function that waits for tasks for some time.
static WAIT_ALL: Emitted = Emitted {
    names: &["wait_all", "wait_for_all"],
    code: r#"async def NAME(
    tasks: ${collections.abc.Iterable}[${anyio.TaskHandle}[${typing.Any}]], timeout: float | None = None
) -> tuple[set[${anyio.TaskHandle}[${typing.Any}]], set[${anyio.TaskHandle}[${typing.Any}]]]:
    """Wait until all tasks have ended or the time is up; give those that have, and the others."""
    tasks = set(tasks)
    with ${anyio.move_on_after}(timeout):
        for task in tasks:
            await task.wait()
    status = ${anyio.TaskHandle}.Status
    pending = {task for task in tasks if task.status in (status.PENDING, status.CANCELLING)}
    return tasks - pending, pending"#,
    mark: "Wait until all tasks have ended or the time is up;",
};

/// The function that waits for a task for some time.
static WAIT_WITHIN: Emitted = Emitted {
    names: &["wait_within", "wait_for_within"],
    code: r#"async def NAME(
    task: ${anyio.TaskHandle}[${collections.abc.Callable}[[], ${typing.Any}]], timeout: float | None
) -> ${typing.Any}:
    """Wait for what a task gives, or cancel it when the time is up, and wait until it has ended."""
    with ${anyio.move_on_after}(timeout):
        await task.wait()
    if task.status is ${anyio.TaskHandle}.Status.PENDING:
        task.cancel()
        await task.wait()
    if task.status is ${anyio.TaskHandle}.Status.CANCELLED:
        raise TimeoutError
    return task.return_value()"#,
    mark: "Wait for what a task gives, or cancel it when the time is up,",
};

/// What the function is called that waits for a task for some time, and what writes it.
///
/// # Errors
///
/// When there is no place for it.
pub fn waiting_within(site: &Site<'_>) -> Result<(String, Option<Rewrite>), Refusal> {
    emit(site, &WAIT_WITHIN)
}

/// What the function is called that waits for the first of several tasks, or for all, and what writes it.
///
/// # Errors
///
/// When there is no place for it.
pub fn waiting(site: &Site<'_>, first: bool) -> Result<(String, Option<Rewrite>), Refusal> {
    emit(site, if first { &WAIT_FIRST } else { &WAIT_ALL })
}

/// What the context manager is called that opens a group whose first error is raised by itself, and what
/// writes it.
///
/// # Errors
///
/// When there is no place for it.
pub fn first_error_group(site: &Site<'_>) -> Result<(String, Option<Rewrite>), Refusal> {
    emit(site, &FIRST_ERROR_GROUP)
}

/// What the context manager is called that opens such a group, and what writes it.
///
/// # Errors
///
/// When there is no place for it.
pub fn background_group(site: &Site<'_>) -> Result<(String, Option<Rewrite>), Refusal> {
    emit(site, &BACKGROUND_GROUP)
}

/// What the function is called that calls back when a task is done, and what writes it.
///
/// # Errors
///
/// When there is no place for it.
pub fn when_done(site: &Site<'_>) -> Result<(String, Option<Rewrite>), Refusal> {
    emit(site, &WHEN_DONE)
}

/// The rewrites that keep an error of the coroutine that `coro` makes from its group.
///
/// # Errors
///
/// When there is no place for the function that does, or somebody else is to be told of the error.
pub fn guarding(site: &Site<'_>, coro: TextRange) -> Result<Vec<Rewrite>, Refusal> {
    if site.model.mentions("set_exception_handler") {
        return Err(Refusal::new(
            "an error of the task is told to the loop's exception handler, which AnyIO does not ask",
        ));
    }
    let (name, helper) = emit(site, &IN_BACKGROUND)?;
    let guarded = site.template_with(&format!("{name}($coro)"), &[("coro", coro)]);
    // What makes the coroutine is evaluated where it was.
    let guard = Rewrite::replace(coro, guarded.assume_pure());
    Ok(std::iter::once(guard).chain(helper).collect())
}
