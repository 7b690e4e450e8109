//! The names that no transform rewrites yet, or that AnyIO has no counterpart for: why, and what to do.

use crate::finding::Verdict::{self, Keep, Manual};

/// What is said of every reference to a group of names.
#[derive(Debug)]
pub struct Row {
    /// The qualified names.
    pub names: &'static [&'static str],
    /// [`Manual`] or [`Keep`].
    pub verdict: Verdict,
    /// Why, as a sentence without a full stop.
    pub reason: &'static str,
    /// What to do by hand.
    pub recipe: Option<&'static str>,
}

/// Every such name of asyncio's public API (CPython 3.8 to 3.14) and of uvloop's.
pub static ROWS: &[Row] = &[
    Row {
        names: &["asyncio.create_task", "asyncio.ensure_future"],
        verdict: Manual,
        reason: "the task has no owner that anyiofy could find: an AnyIO task lives in a task group, which must end somewhere",
        recipe: Some(
            "open `async with anyio.create_task_group() as tg:` around the code that needs the task, and spawn it with `tg.create_task(...)` or `tg.start_soon(...)`",
        ),
    },
    Row {
        names: &["asyncio.Task"],
        verdict: Manual,
        reason: "the task that this names is still made by asyncio",
        recipe: Some("becomes `anyio.TaskHandle` together with the code that makes the task"),
    },
    Row {
        names: &["asyncio.current_task"],
        verdict: Manual,
        reason: "AnyIO describes the running task (`anyio.get_current_task()`) but gives no object to cancel or await",
        recipe: Some(
            "for the name use `anyio.get_current_task().name`; for cancelling, hand down a cancel scope",
        ),
    },
    Row {
        names: &["asyncio.all_tasks"],
        verdict: Manual,
        reason: "AnyIO's tasks are ended by cancelling the scope that owns them, not by listing them",
        recipe: Some("run the program's tasks in one task group and cancel its scope"),
    },
    Row {
        names: &["asyncio.gather"],
        verdict: Manual,
        reason: "a failing child of `anyio.gather` cancels its siblings and its error arrives in a group; whether that is right here was not proved",
        recipe: Some(
            "`await anyio.gather(...)` where the errors of the children are not told apart, and nothing has to go on after one failed",
        ),
    },
    Row {
        names: &["asyncio.shield"],
        verdict: Manual,
        reason: "asyncio lets the caller leave at once while the shielded work goes on; an AnyIO shield makes the caller wait",
        recipe: Some(
            "`with anyio.CancelScope(shield=True):` if waiting is right; else run the work in a task group that outlives the caller",
        ),
    },
    Row {
        names: &["asyncio.TaskGroup"],
        verdict: Manual,
        reason: "its tasks' results and errors are read in ways that differ for AnyIO's handles",
        recipe: Some(
            "`async with anyio.create_task_group() as tg:`; `task.result()` becomes `handle.return_value`, `except*` must also match `anyio.TaskFailed`",
        ),
    },
    Row {
        names: &[
            "asyncio.wait",
            "asyncio.ALL_COMPLETED",
            "asyncio.FIRST_COMPLETED",
            "asyncio.FIRST_EXCEPTION",
        ],
        verdict: Manual,
        reason: "`wait` hands out tasks and neither raises nor cancels, which a task group does",
        recipe: Some(
            "wait for all: a task group; for the first: let each child store its result and call `tg.cancel_scope.cancel()`, and read it after the block",
        ),
    },
    Row {
        names: &["asyncio.as_completed"],
        verdict: Manual,
        reason: "a failing item ends the whole iteration under AnyIO, and leaving the loop cancels the rest",
        recipe: Some(
            "`async with anyio.as_completed(...) as done:` and `async for handle in done: await handle`",
        ),
    },
    Row {
        names: &[
            "asyncio.Future",
            "asyncio.isfuture",
            "asyncio.wrap_future",
            "asyncio.InvalidStateError",
        ],
        verdict: Manual,
        reason: "futures tie callbacks and loops together; AnyIO's `Future` has neither callbacks nor `set_result`",
        recipe: Some(
            "between coroutines: `anyio.Future()` and `future.return_value = value`, or an `anyio.Event` and an attribute",
        ),
    },
    Row {
        names: &["asyncio.iscoroutine", "asyncio.iscoroutinefunction", "asyncio.coroutine"],
        verdict: Manual,
        reason: "`inspect` has the same test, which differs for generator-based coroutines",
        recipe: Some(
            "`inspect.iscoroutinefunction(f)` / `inspect.iscoroutine(x)` where only `async def` functions occur",
        ),
    },
    Row {
        names: &["asyncio.timeout", "asyncio.timeout_at", "asyncio.Timeout"],
        verdict: Manual,
        reason: "an AnyIO scope keeps cancelling what runs in the block, its cleanup too; whether that matters here was not proved",
        recipe: Some(
            "`with anyio.fail_after(seconds):`, with cleanup that awaits under `anyio.CancelScope(shield=True)`",
        ),
    },
    Row {
        names: &["asyncio.Condition"],
        verdict: Manual,
        reason: "who holds the condition's lock, and whether the value of `wait()` is used, was not proved",
        recipe: Some("`anyio.Condition()`, where `wait()` is a statement"),
    },
    Row {
        names: &["asyncio.Barrier", "asyncio.BrokenBarrierError"],
        verdict: Manual,
        reason: "AnyIO has no barrier",
        recipe: Some("a counter and one `anyio.Event` for each round"),
    },
    Row {
        names: &[
            "asyncio.Queue",
            "asyncio.QueueEmpty",
            "asyncio.QueueFull",
            "asyncio.QueueShutDown",
        ],
        verdict: Manual,
        reason: "a memory object stream has two ends where a queue is one object; every use must be known to split it",
        recipe: Some(
            "`send, receive = anyio.create_memory_object_stream(math.inf)`; hand the producer one end and the consumer the other",
        ),
    },
    Row {
        names: &["asyncio.LifoQueue", "asyncio.PriorityQueue"],
        verdict: Keep,
        reason: "AnyIO has no ordered queue; this one works and can be cancelled under AnyIO",
        recipe: Some("`heapq` on a list, with an `anyio.Semaphore(0)` that counts the items"),
    },
    Row {
        names: &["asyncio.run_coroutine_threadsafe"],
        verdict: Manual,
        reason: "the worker thread must be AnyIO's own for `from_thread.run` to find the loop",
        recipe: Some(
            "start the worker with `to_thread.run_sync` and call `from_thread.run(f, *args)` in it, both in one change",
        ),
    },
    Row {
        names: &[
            "asyncio.open_connection",
            "asyncio.open_unix_connection",
            "asyncio.start_server",
            "asyncio.start_unix_server",
            "asyncio.StreamReader",
            "asyncio.StreamWriter",
            "asyncio.Server",
            "asyncio.IncompleteReadError",
            "asyncio.LimitOverrunError",
        ],
        verdict: Manual,
        reason: "reader and writer become one stream object; every use of the pair has to change with it",
        recipe: Some(
            "`anyio.connect_tcp(...)` wrapped in `BufferedByteStream`; servers: `anyio.create_tcp_listener(...)` and `listener.serve(handler)`",
        ),
    },
    Row {
        names: &[
            "asyncio.StreamReaderProtocol",
            "asyncio.BaseProtocol",
            "asyncio.Protocol",
            "asyncio.BufferedProtocol",
            "asyncio.DatagramProtocol",
            "asyncio.SubprocessProtocol",
            "asyncio.BaseTransport",
            "asyncio.ReadTransport",
            "asyncio.WriteTransport",
            "asyncio.Transport",
            "asyncio.DatagramTransport",
            "asyncio.SubprocessTransport",
            "asyncio.SendfileNotAvailableError",
        ],
        verdict: Keep,
        reason: "protocols and transports are asyncio's own callback interface; AnyIO has none",
        recipe: None,
    },
    Row {
        names: &[
            "asyncio.create_subprocess_exec",
            "asyncio.create_subprocess_shell",
            "asyncio.subprocess.Process",
            "asyncio.subprocess.create_subprocess_exec",
            "asyncio.subprocess.create_subprocess_shell",
        ],
        verdict: Manual,
        reason: "pipes, defaults and the reading of output differ; every use of the process has to change with it",
        recipe: Some(
            "run to the end: `anyio.run_process([...], stdin=None, stdout=..., stderr=..., check=False)`; long-lived: `anyio.open_process(...)`",
        ),
    },
    Row {
        names: &["asyncio.Runner"],
        verdict: Manual,
        reason: "several `run()` calls of one runner share a loop; `anyio.run` starts a new one each time",
        recipe: Some("one `anyio.run(main)` where there is one `runner.run(main())`"),
    },
    Row {
        names: &["asyncio.get_event_loop", "asyncio.get_running_loop"],
        verdict: Keep,
        reason: "the loop object is used for what AnyIO does not offer, or its uses were not followed; it works under `anyio.run`",
        recipe: None,
    },
    Row {
        names: &[
            "asyncio.new_event_loop",
            "asyncio.set_event_loop",
            "asyncio.EventLoop",
            "asyncio.AbstractEventLoop",
            "asyncio.BaseEventLoop",
            "asyncio.SelectorEventLoop",
            "asyncio.ProactorEventLoop",
            "asyncio.AbstractServer",
            "asyncio.Handle",
            "asyncio.TimerHandle",
        ],
        verdict: Keep,
        reason: "AnyIO hides the event loop; code that holds the loop itself stays on asyncio",
        recipe: None,
    },
    Row {
        names: &[
            "asyncio.get_event_loop_policy",
            "asyncio.set_event_loop_policy",
            "asyncio.AbstractEventLoopPolicy",
            "asyncio.DefaultEventLoopPolicy",
            "asyncio.WindowsSelectorEventLoopPolicy",
            "asyncio.WindowsProactorEventLoopPolicy",
            "asyncio.get_child_watcher",
            "asyncio.set_child_watcher",
            "asyncio.AbstractChildWatcher",
            "asyncio.FastChildWatcher",
            "asyncio.SafeChildWatcher",
            "asyncio.MultiLoopChildWatcher",
            "asyncio.ThreadedChildWatcher",
            "asyncio.PidfdChildWatcher",
        ],
        verdict: Keep,
        reason: "loop policies and child watchers work the same under `anyio.run`",
        recipe: None,
    },
    Row {
        names: &["asyncio.eager_task_factory", "asyncio.create_eager_task_factory"],
        verdict: Keep,
        reason: "AnyIO's groups never start tasks eagerly",
        recipe: None,
    },
    Row {
        names: &[
            "asyncio._enter_task",
            "asyncio._leave_task",
            "asyncio._register_task",
            "asyncio._unregister_task",
            "asyncio._get_running_loop",
            "asyncio._set_running_loop",
        ],
        verdict: Keep,
        reason: "this is for implementers of event loops",
        recipe: None,
    },
    Row {
        names: &[
            "asyncio.future_add_to_awaited_by",
            "asyncio.future_discard_from_awaited_by",
            "asyncio.capture_call_graph",
            "asyncio.format_call_graph",
            "asyncio.print_call_graph",
            "asyncio.FrameCallGraphEntry",
            "asyncio.FutureCallGraph",
        ],
        verdict: Keep,
        reason: "AnyIO's groups feed asyncio's call graphs themselves",
        recipe: None,
    },
    Row {
        names: &["uvloop.install", "uvloop.EventLoopPolicy", "uvloop.new_event_loop"],
        verdict: Manual,
        reason: "`anyio.run` honours an installed policy; dropping it is right only when every loop is started by `anyio.run`",
        recipe: Some("`anyio.run(main, backend_options={\"use_uvloop\": True})`"),
    },
    Row {
        names: &["asyncio"],
        verdict: Keep,
        reason: "the module object itself is used as a value, so which names are taken from it cannot be seen",
        recipe: None,
    },
    Row {
        names: &["uvloop"],
        verdict: Keep,
        reason: "the module object itself is used as a value",
        recipe: None,
    },
];
