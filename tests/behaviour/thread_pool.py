"""Functions in pools of threads: results, errors, timeouts and arguments are the same with a limiter."""

import asyncio
import functools
import threading
from concurrent.futures import ThreadPoolExecutor

SIZE = 3
_POOL = ThreadPoolExecutor(SIZE)
release = threading.Event()


def join(*words, sep="-"):
    return sep.join(words)


def fail(word):
    raise ValueError(word)


def block():
    release.wait(10)
    return "late"


class Store:
    def __init__(self):
        self._pool = ThreadPoolExecutor(max_workers=2)

    async def get(self, *words):
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, join, *words)

    def close(self):
        self._pool.shutdown(wait=True)


async def handed(pool, word):
    return await asyncio.get_running_loop().run_in_executor(pool, join, "handed", word)


async def managed():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(2) as pool:
        words = [await loop.run_in_executor(pool, join, "with", str(n)) for n in range(5)]
        try:
            await loop.run_in_executor(pool, fail, "no")
        except ValueError as error:
            words.append(repr(error))
    return words


async def main():
    loop = asyncio.get_running_loop()
    store = Store()
    print(await store.get("a", "b"), await store.get())
    store.close()
    print(await managed())
    print(await loop.run_in_executor(_POOL, functools.partial(join, "x", "y", sep="+")))
    print(await handed(ThreadPoolExecutor(2), "over"))
    try:
        result = await asyncio.wait_for(loop.run_in_executor(_POOL, block), 0.02)
    except asyncio.TimeoutError:
        result = "timed out"
    print(result)
    release.set()
    print(await loop.run_in_executor(_POOL, block))


asyncio.run(main())
asyncio.run(main())
