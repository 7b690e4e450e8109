import asyncio


class Gate:
    def __init__(self):
        self._a = asyncio.Lock()
        self._b = asyncio.Lock()
        self._c = asyncio.Lock()

    async def stream(self):
        async with self._a:
            yield 1

    async def toggle(self, on):
        if on:
            await self._b.acquire()
        else:
            self._b.release()

    async def guarded(self):
        await self._c.acquire()
        try:
            return 1
        finally:
            self._c.release()
