"""A lock that is released elsewhere than it was acquired becomes a semaphore with one slot."""

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager


class Baton:
    def __init__(self):
        self._baton: asyncio.Lock = asyncio.Lock()

    async def take(self):
        await self._baton.acquire()

    def give(self):
        if self._baton.locked():
            self._baton.release()


class Leases:
    def __init__(self):
        self._leases = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def lease(self, name):
        async with self._leases[name]:
            yield name


class Waited:
    def __init__(self):
        self._lock = asyncio.Lock()

    async def take(self):
        return await self._lock.acquire()

    def give(self):
        self._lock.release()


class ToldApart:
    def __init__(self):
        self._lock = asyncio.Lock()

    def give(self):
        try:
            self._lock.release()
        except RuntimeError:
            print("nobody has it")
