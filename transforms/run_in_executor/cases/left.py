import asyncio
import concurrent.futures

pool = concurrent.futures.ThreadPoolExecutor(1)


async def other_executor(f):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(pool, f)
    await loop.run_in_executor(executor=pool, func=f)
    return await loop.run_in_executor(None, f)


async def awaited_later(f, xs):
    loop = asyncio.get_running_loop()
    future = loop.run_in_executor(None, f)
    futures = [loop.run_in_executor(None, f, x) for x in xs]
    await asyncio.gather(*[loop.run_in_executor(None, f, x) for x in xs])
    await asyncio.shield(loop.run_in_executor(None, f))
    later = asyncio.gather(loop.run_in_executor(None, f))
    return await future, await asyncio.gather(*futures), await later


def not_awaited(f):
    return asyncio.get_event_loop().run_in_executor(None, f)


async def unknown_arguments(f, args, kwargs):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(*args)
    await loop.run_in_executor(None, *args)
    await loop.run_in_executor(None, **kwargs)
    await loop.run_in_executor(None)
    await loop.run_in_executor(None, f, key=1)
    await loop.run_in_executor(func=f, executor=None)


async def as_a_value(f):
    call = asyncio.get_running_loop().run_in_executor
    return await call(None, f)


async def in_a_walrus(f):
    await (loop := asyncio.get_running_loop()).run_in_executor(None, f)
    return loop


async def in_a_generator(f, xs):
    return [y async for y in (await asyncio.get_running_loop().run_in_executor(None, f, x) for x in xs)]
