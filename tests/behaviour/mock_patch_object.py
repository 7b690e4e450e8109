"""A module patched as an object: what it is called through must still be patched afterwards."""

import asyncio
from unittest import mock

naps = []


async def fake(delay, *args):
    naps.append(delay)


async def work():
    await asyncio.sleep(3)
    return "worked"


async def patched():
    with mock.patch.object(asyncio, "sleep", fake):
        return await work()


print(asyncio.run(patched()), naps)
