"""Events in collections: what waits for a key, and is woken through it."""

import asyncio
from collections import defaultdict


class Hub:
    def __init__(self):
        self._waiting: dict[int, asyncio.Event] = {}
        self._groups = defaultdict(list)

    async def wait(self, key):
        event = asyncio.Event()
        self._waiting[key] = event
        try:
            await event.wait()
        finally:
            self._waiting.pop(key, None)

    def wake(self, key):
        event = self._waiting.get(key)
        if event:
            event.set()

    def wake_all(self):
        for event in self._waiting.values():
            event.set()

    async def join(self, group):
        event = asyncio.Event()
        self._groups[group].append(event)
        await event.wait()

    def release(self, group):
        for event in self._groups.pop(group, []):
            event.set()


class Gates:
    def __init__(self, names):
        self._gates = {name: asyncio.Event() for name in names}

    def shut(self, name):
        self._gates[name].clear()

    async def enter(self, name):
        await self._gates[name].wait()


async def main():
    queue = []
    queue.append((1, asyncio.Event()))
    number, event = queue.pop()
    event.set()
    await event.wait()
    events = [asyncio.Event(), asyncio.Event()]
    first, second = events
    first.set()
    await first.wait()
    flags = {"a": asyncio.Event()}
    return all(flag.is_set() for flag in flags.values())
