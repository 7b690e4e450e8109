import asyncio as aio
import contextlib
from asyncio import CancelledError, create_task as spawn


class Alone:
    def __init__(self):
        self._task: aio.Task[None] | None = None  # none yet

    async def __aenter__(self):
        """Starts it."""
        # runs until the end
        self._task = spawn(self._run(), name="alone")  # started
        return self

    async def __aexit__(self, *exc):
        assert self._task is not None
        self._task.cancel()
        with contextlib.suppress(CancelledError):
            # nobody is told
            await self._task

    async def _run(self):
        while True:
            await aio.sleep(1)


class Looked:
    async def __aenter__(this):
        this.task = aio.create_task(this.run())

    async def __aexit__(self, *exc):
        if self.task:
            self.task.cancel()
            try:
                await self.task
            except aio.CancelledError:
                pass
        print("left")

    def is_over(self):
        return self.task.done()

    async def run(self):
        try:
            await aio.sleep(1)
        finally:
            await aio.sleep(0)


class Two:
    async def __aenter__(self):
        self.read = aio.create_task(self._read())
        self.write = aio.create_task(self._write())
        return self

    async def __aexit__(self, *exc):
        self.read.cancel()
        self.write.cancel()
        await aio.gather(self.read, self.write, return_exceptions=True)

    async def _read(self):
        await aio.sleep(1)

    async def _write(self):
        await aio.sleep(1)


class Many:
    def __init__(self, size):
        self.size = size
        self.workers: list["aio.Task"] = []

    async def __aenter__(self):
        for number in range(self.size):
            self.workers.append(aio.create_task(self._work(number)))
        return self

    async def __aexit__(self, *exc):
        for worker in self.workers:
            worker.cancel()
        await aio.gather(*self.workers, return_exceptions=True)
        self.workers.clear()

    async def _work(self, number):
        await aio.sleep(number)
        print(1 / number)


class Graceful:
    async def __aenter__(self):
        self.stop = False
        self.task = aio.create_task(self.run(self.job))

    async def __aexit__(self, *exc):
        self.stop = True
        await self.task

    async def run(self, job):
        while not self.stop:
            await job()
