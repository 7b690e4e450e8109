"""Timeouts from asyncio or from `async_timeout`, as the version says."""

import asyncio
import sys

if sys.version_info >= (3, 11):
    from asyncio import timeout as limited
else:
    from async_timeout import timeout as limited


async def work(seconds):
    try:
        async with limited(0.2) as limit:
            await asyncio.sleep(seconds)
    except asyncio.TimeoutError:
        print("timed out")
    print(limit.expired())


async def nested(seconds):
    async with limited(5):
        await work(seconds)


async def main():
    await nested(0)
    await nested(5)


asyncio.run(main())
