"""Conditions of which every use has a counterpart."""
import asyncio
from asyncio import Condition as Cond


class Buffer:
    def __init__(self) -> None:
        self._changed: asyncio.Condition = asyncio.Condition()
        self._items = []

    async def put(self, item):
        async with self._changed:
            self._items.append(item)
            self._changed.notify()

    async def get(self):
        async with self._changed:
            while not self._items:
                await self._changed.wait()
            return self._items.pop(0)

    async def get_soon(self):
        async with self._changed:  # held while it waits
            await asyncio.wait_for(self._changed.wait(), 1)
            has = await self._changed.wait_for(lambda: self._items)
            await asyncio.wait_for(self._changed.wait_for(lambda: self._items), 1)
            return has, self._changed.locked()


async def local(items):
    changed = Cond()
    async with changed:
        changed.notify_all()
        await changed.wait_for(items.copy)
