import asyncio


class Client:
    async def read(self):
        return 1

    async def use(self, timeout):
        await asyncio.wait_for(self.read(), timeout)
        x = await asyncio.wait_for(self.read(), timeout=1)
        self.y: int = await asyncio.wait_for(fut=self.read(), timeout=1)
        x += await asyncio.wait_for(self.read(), 1)
        a, b = await asyncio.wait_for(self.read(), 1)
        (await asyncio.wait_for(self.read(), 1))
        return await asyncio.wait_for(self.read(), 1)
