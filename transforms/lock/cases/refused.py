import asyncio


class Pool:
    def __init__(self):
        self._a = asyncio.Lock()
        self._b = asyncio.Lock()
        self._c = asyncio.Lock()
        self._d = asyncio.Lock()

    async def take(self):
        await self._a.acquire()
        if await self._b.acquire():
            self._b.release()
        register(self._c)
        self._d._waiters

    def give(self):
        self._a.release()


class Special(asyncio.Lock):
    pass


async def old(loop):
    lock = asyncio.Lock(loop=loop)
