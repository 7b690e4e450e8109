"""Objects whose tasks are started by one method and stopped by another."""

import asyncio
import contextlib


class Ticker:
    def __init__(self, name, interval):
        self.name = name
        self.interval = interval
        self.ticks = 0
        self._task = None

    def start(self):
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._tick())

    async def stop(self):
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        print("stopped", self.name)

    async def _tick(self):
        try:
            while True:
                await asyncio.sleep(self.interval)
                self.ticks += 1
        finally:
            print("ends", self.name)


class Pool:
    def __init__(self, jobs):
        self._jobs = jobs
        self._workers = []
        self.results = []

    async def start(self):
        for _ in range(2):
            self._workers.append(asyncio.create_task(self._work()))

    async def stop(self):
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        self._workers.clear()

    async def _work(self):
        while self._jobs:
            job = self._jobs.pop()
            await asyncio.sleep(0.01)
            self.results.append(12 // job)


class Supervisor:
    def __init__(self, target):
        self._target = target
        self._task = asyncio.create_task(self._run())

    async def join(self):
        await self._task

    async def _run(self):
        for attempt in range(3):
            try:
                await self._target(attempt)
            except Exception as error:
                print("failed:", error)
                await asyncio.sleep(0.01)
        print("gives up")


async def flaky(attempt):
    await asyncio.sleep(0.01)
    raise RuntimeError(f"attempt {attempt}")


async def open_ticker(name, interval):
    ticker = Ticker(name, interval)
    ticker.start()
    ticker.start()
    await asyncio.sleep(0)
    return ticker


async def main():
    first = await open_ticker("first", 0.05)
    second = await open_ticker("second", 60)
    await open_ticker("never stopped", 60)
    await asyncio.sleep(0.22)
    await first.stop()
    await first.stop()
    await second.stop()
    print(first.ticks > 1, second.ticks)
    pool = Pool([1, 2, 0, 3, 4])
    await pool.start()
    try:
        await asyncio.sleep(0.2)
    finally:
        await pool.stop()
    print(sorted(pool.results))
    await Supervisor(flaky).join()
    print("main ends")


asyncio.run(main())
