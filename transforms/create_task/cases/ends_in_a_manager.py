"""Tasks that live while a context manager is open, or a generator stops."""

import asyncio
import contextlib
from contextlib import asynccontextmanager


async def beat():
    while True:
        await asyncio.sleep(1)


@asynccontextmanager
async def beating(name):
    task = asyncio.create_task(beat())
    try:
        yield name
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        print("stopped", name)


async def numbers():
    """No manager: whoever stops to iterate leaves the group open. Refused."""
    task = asyncio.create_task(beat())
    yield 1
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def use():
    async with beating("a"):
        await asyncio.sleep(5)
