import asyncio


async def main():
    await asyncio.Future()


async def by_loop():
    await asyncio.get_running_loop().create_future()


async def named():
    future = asyncio.Future()
    loop = asyncio.get_running_loop()
    return await future


class Server:
    def __init__(self, loop: asyncio.AbstractEventLoop):
        self.loop = loop

    async def by_another_loop(self):
        await self.loop.create_future()


async def by_variable():
    loop = asyncio.get_running_loop()
    await loop.create_future()


async def set_later(callback):
    future = asyncio.get_running_loop().create_future()
    callback(future)
    return await future
