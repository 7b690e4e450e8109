import asyncio


async def main(f, g):
    print(await asyncio.wait_for(f(), 1))
    await asyncio.wait_for(f(await g()), 1)
    task = asyncio.create_task(asyncio.wait_for(f(), 1))
    await asyncio.wait_for(*task)
    if await asyncio.wait_for(f(), 1):
        pass
    return asyncio.wait_for
