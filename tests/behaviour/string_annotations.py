"""Types in annotations, quoted and not, and what can be seen of them."""

import asyncio
import typing
from asyncio import Event
from typing import Optional, cast


class Gate:
    lock: "asyncio.Lock"
    opened: "Optional[Event]" = None
    limits: typing.Dict[str, "asyncio.Semaphore"]

    def __init__(self):
        self.lock: asyncio.Lock = asyncio.Lock()
        self.opened = asyncio.Event()
        self.limits = {"one": asyncio.Semaphore(1)}

    async def open(self, event: "Event") -> "Optional[asyncio.Event]":
        async with self.lock:
            async with self.limits["one"]:
                event.set()
        return event


async def passed(lock: asyncio.Lock, event: Optional["asyncio.Event"] = None) -> str:
    async with lock:
        return "none" if event is None else str(event.is_set())


async def main():
    gate = Gate()
    opened = await gate.open(gate.opened)
    print(await passed(gate.lock), await passed(gate.lock, cast("asyncio.Event", opened)))
    hints = typing.get_type_hints(passed)
    print(hints["lock"].__name__, hints["return"])
    print(sorted(Gate.__annotations__))
    pending: "list[asyncio.Lock]" = []
    print(pending)


asyncio.run(main())
