"""Tasks that `asyncio.wait` waits for."""

import asyncio


async def fetch(key):
    await asyncio.sleep(len(key) / 100)
    return key


async def fails():
    raise ValueError("no")


async def race(one, other):
    first = asyncio.create_task(fetch(one))
    second = asyncio.create_task(fetch(other))
    done, pending = await asyncio.wait({first, second}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    return done.pop().result()


async def as_they_come(keys):
    pending = {asyncio.create_task(fetch(key)) for key in keys}
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            print(task.result())


async def in_time(keys):
    tasks = [asyncio.create_task(fetch(key)) for key in keys]
    done, late = await asyncio.wait(tasks, timeout=0.5)
    for task in late:
        task.cancel()
    return [task.result() for task in done]


async def stopped(stop: asyncio.Event):
    stopping = asyncio.create_task(stop.wait())
    working = asyncio.create_task(fetch("work"))
    try:
        await asyncio.wait(
            [stopping, working],
            return_when=asyncio.FIRST_COMPLETED,
        )
        if working.done():
            print(working.result())
    finally:
        for task in (stopping, working):
            if not task.done():
                task.cancel()


async def all_of_them(keys):
    tasks = [asyncio.create_task(fetch(key)) for key in keys]
    done, _ = await asyncio.wait(tasks)
    return {task.result() for task in done}


async def spawned_there(key):
    await asyncio.wait([asyncio.create_task(fetch(key))])


async def goes_on(one, other):
    """The slower task goes on: refused."""
    tasks = {asyncio.create_task(fetch(one)), asyncio.create_task(fetch(other))}
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    return done.pop().result()


async def first_error(keys):
    """A group ends with the first error by itself: refused."""
    tasks = [asyncio.create_task(fetch(key)) for key in keys]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)


async def unraised():
    """Nobody raises the error, which would end the group: refused."""
    task = asyncio.create_task(fails())
    await asyncio.wait([task])
    print(task.exception())
