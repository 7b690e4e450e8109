"""A timeout unwinds what it covers once: cleanup, handlers, context managers, generators, groups of calls."""

import asyncio
from contextlib import asynccontextmanager


class Store:
    def __init__(self):
        self._lock = asyncio.Lock()
        self.log = []

    async def save(self, item, delay):
        async with self._lock:
            await asyncio.sleep(delay)
            self.log.append(item)

    async def flush(self):
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            print("flush is cancelled")
            await asyncio.sleep(0.01)
            print("flush is done")
            raise

    async def close(self):
        await asyncio.sleep(0.01)
        print("store is closed")


@asynccontextmanager
async def opened():
    store = Store()
    try:
        yield store
    finally:
        await store.close()


async def numbers():
    number = 0
    try:
        while True:
            number += 1
            yield number
            await asyncio.sleep(0.02)
    finally:
        print("numbers end")
        await asyncio.sleep(0)
        print("numbers ended")


async def timed(work):
    try:
        async with asyncio.timeout(0.05) as scope:
            await work()
    except TimeoutError:
        print("timed out", scope.expired())


async def stubborn():
    for _ in range(2):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("kept")
            break
    print("left")


async def main():
    store = Store()
    async with asyncio.timeout(1):
        await store.save(1, 0)
        await asyncio.gather(store.save(2, 0.01), store.save(3, 0))
    print(store.log)
    try:
        async with asyncio.timeout(0.02):
            await store.flush()
    except TimeoutError:
        print("timed out")
    try:
        async with asyncio.timeout(0.02):
            async with opened() as other:
                await other.flush()
    except TimeoutError:
        print("timed out")
    try:
        async with asyncio.timeout(0.05):
            async for number in numbers():
                print(number)
                if number == 2:
                    await asyncio.sleep(1)
    except TimeoutError:
        print("timed out")
    await asyncio.sleep(0.01)
    async with asyncio.timeout(0.01):
        await stubborn()
    await timed(store.flush)


asyncio.run(main())
