"""Every usual way to wait until cancelled, cancelled from outside."""

import asyncio
import math

import anyio


async def by_event():
    await asyncio.Event().wait()


async def by_future():
    await asyncio.Future()


async def by_loop_future():
    await asyncio.get_running_loop().create_future()


async def by_infinity():
    await asyncio.sleep(math.inf)


async def by_float():
    await asyncio.sleep(float("inf"))


async def by_hours():
    while True:
        await asyncio.sleep(3600)


async def with_cleanup():
    try:
        while True:
            await asyncio.sleep(86400)
    finally:
        print("cleaned up")


async def counted(rounds):
    while True:
        if not rounds:
            return
        rounds -= 1
        await asyncio.sleep(0)


async def main():
    for forever in (by_event, by_future, by_loop_future, by_infinity, by_float, by_hours, with_cleanup):
        with anyio.move_on_after(0.01) as scope:
            await forever()
            print("never")
        print(forever.__name__, scope.cancelled_caught)
    await counted(3)
    print("counted")


asyncio.run(main())
