"""Who waits for a task may be cancelled alone."""
import asyncio


async def load(n):
    await asyncio.sleep(n)
    return n


async def timed():
    async with asyncio.TaskGroup() as tg:
        task = tg.create_task(load(1))
        async with asyncio.timeout(1):
            await task


async def timed_around():
    async with asyncio.timeout(1), asyncio.TaskGroup() as tg:
        task = tg.create_task(load(1))
        return await task


async def watched():
    async def watch(task):
        print(await task)

    async with asyncio.TaskGroup() as tg:
        tg.create_task(watch(tg.create_task(load(1))))


async def afterwards():
    async with asyncio.TaskGroup() as tg:
        task = tg.create_task(load(1))
    async with asyncio.timeout(1):
        return await task
