import asyncio
import contextlib
from contextlib import suppress


async def own_work(job, task, queue):
    with suppress(asyncio.CancelledError):
        await job()
    with contextlib.suppress(OSError, asyncio.CancelledError) as nothing, open("x") as file:
        async for item in queue:
            print(item, nothing, file)
    while True:
        with suppress(asyncio.CancelledError):
            await job()


async def another(task, tasks, job):
    with suppress(asyncio.CancelledError):
        await task
    with suppress(asyncio.CancelledError):
        task.cancel()
        await tasks["x"]
        await asyncio.wait_for(task, 1)
    with suppress(asyncio.CancelledError):
        print(task.result())
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(suppress(asyncio.CancelledError))
        await job()


def plain(job):
    with suppress(asyncio.CancelledError):
        job()


with suppress(asyncio.CancelledError):
    pass
