import asyncio
import concurrent.futures
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import Executor
from functools import partial

_POOL = ThreadPoolExecutor(4)
SIZE = 3
SHARED = ThreadPoolExecutor(SIZE)


def read(path, *, encoding="utf-8"):
    return path


async def of_the_module(path):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(_POOL, read, path)
    await asyncio.wait_for(loop.run_in_executor(_POOL, partial(read, path, encoding="ascii")), 5)
    return await loop.run_in_executor(SHARED, lambda: read(path))


class Store:
    _late: ThreadPoolExecutor | None = None

    def __init__(self):
        self._pool: Executor = concurrent.futures.ThreadPoolExecutor(
            max_workers=SIZE,  # as many as the disk takes
        )

    async def read(self, path):
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._pool,
            read,
            path,
        )

    async def late(self, path):
        if self._late is None:
            self._late = ThreadPoolExecutor(2)
        return await asyncio.get_running_loop().run_in_executor(executor=self._late, func=read)

    def close(self):
        self._pool.shutdown(wait=False)  # nobody is left


async def local(paths):
    pool = ThreadPoolExecutor(max_workers=2)
    loop = asyncio.get_running_loop()
    try:
        await asyncio.gather(loop.run_in_executor(pool, read, 1), loop.run_in_executor(pool, read, 2))
        return [await loop.run_in_executor(pool, read, path) for path in paths]
    finally:
        pool.shutdown()


async def managed(paths):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(2) as pool:  # at most two
        # the first
        await loop.run_in_executor(pool, read, 1)

        for path in paths:
            await loop.run_in_executor(pool, read, path)


async def handed(pool, path):
    return await asyncio.get_running_loop().run_in_executor(pool, read, path)


async def hands_on(path):
    pool = ThreadPoolExecutor(2)
    return await handed(pool, path)
