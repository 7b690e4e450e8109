//! What the transforms of events, locks and semaphores leave to do by hand.

use super::{Row, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["asyncio.Event.clear"],
        "an event of AnyIO's is set once and for all, and not every use of this one is known",
        "`self.event = anyio.Event()` in place of `self.event.clear()` where everybody who waits looks the attribute up anew; a signal that comes again and again is an `anyio.Condition` with `notify_all()`",
    ),
    manual(
        &[
            "asyncio.Condition",
            "asyncio.Condition.acquire",
            "asyncio.Condition.release",
            "asyncio.Condition.locked",
            "asyncio.Condition.wait",
            "asyncio.Condition.wait_for",
            "asyncio.Condition.notify",
            "asyncio.Condition.notify_all",
        ],
        "who holds the condition's lock, and whether the values of `wait()` and `acquire()` are used, was not proved",
        "`anyio.Condition()`, where `wait()` gives `None` and only the task that acquired it may notify",
    ),
    manual(
        &[
            "asyncio.Barrier",
            "asyncio.Barrier.wait",
            "asyncio.Barrier.reset",
            "asyncio.Barrier.abort",
            "asyncio.Barrier.parties",
            "asyncio.Barrier.n_waiting",
            "asyncio.Barrier.broken",
            "asyncio.BrokenBarrierError",
        ],
        "AnyIO has no barrier",
        "count the arrivals, and let all but the last `await event.wait()` on an `anyio.Event` that the last one sets and replaces for the next round; tasks that only have to finish together belong in one task group",
    ),
];
