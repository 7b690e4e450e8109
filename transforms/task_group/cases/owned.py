import asyncio
from contextlib import asynccontextmanager


class Jobs:
    def __init__(self) -> None:
        self._group = asyncio.TaskGroup()
        self._tasks: list[asyncio.Task] = []

    async def __aenter__(self):
        await self._group.__aenter__()
        return self

    async def __aexit__(self, *exc_info):
        return await self._group.__aexit__(*exc_info)

    def submit(self, coro) -> None:
        self._tasks.append(self._group.create_task(coro))

    def results(self) -> list:
        return [t.result() for t in self._tasks]


class Pool:
    def __init__(self, tg: asyncio.TaskGroup):
        self._tg = tg

    def start(self, n):
        self._tg.create_task(work(n))


async def work(n):
    await asyncio.sleep(1)
    return n


async def main():
    async with Jobs() as jobs:
        jobs.submit(work(1))
    print(jobs.results())
    async with asyncio.TaskGroup() as tg:
        Pool(tg).start(1)


@asynccontextmanager
async def group(name):
    async with asyncio.TaskGroup() as tg:
        watching = tg.create_task(work(name))
        try:
            yield tg
        finally:
            watching.cancel()


async def entered():
    async with group("a") as tg:
        tg.create_task(work(1))
