"""Tasks of a function that `wait_for` waits for, and cancels when the time is up."""

import asyncio
from asyncio import wait_for as within


async def find(key):
    await asyncio.sleep(0.1)
    if not key:
        raise ValueError(key)
    return key


async def in_time(key):
    task = asyncio.create_task(find(key))
    other = await find("other")
    return other, await asyncio.wait_for(task, timeout=5)


async def caught(key, limit):
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    try:
        return await asyncio.wait_for(
            task,
            limit,  # seconds
        )
    except (asyncio.TimeoutError, ValueError):
        task.cancel()
        return None


async def no_errors():
    task: asyncio.Task[None] = asyncio.create_task(asyncio.sleep(5))
    print("begun")
    try:
        await within(task, 1)
    except TimeoutError:
        print("late", task.cancelled())


async def for_no_time(limit):
    task = asyncio.create_task(find("a"))
    return await asyncio.wait_for(task, limit)


async def each(keys):
    tasks = [asyncio.create_task(find(key)) for key in keys]
    for task in tasks:
        try:
            print(await asyncio.wait_for(task, 1))
        except Exception as error:
            print(error)


async def for_no_time_at_all():
    """The task would begin: refused."""
    task = asyncio.create_task(find("a"))
    return await asyncio.wait_for(task, 0)


async def for_ever():
    task = asyncio.create_task(find("a"))
    return await asyncio.wait_for(task, timeout=None)


async def again(key):
    """It may have been cancelled by then: refused."""
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    try:
        return await asyncio.wait_for(task, 1)
    except TimeoutError:
        return await task


async def repeated(key):
    """The same: refused."""
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    while True:
        try:
            return await asyncio.wait_for(task, 1)
        except TimeoutError:
            print("still waiting")


async def cancelled(key, is_wanted):
    """The same: refused."""
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    if not is_wanted:
        task.cancel()
    return await asyncio.wait_for(task, 1)


async def evaluated(key, limit):
    """The task goes on where the limit has an error: refused."""
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    try:
        return await asyncio.wait_for(task, int(limit))
    except ValueError:
        return None


async def shielded(key):
    """The task goes on: refused."""
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    return await asyncio.wait_for(asyncio.shield(task), 1)


async def of_a_group(key):
    async with asyncio.TaskGroup() as group:
        task = group.create_task(find(key))
        await asyncio.wait_for(task, 1)
