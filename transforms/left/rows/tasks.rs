//! Tasks, futures and what looks at them.

use super::{super::here, Row, keep, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["asyncio.create_task", "asyncio.ensure_future"],
        "a task of AnyIO's lives in a task group, which ends somewhere and waits there; which group this one belongs to has to be decided",
        "`async with anyio.create_task_group() as tg:` around the code that needs the task, and `tg.create_task(f(...))` (a handle to await) or `tg.start_soon(f, *args)` in it",
    )
    .here(here::spawn),
    manual(
        &["asyncio.AbstractEventLoop.create_task"],
        "a task of AnyIO's lives in a task group, which ends somewhere and waits there, and not in the loop",
        "`async with anyio.create_task_group() as tg:` around the code that needs the task, and `tg.create_task(f(...))` (a handle to await) or `tg.start_soon(f, *args)` in it",
    )
    .here(here::spawn),
    manual(
        &["asyncio.TaskGroup.create_task"],
        "results and errors of its tasks are read in other ways from AnyIO's handles",
        "`async with anyio.create_task_group() as tg:`; `tg.create_task(f())` stays, `task.result()` becomes `handle.return_value`, and an `await handle` that fails adds an `anyio.TaskFailed` to the group's errors",
    ),
    manual(
        &["asyncio.Task"],
        "the tasks that this is about are still asyncio's",
        "`anyio.TaskHandle` together with the code that spawns them",
    )
    .here(here::task_class),
    manual(
        &["asyncio.Task.cancel"],
        "cancels natively: inside an AnyIO task group it would end the whole group without an error, and the code that awaits the task expects `CancelledError`",
        "with a handle of `tg.create_task(...)`: `handle.cancel()`, and `await handle.wait()` in place of awaiting the task under `suppress(CancelledError)`; for a whole group `tg.cancel_scope.cancel()`",
    ),
    manual(
        &["asyncio.Task.add_done_callback", "asyncio.Task.remove_done_callback"],
        "AnyIO's handles call nobody back",
        "`set.discard` as the callback goes away, since a task group keeps its tasks; other callbacks: `tg.start_soon(watch)` with `async def watch(): await handle.wait(); callback(handle)`, or a `finally:` in the task itself",
    )
    .here(here::task_callback),
    manual(
        &["asyncio.Task.result", "asyncio.Task.exception"],
        "a handle gives them by other names, and raises other errors when there is none yet",
        "`handle.return_value` and `handle.exception` after the group or after `await handle.wait()`; a task that failed raises `anyio.TaskFailed` with the error as its cause, a cancelled one `anyio.TaskCancelled`",
    ),
    manual(
        &["asyncio.Task.done", "asyncio.Task.cancelled"],
        "a handle has one status in place of the two",
        "`handle.status not in (TaskHandle.Status.PENDING, TaskHandle.Status.CANCELLING)` for `done()`, `handle.status is TaskHandle.Status.CANCELLED` for `cancelled()`",
    ),
    manual(
        &["asyncio.Task.get_name", "asyncio.Task.set_name"],
        "a handle's name is an attribute, given when the task is spawned",
        "`tg.create_task(f(), name=\"...\")` and `handle.name`",
    ),
    manual(
        &["asyncio.Task.uncancel", "asyncio.Task.cancelling"],
        "they balance native cancellations, of which AnyIO's scopes keep count themselves",
        "let a scope decide: `with anyio.move_on_after(t) as scope:` and `scope.cancelled_caught`, or `scope.cancel_called`",
    ),
    keep(
        &[
            "asyncio.Task.get_stack",
            "asyncio.Task.print_stack",
            "asyncio.Task.get_coro",
            "asyncio.Task.get_context",
            "asyncio.Task.get_loop",
        ],
        "looks inside asyncio's task; AnyIO's tasks on its asyncio backend are such tasks, so it goes on working there",
    )
    .or("`anyio.get_current_task().coro` and `anyio.get_running_tasks()` give the coroutines on any backend"),
    keep(
        &["asyncio.Task.all_tasks", "asyncio.Task.current_task"],
        "was removed in Python 3.9",
    )
    .or("`asyncio.all_tasks()` and `asyncio.current_task()`"),
    keep(
        &["asyncio.Task.set_result", "asyncio.Task.set_exception"],
        "a task sets its own result; calling this is an error",
    ),
    manual(
        &["asyncio.current_task"],
        "AnyIO describes the running task and gives no object to cancel or to await",
        "for the name or an identity `anyio.get_current_task().name` and `.id`; to cancel the task from elsewhere, hand out a scope: `with anyio.CancelScope() as scope:`",
    )
    .here(here::current_task),
    manual(
        &["asyncio.all_tasks"],
        "AnyIO ends tasks by cancelling the scope that owns them, not by listing them",
        "run the program's tasks in one task group and end it with `tg.cancel_scope.cancel()`; to look at them only: `anyio.get_running_tasks()`",
    ),
    manual(
        &["asyncio.shield"],
        "asyncio lets the caller leave at once while the shielded work goes on alone; under AnyIO's shield the caller waits for it",
        "`with anyio.CancelScope(shield=True): await work()` if the caller may wait; if it must leave at once, run the work in a task group that outlives the caller and `await handle.wait()` here",
    )
    .here(here::shield),
    manual(
        &["asyncio.Future"],
        "AnyIO's `Future` is set by assignment, calls nobody back, and wraps the errors of who awaits it",
        "between coroutines: `future = anyio.Future()`, `future.return_value = value`, `await future`; where callbacks or threads set it, keep it",
    )
    .here(here::future_class),
    manual(
        &["asyncio.AbstractEventLoop.create_future"],
        "AnyIO's `Future` is set by assignment, calls nobody back, and wraps the errors of who awaits it",
        "where only coroutines set and await it: `future = anyio.Future()`, `future.return_value = value`, `await future`; where protocols, callbacks or threads set it, keep it",
    ),
    manual(
        &["asyncio.Future.set_result", "asyncio.Future.set_exception"],
        "AnyIO's future is set by assignment, and refuses a second one with `anyio.FutureAlreadyFinished`",
        "`future.return_value = value` or `future.exception = error`; who awaits it gets `anyio.FutureFailed` with the error as its cause",
    ),
    manual(
        &["asyncio.Future.result", "asyncio.Future.exception"],
        "AnyIO's future gives them as attributes, and raises other errors when there is none yet",
        "`future.return_value`, `future.exception`",
    ),
    manual(
        &["asyncio.Future.done", "asyncio.Future.cancelled"],
        "AnyIO's future has one status in place of the two",
        "`future.status is not anyio.Future.Status.PENDING`, `future.status is anyio.Future.Status.CANCELLED`",
    ),
    manual(
        &["asyncio.Future.cancel"],
        "who awaits a cancelled future of AnyIO's gets `anyio.FutureCancelled`, an ordinary exception, and not a cancellation",
        "`future.cancel()` where the waiter expects just that; to cancel the waiter itself, cancel its scope",
    ),
    manual(
        &["asyncio.Future.add_done_callback", "asyncio.Future.remove_done_callback"],
        "AnyIO's futures call nobody back",
        "spawn a task that awaits the future and does the rest: `tg.start_soon(when_done, future)`",
    ),
    keep(&["asyncio.Future.get_loop"], "AnyIO's futures belong to no loop; this one does"),
    keep(
        &["asyncio.isfuture", "asyncio.wrap_future"],
        "speaks of asyncio's futures, which come from code that has no counterpart in AnyIO",
    )
    .or("where the future is a `concurrent.futures.Future`: `await to_thread.run_sync(future.result, abandon_on_cancel=True)`"),
    manual(
        &["asyncio.InvalidStateError"],
        "AnyIO's handles and futures raise errors of their own when something is set twice or read too early",
        "`anyio.FutureAlreadyFinished` for a second value, `anyio.TaskNotFinished` and `anyio.FutureNotFinished` for a result that is not there",
    ),
    manual(
        &["asyncio.iscoroutinefunction"],
        "`inspect` has the same test, which says no to generator-based coroutines and to objects that only carry asyncio's mark",
        "`inspect.iscoroutinefunction(f)`; asyncio's is deprecated since Python 3.14",
    ),
    manual(
        &["asyncio.coroutine"],
        "generator-based coroutines were removed in Python 3.11 and cannot run on AnyIO",
        "`async def` and `await` in place of the decorator and `yield from`",
    ),
    keep(
        &["asyncio.eager_task_factory", "asyncio.create_eager_task_factory"],
        "AnyIO's groups never start a task before the next tick; for asyncio's own tasks the factory goes on working",
    ),
    keep(
        &[
            "asyncio._enter_task",
            "asyncio._leave_task",
            "asyncio._register_task",
            "asyncio._unregister_task",
            "asyncio._get_running_loop",
            "asyncio._set_running_loop",
            "asyncio._swap_current_task",
        ],
        "is for those who implement event loops and tasks",
    ),
    keep(
        &[
            "asyncio.future_add_to_awaited_by",
            "asyncio.future_discard_from_awaited_by",
            "asyncio.capture_call_graph",
            "asyncio.format_call_graph",
            "asyncio.print_call_graph",
            "asyncio.FrameCallGraphEntry",
            "asyncio.FutureCallGraph",
        ],
        "shows asyncio's call graph, which AnyIO's groups feed themselves",
    ),
];
