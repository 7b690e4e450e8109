"""Tasks in sets and lists that are counted, cancelled and waited for."""

import asyncio

pending: set[asyncio.Task] = set()
log = []


async def job(number, delay):
    try:
        await asyncio.sleep(delay)
        log.append(number)
    finally:
        print("ends", number)


def submit(number, delay):
    task = asyncio.create_task(job(number, delay))
    pending.add(task)
    task.add_done_callback(pending.discard)
    return number


class Group:
    def __init__(self):
        self._tasks: list[asyncio.Task] = []

    def spawn(self, number, delay):
        self._tasks.append(asyncio.ensure_future(job(number, delay)))

    def active(self):
        return sum(1 for task in self._tasks if not task.done())

    async def close(self):
        for task in self._tasks:
            if not task.done():
                task.cancel()
        for task in list(self._tasks):
            try:
                await task
            except asyncio.CancelledError:
                pass
        self._tasks.clear()


async def main():
    for number, delay in [(1, 0.1), (2, 0.4), (3, 0.6)]:
        submit(number, delay)
    print("pending", len(pending))
    await asyncio.sleep(0.25)
    print("pending", len(pending))
    if pending:
        await asyncio.gather(*pending)
    await asyncio.sleep(0.01)
    print("pending", len(pending), log)
    group = Group()
    group.spawn(4, 0.1)
    group.spawn(5, 60)
    await asyncio.sleep(0.3)
    print("active", group.active())
    await group.close()
    print("active", group.active(), log)
    last = asyncio.create_task(job(6, 60))
    await asyncio.sleep(0)
    last.cancel()
    await asyncio.wait([last])
    submit(7, 60)
    await asyncio.sleep(0.01)
    print("main ends", len(pending))


asyncio.run(main())
