import asyncio
from concurrent.futures import ThreadPoolExecutor


async def main(f):
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(8))
    future = loop.run_in_executor(None, f)
    return await asyncio.to_thread(f), await future
