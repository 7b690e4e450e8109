import asyncio
import concurrent.futures
import functools

pool = concurrent.futures.ThreadPoolExecutor(1)


async def executors(f, x):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, f, x)
    await loop.run_in_executor(pool, functools.partial(f, x=1))
    future = loop.run_in_executor(None, f)
    loop.set_default_executor(pool)
    return await future


def worker(loop: asyncio.AbstractEventLoop, coro):
    asyncio.run_coroutine_threadsafe(coro, loop).result()
    loop.call_soon_threadsafe(print)


async def from_another_loop(loop, coro):
    asyncio.run_coroutine_threadsafe(coro, loop)
