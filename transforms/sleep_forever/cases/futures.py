import asyncio


async def main():
    await asyncio.Future()


async def by_loop():
    await asyncio.get_running_loop().create_future()


async def named():
    future = asyncio.Future()
    loop = asyncio.get_running_loop()
    return await future
