import asyncio


class Worker:
    async def stop(self):
        self.task.cancel()
        try:
            await self.task
        except asyncio.CancelledError:
            pass

    async def run(self):
        try:
            await self.work()
        except asyncio.CancelledError:
            print("bye")


async def main(job):
    loop = asyncio.new_event_loop()
    loop.run_until_complete(job())
    try:
        await job()
    except asyncio.CancelledError:
        raise
