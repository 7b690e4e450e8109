//! Starting a program, and asyncio as a whole.

use super::{Row, keep, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["asyncio.Runner", "asyncio.Runner.run"],
        "several `run()` calls of one runner share a loop and what runs in it; each `anyio.run` starts a new one",
        "where there is one `runner.run(main())`: `anyio.run(main)`; where there are several: one coroutine that awaits them in turn, or `anyio.from_thread.start_blocking_portal()` and `portal.call(f, *args)`",
    ),
    keep(
        &["asyncio.Runner.close", "asyncio.Runner.get_loop"],
        "goes with its runner, which shares a loop between several calls",
    ),
    manual(
        &["uvloop.install", "uvloop.EventLoopPolicy"],
        "makes every loop of the program uvloop's, also those that are not started by `anyio.run`, which honours it",
        "once every loop is started by `anyio.run`: drop it and say `anyio.run(main, backend_options={\"use_uvloop\": True})`",
    ),
    keep(
        &["uvloop.Loop", "uvloop.new_event_loop"],
        "a loop made by hand serves code that holds the loop itself; `anyio.run` makes its own",
    )
    .or("`anyio.run(main, backend_options={\"use_uvloop\": True})` where the loop only runs `main()`"),
    keep(&["uvloop"], "the module is used as a value, so which names are taken from it cannot be seen"),
    manual(
        &["nest_asyncio.apply"],
        "it lets loops run inside loops, which AnyIO refuses and Trio cannot do",
        "make the function that calls `run` or `run_until_complete` from inside the loop a coroutine and await instead; from a thread: `anyio.from_thread.run(f, *args)`",
    ),
    manual(
        &["nest_asyncio"],
        "the patch lets loops run inside loops, which AnyIO refuses and Trio cannot do",
        "await where a nested loop runs now, then drop the dependency",
    ),
    keep(
        &[
            "asyncio",
            "asyncio.base_events",
            "asyncio.base_futures",
            "asyncio.base_subprocess",
            "asyncio.base_tasks",
            "asyncio.constants",
            "asyncio.coroutines",
            "asyncio.events",
            "asyncio.exceptions",
            "asyncio.format_helpers",
            "asyncio.futures",
            "asyncio.graph",
            "asyncio.locks",
            "asyncio.log",
            "asyncio.mixins",
            "asyncio.proactor_events",
            "asyncio.protocols",
            "asyncio.queues",
            "asyncio.runners",
            "asyncio.selector_events",
            "asyncio.sslproto",
            "asyncio.staggered",
            "asyncio.streams",
            "asyncio.subprocess",
            "asyncio.taskgroups",
            "asyncio.tasks",
            "asyncio.threads",
            "asyncio.timeouts",
            "asyncio.tools",
            "asyncio.transports",
            "asyncio.trsock",
            "asyncio.unix_events",
            "asyncio.windows_events",
            "asyncio.windows_utils",
        ],
        "the module is used as a value, so which names are taken from it cannot be seen",
    ),
];
