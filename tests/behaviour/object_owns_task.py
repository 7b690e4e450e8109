"""Objects that run tasks between `__aenter__` and `__aexit__`."""

import asyncio
import contextlib


class Saver:
    def __init__(self, name):
        self.name = name
        self.buffer = []
        self.saved = []
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self):
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, exc_type, exc, tb):
        print("exit", self.name, isinstance(exc, KeyError))
        assert self._task is not None
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        print("left", self.name, self.saved)

    async def _run(self):
        try:
            while True:
                await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.01)
            self.saved.extend(self.buffer)


class Pool:
    def __init__(self, size):
        self.size = size
        self.results = []

    async def __aenter__(self):
        self._workers = [asyncio.create_task(self._work(n)) for n in range(self.size)]
        return self

    async def __aexit__(self, *exc):
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def _work(self, number):
        await asyncio.sleep(0.05 * number)
        self.results.append(6 // number)
        await asyncio.sleep(60)


class Graceful:
    async def __aenter__(self):
        self._stopped = False
        self._task = asyncio.create_task(self._run())

    async def __aexit__(self, *exc):
        self._stopped = True
        await self._task

    async def _run(self):
        while not self._stopped:
            await asyncio.sleep(0.01)
        print("stopped")



async def main():
    async with Saver("a") as first, Saver("b") as second:
        first.buffer.append(1)
        await asyncio.sleep(0.01)
        second.buffer.append(2)
    try:
        async with Saver("c") as third:
            third.buffer.append(3)
            await asyncio.sleep(0.01)
            raise KeyError("body")
    except KeyError as error:
        print("caught", error)
    try:
        async with asyncio.timeout(0.1):
            async with Saver("d") as fourth:
                fourth.buffer.append(4)
                try:
                    await asyncio.sleep(60)
                finally:
                    print("block ends")
    except TimeoutError:
        print("timeout", fourth.saved)
    async with Pool(4) as pool:
        await asyncio.sleep(0.3)
    print(sorted(pool.results))
    async with Graceful():
        print("leaving")


asyncio.run(main())
