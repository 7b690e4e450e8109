# A new event would not be the one that others know.
import asyncio
from dataclasses import dataclass, field

_paused = asyncio.Event()


def resume():
    _paused.clear()


class Shared:
    event = asyncio.Event()

    def reset(self):
        self.event.clear()


@dataclass(frozen=True)
class Frozen:
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def reset(self):
        self._changed.clear()


class Reset:
    def __init__(self, loop: asyncio.AbstractEventLoop):
        self._due = asyncio.Event()
        self._quiet = asyncio.Event()
        self._late = asyncio.Event()
        loop.call_later(1, self._due.set)
        loop.call_later(1, self._quiet.clear)

    async def wait(self):
        self._due.clear()
        self._late.clear()
        waiting = asyncio.create_task(self._late.wait())
        return await self._due.wait() and await waiting


async def worker(event: asyncio.Event):
    await event.wait()
    event.clear()


async def main():
    event = asyncio.Event()
    await worker(event)
    closed = asyncio.Event()

    def close():
        closed.clear()

    def close_outside():
        nonlocal closed
        closed.clear()

    close()
