import asyncio


async def load(x):
    return x


async def main(g):
    await asyncio.wait_for(load(1), 0)
    await asyncio.wait_for(load(1), -1)
    await asyncio.wait_for(load(1), 0.5)
    await asyncio.wait_for(load(g()), 0)
    await asyncio.wait_for(load(await g()), 0)
    print(await asyncio.wait_for(load(g()), timeout=None), await asyncio.wait_for(load(1), None))
