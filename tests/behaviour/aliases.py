"""asyncio under other names, and other things under asyncio's."""

import asyncio as aio
import asyncio.locks
from asyncio import Lock, run as start
from asyncio import sleep as nap, to_thread
from asyncio.locks import Event as Flag


async def sleep(delay):
    print("own sleep", delay)


class asyncio_like:
    @staticmethod
    async def sleep(delay):
        print("class sleep", delay)


async def parameter(aio):
    await aio.sleep(1)


async def local():
    nap = sleep
    await nap(2)


async def rebound():
    aio = asyncio_like
    await aio.sleep(3)

    async def nested():
        await aio.sleep(4)

    await nested()


class Holder:
    aio = asyncio_like

    async def method(self):
        await aio.sleep(0)
        await self.aio.sleep(5)


async def comprehension():
    print([nap for nap in (1, 2)])
    await nap(0)
    print([aio.__name__ for aio in (asyncio_like,)])


async def main():
    await aio.sleep(0)
    await nap(0)
    await sleep(0)
    await parameter(asyncio_like)
    await local()
    await rebound()
    await Holder().method()
    await comprehension()
    async with Lock(), asyncio.Lock(), asyncio.locks.Lock():
        print(await to_thread(len, "four"))
    flag = Flag()
    flag.set()
    await flag.wait()
    print("end")


start(main())
