"""Loops that stay."""
import asyncio


async def work(n):
    if n:
        raise ValueError(n)
    return n


async def tasks(given):
    for task in asyncio.as_completed(given):
        await task
    for task in asyncio.as_completed({asyncio.create_task(work(1))}):
        await task


async def looked_at():
    for job in asyncio.as_completed([work(1)]):
        print(job)
        await job


async def collected():
    return [await job for job in asyncio.as_completed([work(1)])]


async def caught_outside():
    try:
        for job in asyncio.as_completed([work(1), work(2)]):
            await job
    except ValueError:
        print("failed")


async def generator():
    for job in asyncio.as_completed([work(1)]):
        yield await job


async def with_else(jobs):
    for job in asyncio.as_completed([work(n) for n in jobs]):
        await job
    else:
        print("done")


async def begun_before(ns):
    """The tasks run while something else waits."""
    tasks = [asyncio.create_task(work(n)) for n in ns]
    await asyncio.sleep(1)
    for job in asyncio.as_completed(tasks):
        await job


async def cancelled_after(ns):
    """The tasks are used for more."""
    tasks = [asyncio.create_task(work(n)) for n in ns]
    for job in asyncio.as_completed(tasks):
        await job
        break
    for task in tasks:
        task.cancel()
