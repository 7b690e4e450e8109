"""Patched names: a patch works after the migration as it did before."""

import asyncio
from unittest import mock

naps = []


async def fake(delay, *args):
    naps.append(delay)


async def work():
    await asyncio.sleep(3600)
    await asyncio.sleep(7200)
    return "worked"


async def patched():
    with mock.patch("asyncio.sleep", fake):
        return await work()


print(asyncio.run(patched()), naps)
