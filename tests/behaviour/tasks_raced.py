"""Tasks that `asyncio.wait` waits for: the first, one after the other, for some time, all."""

import asyncio


async def fetch(key, delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print("cancelled", key)
        raise
    return key


async def race():
    slow = asyncio.create_task(fetch("slow", 5))
    fast = asyncio.create_task(fetch("fast", 0.01))
    done, pending = await asyncio.wait({slow, fast}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    return done.pop().result(), slow.cancelled()


async def as_they_come():
    pending = {asyncio.create_task(fetch(number, number / 20)) for number in (3, 1, 2)}
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            print("got", task.result())
            if task.result() == 1:
                pending.add(asyncio.create_task(fetch(9, 0.2)))


async def in_time():
    tasks = [asyncio.create_task(fetch(delay, delay)) for delay in (0.01, 0.02, 5)]
    done, late = await asyncio.wait(tasks, timeout=0.2)
    print(sorted(task.result() for task in done), len(late))
    for task in late:
        task.cancel()


async def all_of_them():
    tasks = [asyncio.create_task(fetch(key, 0.01)) for key in "ab"]
    done, pending = await asyncio.wait(tasks)
    return sorted(task.result() for task in done), len(pending)


async def stopped():
    stop = asyncio.Event()
    stopping = asyncio.create_task(stop.wait())
    working = asyncio.create_task(fetch("work", 5))
    await asyncio.sleep(0.01)
    stop.set()
    await asyncio.wait([stopping, working], return_when=asyncio.FIRST_COMPLETED)
    for task in (stopping, working):
        if not task.done():
            task.cancel()
    await asyncio.gather(stopping, working, return_exceptions=True)
    print("stopped")


async def main():
    print(await race())
    await as_they_come()
    await in_time()
    print(await all_of_them())
    await stopped()
    await asyncio.sleep(0.05)


asyncio.run(main())
