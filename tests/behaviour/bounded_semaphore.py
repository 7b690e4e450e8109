"""A bounded semaphore refuses to be released too often."""

import asyncio


class Pool:
    def __init__(self, size):
        self._free = asyncio.BoundedSemaphore(size)
        self._used = 0

    async def take(self):
        await self._free.acquire()
        self._used += 1

    def give(self):
        self._free.release()
        self._used -= 1


async def main():
    pool = Pool(2)
    await pool.take()
    await pool.take()
    pool.give()
    pool.give()
    try:
        pool.give()
    except ValueError:
        print("given too often", pool._used)
    async with asyncio.BoundedSemaphore(1):
        print("inside")
    single = asyncio.BoundedSemaphore(value=1)
    async with single:
        print(single.locked())
    try:
        single.release()
    except ValueError as error:
        print(type(error).__name__)


asyncio.run(main())
