"""Names that stop meaning asyncio half-way: del, global, star imports, loops."""

import asyncio
from asyncio import *

import asyncio as temporary


class Fake:
    async def sleep(self, delay):
        print("fake", delay)


async def before():
    await temporary.sleep(0)
    await sleep(0)
    print("real")


run(before())
del temporary

temporary = Fake()


async def after():
    await temporary.sleep(1)
    for temporary_too in (Fake(), asyncio):
        await temporary_too.sleep(0)


asyncio.run(after())


def swap():
    global asyncio
    asyncio, real = Fake(), asyncio
    return real


async def swapped():
    await asyncio.sleep(2)


real = swap()
real.run(swapped())
