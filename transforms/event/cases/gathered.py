"""`gather` of waits, whose value nobody looks at."""

import asyncio


async def all_of(names):
    events = [asyncio.Event() for _ in names]
    await asyncio.gather(*(event.wait() for event in events))
    await asyncio.gather(*[event.wait() for event in events], return_exceptions=True)


async def two():
    first, second = asyncio.Event(), asyncio.Event()
    await asyncio.gather(first.wait(), second.wait())


async def told():
    third = asyncio.Event()
    return await asyncio.gather(third.wait())
