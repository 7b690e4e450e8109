import asyncio


def make():
    queue: asyncio.Queue = asyncio.Queue()
    queue.task_done()


import late

late.use(make)
