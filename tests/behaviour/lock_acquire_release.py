"""acquire and release by hand; locked; the value of acquire."""

import asyncio


class Cache:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.loads = 0
        self.value = None

    async def get(self):
        await self.lock.acquire()
        try:
            if self.value is None:
                self.loads += 1
                await asyncio.sleep(0.001)
                self.value = 42
            return self.value
        finally:
            self.lock.release()


async def values():
    lock = asyncio.Lock()
    got = await lock.acquire()
    print("got", got, lock.locked())
    lock.release()
    if await lock.acquire():
        print("branch taken")
        lock.release()
    print("locked", lock.locked())


async def errors():
    lock = asyncio.Lock()
    try:
        lock.release()
    except RuntimeError:
        print("not held")
    try:
        async with lock:
            raise KeyError("inside")
    except KeyError as error:
        print(error, lock.locked())


async def main():
    cache = Cache()
    print(await asyncio.gather(cache.get(), cache.get(), cache.get()), cache.loads)
    await values()
    await errors()


asyncio.run(main())
