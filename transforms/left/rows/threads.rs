//! Threads and executors.

use super::{super::here, Row, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["asyncio.run_coroutine_threadsafe"],
        "`from_thread.run` finds the loop only in a thread that `to_thread.run_sync` started",
        "start the worker with `to_thread.run_sync(work)` and call `from_thread.run(f, *args)` in it, both in one step; from a thread of your own, hand it a portal (`async with anyio.from_thread.BlockingPortal() as portal:`) and call `portal.start_task_soon(f, *args)`, which gives a `concurrent.futures.Future`",
    )
    .here(here::threadsafe),
    manual(
        &["asyncio.AbstractEventLoop.call_soon_threadsafe"],
        "`from_thread.run_sync` waits until the loop has made the call and raises its error, and finds the loop only in a thread that `to_thread.run_sync` started",
        "`from_thread.run_sync(callback, *args)` in such a worker; from a thread of your own `portal.start_task_soon(callback, *args)` of an `anyio.from_thread.BlockingPortal()`; in the loop's own thread just call it",
    ),
    manual(
        &["asyncio.AbstractEventLoop.run_in_executor"],
        "the executor starts when this is called and knows nothing of context variables; AnyIO's thread starts when it is awaited, with a copy of the context",
        "`await to_thread.run_sync(f, *args, abandon_on_cancel=True)`; the flag lets a cancelled caller leave at once, as here",
    )
    .here(here::executor),
    manual(
        &["asyncio.AbstractEventLoop.set_default_executor"],
        "AnyIO's worker threads are not an executor; how many there are is a limiter's to say",
        "in a coroutine: `to_thread.current_default_thread_limiter().total_tokens = n`, together with all that uses the default executor",
    ),
];
