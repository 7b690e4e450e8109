import asyncio
import asyncio as aio
from asyncio import get_running_loop


async def inline():
    return asyncio.get_running_loop().time()


async def old_getter():
    started = aio.get_event_loop().time()
    await asyncio.sleep(1)
    return aio.get_event_loop().time() - started


async def variable():
    loop = get_running_loop()  # the clock
    deadline = loop.time() + 5
    while loop.time() < deadline:
        await asyncio.sleep(0.1)
    return [loop.time() for _ in range(3)]


async def other_uses_stay(f):
    loop = asyncio.get_running_loop()
    loop.call_soon(f)
    return loop.time()


async def only_statement():
    if True:
        loop = asyncio.get_running_loop()
    return (
        loop  # which loop
        .time()
    )


async def in_a_walrus():
    return (loop := asyncio.get_running_loop()).time() + loop.time()
