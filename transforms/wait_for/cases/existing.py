"""What exists already when the waiting for it is timed out: tasks, futures, coroutines in variables."""

import asyncio


class Client:
    def __init__(self, ready):
        self.ready = ready
        self.tasks = {}

    async def use(self, future, timeout):
        await asyncio.wait_for(future, timeout)
        x = await asyncio.wait_for(self.ready, timeout=5)
        self.x = await asyncio.wait_for(self.tasks["x"], 5)
        return x


async def load():
    return 1


async def main(awaitable):
    task = asyncio.create_task(load())
    try:
        print(await asyncio.wait_for(task, 1))
    except asyncio.TimeoutError:
        print(task.cancelled())
    coroutine = load()
    await asyncio.wait_for(coroutine, 1)
    return await asyncio.wait_for(awaitable, None)
