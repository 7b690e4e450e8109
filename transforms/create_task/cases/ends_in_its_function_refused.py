"""Tasks that may go on when their function goes on without them, or that somebody else sees."""

import asyncio


async def fetch(key):
    await asyncio.sleep(0.1)
    return key


async def left_early(is_fast):
    task = asyncio.create_task(fetch("a"))
    if is_fast:
        return None
    return await task


async def replaced(keys):
    task = None
    for key in keys:
        task = asyncio.create_task(fetch(key))
    return await task


async def some(keys):
    tasks = [asyncio.create_task(fetch(key)) for key in keys]
    for task in tasks[1:]:
        await task


async def timed():
    task = asyncio.create_task(fetch("b"))
    async with asyncio.timeout(1):
        await task


async def at_the_end():
    try:
        await fetch("c")
    finally:
        task = asyncio.create_task(fetch("d"))
        await task


async def generated():
    task = asyncio.create_task(fetch("e"))
    yield 1
    await task


async def elsewhere():
    task = asyncio.create_task(fetch("f"))

    async def wait():
        return await task

    return await wait()


async def as_results(keys):
    tasks = [asyncio.create_task(fetch(key)) for key in keys]
    await asyncio.sleep(0)
    return await asyncio.gather(*tasks, return_exceptions=True)


async def called_back():
    task = asyncio.create_task(fetch("g"))
    task.add_done_callback(print)
    await task


async def beside_a_coroutine():
    task = asyncio.create_task(fetch("h"))
    await asyncio.sleep(0)
    return await asyncio.gather(task, fetch("i"))
