import asyncio


class Gate:
    def __init__(self):
        self._open = asyncio.Event()
        self._used = asyncio.Event()

    async def pulse(self):
        self._open.set()
        self._open.discard()
        return await self._used.wait()


async def main(loop):
    await asyncio.Event().wait()
