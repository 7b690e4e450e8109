import asyncio

ERRORS = (asyncio.CancelledError, OSError)


class Stopped(asyncio.CancelledError):
    errors = [asyncio.CancelledError]


class Either(OSError, asyncio.CancelledError):
    pass


async def raised(future, job, default=asyncio.CancelledError):
    future.set_exception(asyncio.CancelledError())
    try:
        await job()
    except asyncio.CancelledError:
        raise asyncio.CancelledError from None
    except ERRORS:
        raise asyncio.CancelledError("late")


def plain(error: asyncio.CancelledError, other: "asyncio.CancelledError"):
    return lambda: asyncio.CancelledError


async def groups(job):
    try:
        await job()
    except* asyncio.CancelledError:
        print("some")


async def generator(job):
    try:
        yield await job()
    except asyncio.CancelledError:
        print("left")
        raise

    async def nested():
        try:
            await job()
        except (asyncio.CancelledError, Exception) as error:
            print(error)
            raise error
