import asyncio
from dataclasses import dataclass
from functools import partial


@dataclass
class Shared:
    lock: asyncio.Lock
    count: int = 0


class Worker:
    def __init__(self, guard: "asyncio.Lock | None" = None) -> None:
        self._guard = guard

    async def run(self, other):
        async with self._guard, other:
            pass


async def hold(lock, name):
    async with lock:
        print(name)


async def main(tg):
    first, second = asyncio.Lock(), asyncio.Lock()
    third, fourth = (asyncio.Lock() for _ in range(2))
    shared = Shared(lock=third)
    worker = Worker(first)
    await worker.run(second)
    tg.start_soon(hold, fourth, "soon")
    asyncio.get_running_loop().call_later(1, partial(hold, shared.lock), "later")


async def lost(tg):
    lock = asyncio.Lock()
    tg.start_soon(hold_long, lock)
    tg.start(hold_long, lock)


async def hold_long(lock):
    async with lock:
        await asyncio.sleep(1)


class Stranger:
    def __init__(self):
        self.lock = object()


def unrelated(shared: Shared, stranger: Stranger):
    return stranger.lock
