"""Tasks whose errors nobody raises: they are results of `gather`, or nobody looks at them."""

import asyncio


async def fails(key):
    await asyncio.sleep(0.1)
    return {}[key]


async def as_results(keys):
    tasks = [asyncio.create_task(fails(key)) for key in keys]
    print("all have begun")
    await asyncio.sleep(0)
    return await asyncio.gather(*tasks, return_exceptions=True)


async def ignored(one, other):
    first = asyncio.create_task(fails(one))
    second = asyncio.create_task(fails(other))
    await asyncio.sleep(1)
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)


async def looked_at(key):
    """The error is looked for in another way: refused."""
    task = asyncio.create_task(fails(key))
    await asyncio.sleep(0)
    await asyncio.gather(task, return_exceptions=True)
    return task.exception()
