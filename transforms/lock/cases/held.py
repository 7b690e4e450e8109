import asyncio


class Bank:
    def __init__(self):
        self._lock = asyncio.Lock()
        self._other = asyncio.Lock()
        self._each = asyncio.Lock()
        self._spawning = asyncio.Lock()
        self._pair = asyncio.Lock()

    async def close(self):
        async with self._lock:
            await asyncio.wait_for(self.flush(), 5)

    async def flush(self):
        async with self._lock:
            print("flushed")

    async def twice(self):
        async with asyncio.timeout(1), self._other, self._other:
            print("never")

    async def by_hand(self):
        await self._pair.acquire()
        try:
            async with self._pair:
                print("never")
        finally:
            self._pair.release()

    async def move(self, bank):
        async with self._each:
            async with bank._each:
                print("moved")

    async def spawn(self):
        async with self._spawning:
            task = asyncio.create_task(self.spawned())

            async def later():
                async with self._spawning:
                    print("later")

        await task
        await later()

    async def spawned(self):
        async with self._spawning:
            print("spawned")
