"""The error of a task is caught where it is awaited, and something else keeps a group away."""

import asyncio
import contextlib


async def find(key):
    await asyncio.sleep(0.1)
    if not key:
        raise ValueError(key)
    return key


async def still_running(key):
    task = asyncio.create_task(find(key))
    try:
        await find("other")
        return await task
    except ValueError:
        return None


async def ended_there(key):
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    try:
        return await task
    except BaseException:
        return None


async def of_some_kind(key, kinds):
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    with contextlib.suppress(*kinds):
        return await task


async def cancelled_too(key):
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    task.cancel()
    try:
        return await task
    except Exception:
        return None


async def gathered(keys):
    tasks = [asyncio.create_task(find(key)) for key in keys]
    await asyncio.sleep(0)
    try:
        return await asyncio.gather(*tasks)
    except ValueError:
        return None


async def one_by_one(keys):
    tasks = [asyncio.create_task(find(key)) for key in keys]
    await asyncio.sleep(0)
    try:
        return [await task for task in tasks]
    except ValueError:
        return None


async def in_another_way(keys):
    tasks = [asyncio.create_task(find(key)) for key in keys]
    await asyncio.sleep(0)
    for task in tasks:
        try:
            await task
        except ValueError:
            pass
    return await asyncio.gather(*tasks, return_exceptions=True)


async def looked_at(key):
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    try:
        await task
    except ValueError:
        print(task.exception())


async def in_a_string(key):
    task: "asyncio.Task[str]" = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    try:
        return await task
    except ValueError:
        return None
