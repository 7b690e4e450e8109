import asyncio


class Worker:
    def __init__(self):
        self._task = None

    async def __aenter__(self):
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *exc):
        self._task.cancel()
        try:
            # wait for it
            await self._task
        except asyncio.CancelledError:
            print("worker cancelled")
        self._task = None
        print("exit done")

    async def _run(self):
        try:
            await asyncio.sleep(100)
        finally:
            print("cleanup")


class Service:
    def start(self, delay):
        self._task = asyncio.create_task(asyncio.sleep(delay))

    async def stop(self):
        self._task.cancel()
        try:
            await self._task
        except asyncio.CancelledError:
            print("service cancelled")
            return "cancelled"
        return "finished"


async def main():
    async with Worker():
        await asyncio.sleep(0.01)
    s = Service()
    for delay in (0.01, 50):
        s.start(delay)
        await asyncio.sleep(0.05)
        print(await s.stop())
    t = asyncio.create_task(asyncio.sleep(30))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("main: cancelled")
    print("end")


asyncio.run(main())
