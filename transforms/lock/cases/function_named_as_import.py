import asyncio
from asyncio import sleep


async def wait():
    await sleep(1)


def outer():
    def sleep(lock=None):
        lock = asyncio.Lock()
        return lock.locked()

    return sleep()
