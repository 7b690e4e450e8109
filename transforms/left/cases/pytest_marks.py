import pytest
import pytest_asyncio
from pytest import mark

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def client():
    yield 1


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server():
    yield 1


@pytest.mark.asyncio
async def test_client(client): ...


@mark.asyncio(loop_scope="module")
@mark.parametrize("x", [1])
async def test_server(server, x): ...
