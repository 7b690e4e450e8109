import asyncio


async def main(f, g):
    task = asyncio.create_task(asyncio.wait_for(f(), 1))
    await asyncio.wait_for(*task)
    await asyncio.wait_for(f(), **task)
    await asyncio.wait_for(f(), 1, loop=task)
    return asyncio.wait_for
