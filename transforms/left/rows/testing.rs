//! Test runners and their plugins.

use super::{super::here, Row, keep, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["pytest.mark.asyncio"],
        "AnyIO's pytest plugin runs tests and async fixtures in one task, so that marks, fixtures and configuration move together",
        "`@pytest.mark.anyio`; in the root `conftest.py` a session-scoped fixture `anyio_backend` that returns `\"asyncio\"`; `@pytest_asyncio.fixture` becomes `@pytest.fixture` in the same step; `asyncio_mode = auto` becomes `anyio_mode = auto`",
    )
    .here(here::mark),
    manual(
        &["pytest_asyncio.fixture"],
        "only tests marked `anyio` can use an async fixture of AnyIO's plugin, so that a fixture moves together with the tests that request it",
        "`@pytest.fixture`, with `@pytest.mark.anyio` on the tests; a fixture that plain tests request takes the parameter `anyio_backend`; scopes wider than module need an `anyio_backend` of that scope",
    )
    .here(here::fixture),
    manual(
        &["pytest_asyncio.is_async_test"],
        "asks about tests of pytest-asyncio's; AnyIO's plugin goes by the mark",
        "`item.get_closest_marker(\"anyio\") is not None`",
    ),
    keep(
        &["pytest_asyncio"],
        "the module is used as a value, so which names are taken from it cannot be seen",
    ),
];
