"""A lock that one task acquires and another releases."""

import asyncio


class Baton:
    def __init__(self):
        self._baton = asyncio.Lock()

    async def take(self, name):
        await self._baton.acquire()
        print(name, "has it")

    def give(self, name):
        print(name, "gives it", self._baton.locked())
        self._baton.release()

    def free(self):
        return not self._baton.locked()


async def runner(baton, name):
    await baton.take(name)


async def leases(lock):
    async with lock:
        yield "lease"


async def main():
    baton = Baton()
    print(baton.free())
    async with asyncio.TaskGroup() as group:
        for name in ("first", "second"):
            group.create_task(runner(baton, name))
            await asyncio.sleep(0.01)
        baton.give("main")
        await asyncio.sleep(0.01)
        print(baton.free())
        baton.give("main")
        await asyncio.sleep(0.01)
    print(baton.free())
    try:
        baton.give("nobody")
    except (RuntimeError, ValueError):
        print("it was free")
    lock = asyncio.Lock()
    async for lease in leases(lock):
        print(lease)


asyncio.run(main())
