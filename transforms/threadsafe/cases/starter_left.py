import asyncio


async def fetch():
    pass


async def main():
    loop = asyncio.get_running_loop()

    def work():
        asyncio.run_coroutine_threadsafe(fetch(), loop).result()

    future = loop.run_in_executor(None, work)
    await future
