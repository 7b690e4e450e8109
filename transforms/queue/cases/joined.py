import asyncio
from asyncio import Queue as Q
from dataclasses import dataclass, field
from typing import Optional


class JoinableQueue:
    """The name is taken."""


@dataclass
class Pool:
    jobs: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    done: "Optional[Q[str]]" = None

    async def work(self):
        while True:
            job = await self.jobs.get()  # one by one
            try:
                print(job)
            finally:
                self.jobs.task_done()

    async def run(self, *jobs):
        self.done = (
            # as many as there are
            Q[str](maxsize=len(jobs))
        )
        for job in jobs:
            self.jobs.put_nowait(job)
        await asyncio.wait_for(self.jobs.join(), timeout=1)
        await self.done.put("all")
        self.done.task_done()


async def waits(queue, others=None):
    for other in others or [queue]:
        print(other)
    queue.put_nowait(queue.get_nowait())
    finish = queue.task_done
    finish()
    await asyncio.gather(queue.join(), queue.join())


async def main():
    await waits(asyncio.Queue(2))
    queue = asyncio.Queue(-1)
    try:
        await waits(queue)
    except asyncio.QueueEmpty:
        print("empty")


async def not_all_of_it(register):
    queue = asyncio.Queue()
    register(queue)
    await queue.join()


async def ends_it():
    queue = asyncio.Queue()
    await queue.join()
    queue.shutdown()


def fraction():
    queue = asyncio.Queue(1.5)
    queue.task_done()
