import asyncio
import sys


async def job(): ...


async def exits():
    asyncio.create_task(job())
    sys.exit(3)


async def caught():
    asyncio.create_task(job())
    await asyncio.sleep(1)
    return 1


async def from_within(lock):
    asyncio.create_task(job())
    async with lock:
        return await asyncio.sleep(1)


asyncio.run(exits())
asyncio.run(from_within(None))
try:
    asyncio.run(caught())
except ValueError:
    pass
