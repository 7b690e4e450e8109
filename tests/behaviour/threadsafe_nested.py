"""A thread hands coroutines and calls to the loop that started it."""

import asyncio
import functools


async def double(value, *, times=2):
    await asyncio.sleep(0)
    return value * times


async def fail(word):
    await asyncio.sleep(0)
    raise ValueError(word)


async def main():
    loop = asyncio.get_running_loop()
    seen = []

    def work(values):
        for value in values:
            loop.call_soon_threadsafe(seen.append, value)
            seen.append(asyncio.run_coroutine_threadsafe(double(value), loop).result())
        seen.append(asyncio.run_coroutine_threadsafe(double("x", times=3), loop).result())
        try:
            asyncio.run_coroutine_threadsafe(fail("no"), loop).result()
        except ValueError as error:
            seen.append(repr(error))
        return asyncio.run_coroutine_threadsafe(double(*values[:1]), loop).result()

    print(await asyncio.to_thread(work, [1, 2]))
    print(seen)
    print(await loop.run_in_executor(None, work, ["a"]))
    last = await asyncio.wait_for(asyncio.to_thread(work, [3]), 5)
    print(last, len(seen))


asyncio.run(main())
