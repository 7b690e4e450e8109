import asyncio


async def load(x):
    return x


NOTHING = 0
SECONDS = 5


async def main(g):
    await asyncio.wait_for(load(1), 0)
    await asyncio.wait_for(load(1), -1)
    await asyncio.wait_for(load(1), 0.5)
    await asyncio.wait_for(load(g()), 0)
    await asyncio.wait_for(load(await g()), 0)
    print(await asyncio.wait_for(load(g()), timeout=None), await asyncio.wait_for(load(1), None))
    await asyncio.wait_for(load(1), NOTHING)
    await asyncio.wait_for(load(1), SECONDS)
    await asyncio.wait_for(load(1), max(0, g.left))
    await asyncio.wait_for(load(1), max(0.1, g.left))
    for attempt in range(3):
        await asyncio.wait_for(load(1), attempt * 2)
        await asyncio.wait_for(load(1), attempt + 1)
