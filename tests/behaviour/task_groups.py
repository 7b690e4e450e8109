"""Task groups: what their tasks give, errors, cancellation, groups that are handed on."""

import asyncio
from contextlib import suppress


async def work(n):
    await asyncio.sleep(0.01 * n)
    return n * n


async def fail(n):
    await asyncio.sleep(0.01 * n)
    raise ValueError(n)


async def slow(name):
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(0.01)
        print(name, "ends")


def spawn(tg: asyncio.TaskGroup, n: int) -> asyncio.Task[int]:
    return tg.create_task(work(n), name=f"work {n}")


async def tree(tg: asyncio.TaskGroup, depth: int, found: list[int]) -> None:
    found.append(depth)
    if depth:
        for _ in range(2):
            tg.create_task(tree(tg, depth - 1, found))


def report(tasks: list[asyncio.Task]) -> None:
    for task in tasks:
        print(task.get_name(), task.result())


class Jobs:
    def __init__(self) -> None:
        self._group = asyncio.TaskGroup()
        self._tasks: dict[str, asyncio.Task] = {}

    async def __aenter__(self):
        await self._group.__aenter__()
        return self

    async def __aexit__(self, *exc_info):
        return await self._group.__aexit__(*exc_info)

    def submit(self, name, n) -> None:
        self._tasks[name] = self._group.create_task(work(n))

    def results(self):
        return {name: task.result() for name, task in self._tasks.items()}


async def results():
    async with asyncio.TaskGroup() as tg:
        one = tg.create_task(work(1))
        many = [tg.create_task(work(n)) for n in range(3)]
        print(await one)
    print(one.done(), one.cancelled(), one.exception())
    print([task.result() for task in many], sum(task.result() for task in many))
    async with asyncio.TaskGroup() as tg:
        tasks = [spawn(tg, n) for n in range(3)]
    report(tasks)
    report(tasks=[*tasks, tasks[0]])
    found = []
    async with asyncio.TaskGroup() as tg:
        tg.create_task(tree(tg, 3, found))
    print(sorted(found))
    async with Jobs() as jobs:
        jobs.submit("a", 2)
        jobs.submit("b", 1)
    print(jobs.results())


async def errors():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail(1))
            tg.create_task(slow("sibling"))
    except* ValueError as group:
        print([str(error) for error in group.exceptions])
    try:
        async with asyncio.TaskGroup() as tg:
            task = tg.create_task(fail(1))
            print(await task)
    except* ValueError as group:
        print(len(group.exceptions))
    print(repr(task.exception()))
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(slow("left"))
            await asyncio.sleep(0.01)
            raise KeyError("body")
    except* KeyError as group:
        print(group.exceptions)


async def cancelling():
    async with asyncio.TaskGroup() as tg:
        first = tg.create_task(slow("first"))
        second = tg.create_task(slow("second"))
        await asyncio.sleep(0.01)
        first.cancel()
        with suppress(asyncio.CancelledError):
            await first
        print(first.cancelled(), second.done())
        second.cancel()
    print(second.cancelled())


async def main():
    await results()
    await errors()
    await cancelling()


asyncio.run(main())
