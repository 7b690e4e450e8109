"""Locks and events made at import time, in class bodies and as defaults."""

import asyncio
import dataclasses

lock = asyncio.Lock()
ready = asyncio.Event()
SLOTS = asyncio.Semaphore(2)


@dataclasses.dataclass
class Job:
    done: asyncio.Event = dataclasses.field(default_factory=asyncio.Event)
    guard: asyncio.Lock = dataclasses.field(default_factory=asyncio.Lock, repr=False)
    shared = asyncio.BoundedSemaphore(1)

    async def finish(self):
        async with self.guard, Job.shared, SLOTS:
            self.done.set()
        return self.done.is_set()


async def first():
    async with lock:
        ready.set()
    return ready.is_set()


async def second(guard=asyncio.Lock()):
    await ready.wait()
    async with guard, lock:
        return await Job().finish()


print(lock.locked(), ready.is_set())
print(asyncio.run(first()))
print(asyncio.run(second()), asyncio.run(second()))
