"""No more at a time than a semaphore allows; each spelling of its argument."""

import asyncio

import anyio

LIMIT = 3


class Gauge:
    def __init__(self):
        self.now = self.most = 0

    async def hold(self, semaphore):
        async with semaphore:
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0.001)
            self.now -= 1


async def most_at_once(semaphore):
    gauge = Gauge()
    async with anyio.create_task_group() as group:
        for _ in range(6):
            group.start_soon(gauge.hold, semaphore)
    return gauge.most


async def by_hand():
    gate = asyncio.Semaphore(2)
    await gate.acquire()
    print("open", not gate.locked())
    await gate.acquire()
    print("shut", gate.locked())
    gate.release()
    gate.release()
    gate.release()
    for _ in range(3):
        await gate.acquire()
    print("over-released")


async def main():
    print(await most_at_once(asyncio.Semaphore()))
    print(await most_at_once(asyncio.Semaphore(2)))
    print(await most_at_once(asyncio.Semaphore(value=LIMIT)))
    print(await most_at_once(asyncio.BoundedSemaphore()))
    print(await most_at_once(asyncio.BoundedSemaphore(LIMIT + 1)))
    await by_hand()
    try:
        asyncio.Semaphore(-1)
    except ValueError:
        print("negative")


asyncio.run(main())
