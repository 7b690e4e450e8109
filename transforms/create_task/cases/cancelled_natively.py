import asyncio


class Service:
    async def __aenter__(self):
        self._task = asyncio.create_task(self._run())

    async def __aexit__(self, *exc):
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _run(self):
        await asyncio.sleep(1)


async def main():
    async with Service():
        for task in asyncio.all_tasks():
            task.cancel()


asyncio.run(main())
