import asyncio
from asyncio import as_completed


async def work(n, fails=False):
    await asyncio.sleep(0.02 * n)
    if fails:
        raise ValueError(n)
    return n


async def none_at_all(jobs):
    count = 0
    for job in as_completed([work(n) for n in jobs]):
        count += await job
    return count


async def built(jobs):
    coros = []
    for n in jobs:
        coros.append(work(n))
    results = []
    for number, job in enumerate(as_completed(coros)):
        if number == 0:
            print("first")
        results.append(await job)
    return results


async def caught():
    for job in as_completed([work(1), work(2, fails=True), work(3)]):
        try:
            value = await job
        except ValueError as error:
            print("failed", error)
            continue
        print("value", value)


async def timed():
    try:
        for job in as_completed([work(1), work(50)], timeout=0.1):
            print("in time", await job)
    except asyncio.TimeoutError:
        print("too late")


async def first(jobs):
    for job in as_completed([work(n) for n in jobs]):
        return await job


async def main():
    print(await none_at_all([]), await none_at_all([2, 1]))
    print(await built([3, 1, 2]), await built(()))
    await caught()
    await timed()
    print(await first([2, 1]), await first([]))


asyncio.run(main())
