import asyncio
import math

INTERVAL = 5


async def main(interval, elapsed, names):
    await asyncio.sleep(0)
    await asyncio.sleep(delay=0.5)
    await asyncio.sleep(INTERVAL)
    await asyncio.sleep(len(names) * 2)
    await asyncio.sleep(interval - elapsed)
    await asyncio.sleep(-1)
    await asyncio.sleep(interval if interval else 3)
    await asyncio.sleep(max(0, interval))
    await asyncio.sleep(math.inf)
