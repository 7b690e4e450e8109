import asyncio
from asyncio import CancelledError

pending: set[asyncio.Task[None]] = set()


async def job(number):
    await asyncio.sleep(number)


def submit(number):
    task = asyncio.create_task(job(number))
    pending.add(task)  # until it is done
    task.add_done_callback(pending.discard)


class Group:
    def __init__(self):
        self._tasks = []

    def spawn(self, number):
        self._tasks.append(asyncio.create_task(job(number)))

    @property
    def active(self):
        return [task.done() for task in self._tasks], any(not t.done() for t in list(self._tasks))

    async def close(self):
        for task in self._tasks:
            if not task.done():
                task.cancel()
        for task in self._tasks:
            try:
                await task
            except CancelledError:
                pass
        self._tasks.clear()


async def main():
    group = Group()
    group.spawn(1)
    submit(2)
    alone = asyncio.create_task(job(3))
    await asyncio.sleep(1)
    print(len(pending), group.active)
    if pending:
        await asyncio.gather(*pending)
    alone.cancel()
    await asyncio.wait([alone])
    await group.close()


asyncio.run(main())
