import asyncio
from concurrent.futures import ThreadPoolExecutor

THREADS = 16


async def variable(f):
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(max_workers=8))  # the disk takes no more
    await loop.run_in_executor(None, f)
    return await asyncio.to_thread(f)


async def inline(f):
    asyncio.get_running_loop().set_default_executor(
        ThreadPoolExecutor(
            THREADS,
        )
    )
    return await asyncio.to_thread(f, key=1)
