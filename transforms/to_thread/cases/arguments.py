import asyncio
from asyncio import to_thread


def read(path, *, encoding="utf-8"):
    return path


async def main(path, args, kwargs):
    await asyncio.to_thread(read, path)
    await to_thread(read, path, encoding="ascii")
    await asyncio.to_thread(read, *args)
    await asyncio.to_thread(read, **kwargs)
    await asyncio.to_thread(read)
    await asyncio.to_thread(
        read,
        path,  # where
    )
    await asyncio.gather(asyncio.to_thread(read, 1), asyncio.to_thread(lambda: 2))
    await asyncio.to_thread(*args)
    return asyncio.to_thread
