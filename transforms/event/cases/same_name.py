import asyncio

done = asyncio.Event()


class Job:
    done: asyncio.Event

    def __init__(self):
        self.done = asyncio.Event()

    def finish(self):
        self.done.clear()


async def main():
    done.set()
    await done.wait()
