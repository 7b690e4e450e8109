import asyncio
from asyncio import TimeoutError as Late
from contextlib import suppress


async def main(work):
    with suppress(asyncio.TimeoutError):
        await work()
    try:
        await work()
    except (asyncio.TimeoutError, TimeoutError):
        pass
    except (OSError, Late) as error:
        raise asyncio.TimeoutError("late") from error
    return isinstance(work, asyncio.exceptions.TimeoutError)
