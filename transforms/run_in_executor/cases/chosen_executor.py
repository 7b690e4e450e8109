import asyncio
import concurrent.futures


async def main(f):
    loop = asyncio.get_running_loop()
    loop.set_default_executor(concurrent.futures.ThreadPoolExecutor(2))
    return await loop.run_in_executor(None, f)
