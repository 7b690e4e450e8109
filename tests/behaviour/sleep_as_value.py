"""sleep handed on: a default, a table entry, an argument, an attribute."""

import asyncio


async def poll(ready, *, sleep=asyncio.sleep):
    rounds = 0
    while not ready(rounds):
        await sleep(0.001)
        rounds += 1
    return rounds


class Clock:
    pause = staticmethod(asyncio.sleep)

    def __init__(self, sleep):
        self.sleep = sleep

    async def tick(self):
        await self.sleep(0)
        await Clock.pause(0)
        return "tick"


WAYS = {"plain": asyncio.sleep, "twice": lambda d: asyncio.sleep(d / 2)}


async def main():
    print(await poll(lambda n: n == 3))
    print(await Clock(asyncio.sleep).tick())
    for name, way in WAYS.items():
        await way(0.002)
        print(name)
    nap = asyncio.sleep
    await nap(0)
    coroutine = asyncio.sleep(0)
    await coroutine
    print("done")


asyncio.run(main())
