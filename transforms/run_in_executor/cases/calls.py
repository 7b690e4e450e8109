import asyncio
import asyncio as aio
import functools
from asyncio import get_running_loop


def read(path, *, encoding="utf-8"):
    return path


async def inline(path):
    await asyncio.get_running_loop().run_in_executor(None, read, path)
    return await aio.get_event_loop().run_in_executor(None, read)


async def variable(path, args):
    loop = get_running_loop()  # for the threads
    await loop.run_in_executor(None, functools.partial(read, path, encoding="ascii"))
    await loop.run_in_executor(None, read, *args)
    await loop.run_in_executor(None, lambda: read(path))
    print(await loop.run_in_executor(None, (read), (path)), [await loop.run_in_executor(None, read, n) for n in args])
    return await (loop.run_in_executor(executor=None, func=read))


async def layout(path):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(
        None,
        read,
        path,  # where
    )
    await loop.run_in_executor(
        None,  # the default
        # what
        read, path
    )
    await (
        loop  # which loop
        .run_in_executor(None, read)
    )


async def nested(path):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, read, await loop.run_in_executor(None, read, path))


async def with_others(path):
    loop = asyncio.get_running_loop()
    await asyncio.wait_for(loop.run_in_executor(None, read, path), 5)
    print(await asyncio.wait_for(loop.run_in_executor(None, read, path), timeout=5))
    await asyncio.wait_for(timeout=5, fut=loop.run_in_executor(None, read, path))
    await asyncio.wait_for(asyncio.gather(loop.run_in_executor(None, read, path)), 5)
    return await asyncio.gather(loop.run_in_executor(None, read, path), inline(path))


class Store:
    def __init__(self, loop: asyncio.AbstractEventLoop):
        self._loop = loop

    async def read(self, path):
        return await self._loop.run_in_executor(None, read, path)


async def handed(loop: asyncio.AbstractEventLoop, paths):
    async def one(path):
        return await loop.run_in_executor(None, read, path)

    return [await one(path) for path in paths], (loop.time() for _ in paths)


async def shadowed(path):
    async def to_thread(loop):
        return loop

    await asyncio.get_running_loop().run_in_executor(None, read, await to_thread(path))
