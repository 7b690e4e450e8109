"""Loops that await what they are given."""
import asyncio
from asyncio import as_completed as finished


async def work(n, fails=False):
    if fails:
        raise ValueError(n)
    return n


async def literal():
    for job in asyncio.as_completed([work(1), work(2)]):  # as they come
        # the result
        print(await job)


async def may_be_empty(jobs):
    for number, job in enumerate(finished([work(n) for n in jobs]), start=1):
        print(number, await job)


async def built(jobs):
    coros = []
    for n in jobs:
        coros.append(work(n))
    for job in finished(coros):
        if await job:
            break


async def caught(jobs):
    for job in asyncio.as_completed([work(n, fails=True) for n in (1, 2)]):
        try:
            print(await job)
        except ValueError as error:
            print(error)


async def timed(seconds):
    try:
        for job in asyncio.as_completed([work(1), work(2)], timeout=seconds):
            print(await job)
    except asyncio.TimeoutError:
        print("too late")


async def spawned_for_it(ns):
    tasks = [asyncio.create_task(work(n)) for n in ns]
    for done in asyncio.as_completed(tasks):
        print(await done)


async def spawned_one_by_one(ns):
    tasks = []
    for n in ns:
        tasks.append(asyncio.ensure_future(work(n)))
    for number, done in enumerate(asyncio.as_completed(tasks, timeout=5)):
        print(number, len(tasks), await done)
