"""Async generators and context managers around pauses and timeouts."""

import asyncio
import contextlib


async def ticks(count):
    for n in range(count):
        await asyncio.sleep(0)
        yield n


async def limited(count):
    async for n in ticks(count):
        yield await asyncio.wait_for(asyncio.sleep(0, n * 10), 1)
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except asyncio.TimeoutError:
        yield "late"


@contextlib.asynccontextmanager
async def opened(name):
    await asyncio.wait_for(asyncio.sleep(0), 1)
    print("open", name)
    try:
        yield name
    finally:
        await asyncio.sleep(0)
        print("close", name)


async def main():
    async with opened("file") as name:
        print(name, [n async for n in limited(3)])
        print({n: await asyncio.sleep(0, n) async for n in ticks(2)})
    async with contextlib.aclosing(ticks(5)) as numbers:
        async for n in numbers:
            if n == 2:
                break
    print(n)


asyncio.run(main())
