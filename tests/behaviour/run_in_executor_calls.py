"""Work in the default executor: loops, arguments, errors, results in expressions."""

import asyncio
import functools
import threading
from asyncio import get_running_loop

MAIN = threading.get_ident()


def describe(*args, limiter=None, **kwargs):
    return args, limiter, sorted(kwargs)


def elsewhere():
    return threading.get_ident() != MAIN


def fail(message):
    raise LookupError(message)


async def inline():
    return await asyncio.get_event_loop().run_in_executor(None, elsewhere)


async def variable(args):
    loop = get_running_loop()
    print(await loop.run_in_executor(None, describe))
    print(await loop.run_in_executor(None, describe, 1, 2))
    print(await loop.run_in_executor(None, describe, *args))
    print(await loop.run_in_executor(None, functools.partial(describe, 1, limiter="l", other=0)))
    print(await loop.run_in_executor(executor=None, func=describe))
    print(await loop.run_in_executor(None, abs, await loop.run_in_executor(None, int, "-3")))
    try:
        await loop.run_in_executor(
            None,  # the default
            fail,
            "missing",  # what
        )
    except LookupError as error:
        print("raised", error)
    return await (loop.run_in_executor(None, lambda: "lambda"))


async def main():
    print(await inline())
    print(await variable([3, 4]))


asyncio.run(main())
