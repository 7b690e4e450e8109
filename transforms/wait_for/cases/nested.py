import asyncio


async def main(load):
    await asyncio.wait_for(asyncio.sleep(2), 1)
    return await asyncio.wait_for(asyncio.gather(asyncio.sleep(1), load()), 5)


async def twice(load):
    await asyncio.wait_for(asyncio.wait_for(load(), 1), 2)
