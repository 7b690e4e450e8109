import asyncio
from contextlib import suppress


class Service:
    async def __aenter__(self):
        self._task = asyncio.create_task(self.run())
        return self

    async def __aexit__(self, *exc):
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def run(self):
        await asyncio.sleep(1)


class Fails(Service):
    async def __aenter__(self):
        self.failing = asyncio.create_task(self.fail())

    async def __aexit__(self, *exc):
        self.failing.cancel()
        with suppress(asyncio.CancelledError):
            await self.failing

    async def fail(self):
        raise ValueError


class Waits:
    async def __aenter__(self):
        self.waiting = asyncio.create_task(self.run())
        await asyncio.sleep(0)

    async def __aexit__(self, *exc):
        await self.waiting

    async def run(self): ...


class Leaves:
    async def __aenter__(self):
        self.leaving = asyncio.create_task(self.run())

    async def __aexit__(self, *exc):
        if exc[0]:
            return
        await self.leaving

    async def run(self): ...


class Told:
    async def __aenter__(self):
        self.told = asyncio.create_task(self.run())

    async def __aexit__(self, *exc):
        self.told.cancel()
        await self.told

    async def run(self):
        await asyncio.sleep(1)


class Asked:
    async def __aenter__(self):
        self.asked = asyncio.create_task(self.run())

    async def __aexit__(self, *exc):
        await self.asked
        return self.asked.result()

    async def run(self): ...


class Unfinished:
    async def __aenter__(self):
        self.unfinished = asyncio.create_task(self.run())

    async def __aexit__(self, *exc):
        self.unfinished.cancel()

    async def run(self): ...


async def items():
    async with Service() as service:
        yield service
