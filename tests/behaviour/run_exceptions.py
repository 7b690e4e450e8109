"""What leaves run is what main raised, bare, with its cause; an uncaught one ends the program."""

import asyncio


class Broken(Exception):
    pass


async def fail(kind, *args):
    try:
        await asyncio.sleep(0)
        raise kind(*args)
    finally:
        print("finally", kind.__name__)


async def chained():
    try:
        await fail(KeyError, "k")
    except KeyError as error:
        raise Broken("wrapped") from error


for kind in (ValueError, Broken, StopAsyncIteration, KeyboardInterrupt, asyncio.TimeoutError):
    try:
        asyncio.run(fail(kind, 1, 2))
    except BaseException as error:
        print(type(error).__name__, error.args)

try:
    asyncio.run(chained())
except Broken as error:
    print(error, repr(error.__cause__))

asyncio.run(fail(Broken, "uncaught"))
print("not reached")
