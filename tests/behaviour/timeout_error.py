"""asyncio.TimeoutError caught, raised, compared and named."""

import asyncio
from asyncio import TimeoutError as Late


class Slow(asyncio.TimeoutError):
    pass


async def late(kind):
    await asyncio.sleep(0)
    raise kind("too late")


async def caught(kind):
    try:
        await late(kind)
    except asyncio.TimeoutError as error:
        return f"timeout {error}"
    except (ValueError, KeyError):
        return "other"


async def caught_in_tuple(kind):
    try:
        await late(kind)
    except (OSError, Late):
        return type.__name__
    finally:
        await asyncio.sleep(0)


def outside():
    try:
        raise asyncio.exceptions.TimeoutError
    except asyncio.TimeoutError:
        return isinstance(Late(), asyncio.TimeoutError)


async def main():
    for kind in (asyncio.TimeoutError, Late, Slow, ValueError):
        print(kind.__name__, await caught(kind))
    print(await caught_in_tuple(Slow))
    print(outside(), issubclass(Slow, Exception))
    handlers = {asyncio.TimeoutError: "retry"}
    print(handlers[Late])


asyncio.run(main())
