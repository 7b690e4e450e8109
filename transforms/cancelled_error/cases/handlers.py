import asyncio
from contextlib import suppress


async def work(job):
    try:
        await job()
    except asyncio.CancelledError:
        raise
    except (asyncio.CancelledError, ValueError) as error:
        print(error)


def plain(job):
    try:
        job()
    except asyncio.CancelledError:
        raise


async def other(task):
    with suppress(asyncio.CancelledError):
        await task
    if isinstance(task.exception(), asyncio.CancelledError):
        raise asyncio.CancelledError
