"""Children that are no coroutines, and gathers that are not awaited where they are called."""
import asyncio


async def load(n):
    return n


def not_async(n):
    return n


async def tasks(given, loop):
    task = asyncio.create_task(load(1))
    await asyncio.gather(task, load(2))
    await asyncio.gather(*given)
    await asyncio.gather(loop.run_in_executor(None, print), load(2))
    await asyncio.gather(asyncio.gather(load(1)), load(2))
    await asyncio.gather(not_async(1))
    await asyncio.gather(given.add_executor_job(print), given.create_eager_task(load(1)))
    twice = load(3)
    await asyncio.gather(twice, twice)


async def later():
    gathered = asyncio.gather(load(1), load(2))
    print("started")
    return await gathered


async def decided(keep):
    return await asyncio.gather(load(1), return_exceptions=keep)


async def spread(options):
    return await asyncio.gather(load(1), **options)


def of_loop(loop):
    return loop.run_until_complete(asyncio.gather(load(1), load(2)))


run = asyncio.gather
