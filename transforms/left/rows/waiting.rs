//! Waiting for several things at once.

use super::{super::here, Row, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["asyncio.gather"],
        "under AnyIO a child that fails cancels the others, which go on under asyncio, and its error arrives in an `ExceptionGroup`",
        "`await anyio.gather(f(), g())`, of coroutines and not of tasks, where nothing has to go on after one failed; `except* ValueError` where errors are told apart",
    )
    .here(here::gather),
    manual(
        &["asyncio.wait"],
        "it hands out tasks, and neither raises their errors nor cancels them, which a task group does both",
        "for all: spawn them in one task group and leave it; for the first: let each child store its result and call `tg.cancel_scope.cancel()`, and read the result after the block; with `timeout=`: the group inside `with anyio.move_on_after(t):`",
    )
    .here(here::wait),
    manual(
        &["asyncio.ALL_COMPLETED"],
        "goes with the `asyncio.wait` that it is for",
        "a task group waits for all of its tasks",
    ),
    manual(
        &["asyncio.FIRST_COMPLETED"],
        "goes with the `asyncio.wait` that it is for",
        "let each child store its result and call `tg.cancel_scope.cancel()`, and read the result after the block",
    ),
    manual(
        &["asyncio.FIRST_EXCEPTION"],
        "goes with the `asyncio.wait` that it is for",
        "a task group cancels the rest when the first child fails",
    ),
    manual(
        &["asyncio.as_completed"],
        "under AnyIO a failing item ends the whole iteration, and leaving the loop cancels the rest",
        "`async with anyio.as_completed(*coroutines) as done:` and in it `async for handle in done: result = await handle`; a `timeout=` becomes `with anyio.fail_after(t):` around both",
    ),
    manual(
        &["asyncio.staggered_race"],
        "AnyIO races connections itself, and has no function for it",
        "`await anyio.connect_tcp(host, port, happy_eyeballs_delay=0.25)` for connections; else a task group in which each child waits for its turn and the first to succeed calls `tg.cancel_scope.cancel()`",
    ),
];
