import asyncio
import math


async def f():
    await asyncio.wait_for(asyncio.sleep(math.inf), 5)
    await asyncio.wait_for(asyncio.sleep(unknown.inf), 5)
