//! Timeouts, asyncio's and `async_timeout`'s.

use super::{Row, keep, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["asyncio.Timeout", "async_timeout.Timeout"],
        "the timeout that this is about is not AnyIO's",
        "`anyio.CancelScope`, which `with anyio.fail_after(t) as scope:` gives",
    ),
    manual(
        &[
            "asyncio.Timeout.reschedule",
            "asyncio.Timeout.when",
            "async_timeout.Timeout.reschedule",
            "async_timeout.Timeout.when",
        ],
        "a scope's deadline is an attribute, and no deadline is `math.inf` where asyncio has `None`",
        "`scope.deadline = when` (`math.inf` for `None`), and `scope.deadline` to read it",
    ),
    manual(
        &["asyncio.Timeout.expired"],
        "a scope tells it by another name",
        "`scope.cancel_called`; `scope.cancelled_caught` differs where the body swallowed the cancellation",
    ),
    manual(
        &[
            "async_timeout.Timeout.update",
            "async_timeout.Timeout.shift",
            "async_timeout.Timeout.deadline",
        ],
        "a scope's deadline is an attribute",
        "`scope.deadline = when` for `update(when)`, `scope.deadline += seconds` for `shift(seconds)`",
    ),
    manual(
        &["async_timeout.Timeout.reject"],
        "a scope's deadline is an attribute",
        "`scope.deadline = math.inf`",
    ),
    manual(
        &["async_timeout.Timeout.expired"],
        "a scope tells it by another name",
        "`scope.cancel_called`",
    ),
    keep(
        &["async_timeout"],
        "the module is used as a value, so which names are taken from it cannot be seen",
    ),
];
