"""Tasks that are waited for, or cancelled, in the function that spawns them."""

import asyncio
import contextlib


async def fetch(key):
    await asyncio.sleep(0.1)
    return key


async def meanwhile():
    other = asyncio.create_task(fetch("a"))
    print("meanwhile")
    await asyncio.sleep(1)
    result = await other
    print("the group has ended")
    return result


async def until_done():
    ticker = asyncio.create_task(tick(), name="ticker")
    try:
        return await fetch("b")
    finally:
        ticker.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticker


async def tick():
    while True:
        await asyncio.sleep(1)


async def many(keys):
    tasks = []
    for key in keys:
        tasks.append(asyncio.create_task(fetch(key)))
        await asyncio.sleep(0)
    print("all have begun")
    return await asyncio.gather(*tasks)


async def two():
    loop = asyncio.get_running_loop()
    one = loop.create_task(fetch(1))
    other = asyncio.ensure_future(fetch(2))
    await asyncio.sleep(0)
    left, right = await asyncio.gather(one, other)
    return left + right


async def settled(keys):
    tasks = {key: asyncio.create_task(fetch(key)) for key in keys}
    await asyncio.sleep(0)
    await asyncio.wait(list(tasks.values()))
    return {key: task.result() for key, task in tasks.items()}


async def one_by_one(keys):
    for key in keys:
        task: asyncio.Task[str] = asyncio.create_task(fetch(key))
        await asyncio.sleep(0)
        if key == "skip":
            await task
            continue
        if not await task:
            break


async def only_told():
    task = asyncio.create_task(tick())
    await asyncio.sleep(1)
    if not task.done():
        task.cancel()


async def pipelined(keys):
    before = None
    for key in keys:
        if before is not None:
            print(await before)
        before = asyncio.create_task(fetch(key))
    if before is not None:
        print(await before)


async def at_once():
    return await asyncio.create_task(fetch("c"))


async def exhausted(kind):
    task = asyncio.create_task(fetch(kind))
    match kind:
        case "a":
            print(await task)
        case _:
            await task


async def ended_in_any_case(key):
    task = asyncio.create_task(fetch(key))
    try:
        print(await fetch("meanwhile"))
        return await task
    finally:
        task.cancel()


async def ended_if_wanted(key):
    task = asyncio.create_task(fetch(key))
    other = await fetch("other")
    if other:
        return await task
    task.cancel()
    return None
