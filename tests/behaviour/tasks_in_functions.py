"""Tasks that end in the function that spawns them: awaited, gathered, cancelled, one by one, in errors."""

import asyncio
import contextlib


async def stage(name, delay):
    await asyncio.sleep(delay)
    print("stage", name)
    return name


async def ticking(log):
    try:
        while True:
            log.append("tick")
            await asyncio.sleep(0.01)
    finally:
        print("ticked", bool(log))


async def failing():
    await asyncio.sleep(0.02)
    raise LookupError("gone")


async def awaited():
    first = asyncio.create_task(stage("slow", 0.06))
    second = asyncio.create_task(stage("fast", 0.02))
    print("both begin")
    return [await first, await second]


async def cancelled():
    log = []
    task = asyncio.create_task(ticking(log))
    try:
        await stage("work", 0.04)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    return task.cancelled()


async def gathered():
    tasks = []
    for number in (3, 1, 2):
        tasks.append(asyncio.create_task(stage(number, number / 50)))
        await asyncio.sleep(0)
    return await asyncio.gather(*tasks)


async def pipelined():
    before = None
    for number in range(3):
        if before is not None:
            print("got", await before)
        before = asyncio.create_task(stage(number, 0.01))
    if before is not None:
        print("last", await before)


async def joined():
    tasks = {name: asyncio.create_task(stage(name, 0.01)) for name in "ab"}
    await asyncio.sleep(0)
    await asyncio.wait(list(tasks.values()))
    print({name: task.result() for name, task in tasks.items()})
    return all(task.done() for task in tasks.values())


async def failed():
    task = asyncio.create_task(failing())
    await asyncio.sleep(0)
    print("never", await task)


async def out_of_time():
    task = asyncio.create_task(stage("never", 1))
    await asyncio.sleep(0)
    await task


async def main():
    print(await awaited())
    print(await cancelled())
    print(await gathered())
    await pipelined()
    print(await joined())
    try:
        await failed()
    except LookupError as error:
        print("caught", error)
    try:
        await asyncio.wait_for(out_of_time(), 0.02)
    except TimeoutError:
        print("out of time")


asyncio.run(main())
