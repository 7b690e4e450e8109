import asyncio


async def main(f, c):
    if c: await asyncio.wait_for(f(), 1)
    elif f: x = 1; await asyncio.wait_for(f(), 2); y = 2  # both
    else: return await asyncio.wait_for(f(), 3)
    a = 1; b = await asyncio.wait_for(f(), 4)


async def short(f): return await asyncio.wait_for(f(), 1)
