"""Where only the waiting is timed out, and the work goes on."""

import asyncio


async def load():
    await asyncio.sleep(1)


class Client:
    async def close(self, reader):
        await asyncio.wait_for(asyncio.shield(reader), timeout=1)
        x = await asyncio.wait_for(asyncio.shield(self.reader), 1)
        try:
            return await asyncio.wait_for(asyncio.shield(load()), 1)
        except asyncio.TimeoutError:
            return x


async def several(jobs):
    return await asyncio.wait_for(asyncio.shield(asyncio.gather(*jobs)), 1)
