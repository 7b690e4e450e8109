//! Policies and child watchers.

use super::{super::here, Row, keep};

pub static ROWS: &[Row] = &[
    keep(
        &["asyncio.set_event_loop_policy"],
        "`anyio.run` honours the policy, as other libraries do; policies are deprecated since Python 3.14",
    )
    .or("`anyio.run(main, backend_options={\"loop_factory\": factory})` where every loop of the program is started by it")
    .here(here::policy),
    keep(
        &[
            "asyncio.get_event_loop_policy",
            "asyncio.AbstractEventLoopPolicy",
            "asyncio.DefaultEventLoopPolicy",
            "asyncio.WindowsSelectorEventLoopPolicy",
            "asyncio.WindowsProactorEventLoopPolicy",
        ],
        "`anyio.run` honours the policy, as other libraries do; policies are deprecated since Python 3.14",
    )
    .or("`anyio.run(main, backend_options={\"loop_factory\": factory})` where every loop of the program is started by it"),
    keep(
        &[
            "asyncio.get_child_watcher",
            "asyncio.set_child_watcher",
            "asyncio.AbstractChildWatcher",
            "asyncio.FastChildWatcher",
            "asyncio.SafeChildWatcher",
            "asyncio.MultiLoopChildWatcher",
            "asyncio.ThreadedChildWatcher",
            "asyncio.PidfdChildWatcher",
        ],
        "child watchers serve asyncio's loops the same way under `anyio.run`; they were removed in Python 3.14",
    )
    .or("drop them on Python 3.8 and later, where the default needs no help"),
];
