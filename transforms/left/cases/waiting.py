import asyncio


async def gathered(f, xs):
    await asyncio.gather(*[f(x) for x in xs])
    results = await asyncio.gather(*map(f, xs))
    await asyncio.gather(f(1), f(2), return_exceptions=True)
    errors = await asyncio.gather(f(1), f(2), return_exceptions=True)
    later = asyncio.gather(f(1), f(2))
    return results, errors, await later


async def waited(tasks):
    await asyncio.wait(tasks)
    done, pending = await asyncio.wait(tasks, timeout=1)
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    async for task in asyncio.as_completed(tasks):
        await task


async def shielded(f):
    await asyncio.shield(f())
    await asyncio.wait_for(asyncio.shield(f()), 1)
