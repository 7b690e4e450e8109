"""Code that tells cancellations from errors: in tuples, with `isinstance` and `suppress`."""

import asyncio
from contextlib import suppress


async def work(name, error=None):
    try:
        await asyncio.sleep(0 if error else 5)
        raise error
    finally:
        print(name, "left")


async def compared(error):
    try:
        await work("compared", error)
    except BaseException as caught:
        print(isinstance(caught, asyncio.CancelledError), isinstance(caught, (OSError, asyncio.CancelledError)))
        if isinstance(caught, OSError | asyncio.CancelledError):
            raise
        print("handled", repr(caught))


async def suppressed(error):
    with suppress(asyncio.CancelledError, OSError):
        await work("suppressed", error)
        print("never")
    print("after")


async def either(error):
    try:
        await work("either", error)
    except (asyncio.CancelledError, ValueError) as caught:
        print("cancelled" if isinstance(caught, asyncio.CancelledError) else repr(caught))
        raise


async def generated(error):
    try:
        yield 1
        await work("generated", error)
    except asyncio.CancelledError:
        print("generator cancelled")
        raise


async def consumed(error):
    async for number in generated(error):
        print(number)


async def attempt(coroutine):
    try:
        async with asyncio.timeout(0.2):
            await coroutine
        print("done")
    except (TimeoutError, OSError, ValueError) as error:
        print(type(error).__name__)


async def main():
    for function in (compared, suppressed, either, consumed):
        for error in (None, OSError("x"), ValueError("y")):
            print("-", function.__name__, type(error).__name__)
            await attempt(function(error))


asyncio.run(main())
