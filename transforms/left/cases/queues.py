import asyncio
from asyncio import Queue


class Pool:
    def __init__(self, size):
        self.jobs: Queue[int] = Queue(maxsize=size)
        self.done = asyncio.Queue(0)
        self.order = asyncio.PriorityQueue()

    async def drain(self):
        await self.jobs.join()
        self.jobs.task_done()
        try:
            self.jobs.get_nowait()
        except asyncio.QueueEmpty:
            pass
