"""A thread that is left alone takes up its place in a pool; AnyIO's limiter counts it no longer."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

release = threading.Event()


async def main():
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(2)
    tasks = [asyncio.ensure_future(_leave(loop, pool)) for _ in range(2)]
    await asyncio.wait(tasks)
    try:
        print(await asyncio.wait_for(loop.run_in_executor(pool, str, "ran"), 0.5))
    except asyncio.TimeoutError:
        print("no thread was free")
    release.set()


async def _leave(loop: asyncio.AbstractEventLoop, pool):
    try:
        await asyncio.wait_for(loop.run_in_executor(pool, release.wait, 10), 0.05)
    except asyncio.TimeoutError:
        print("left alone")


asyncio.run(main())
