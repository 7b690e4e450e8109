"""A pool refuses work after its shutdown; a limiter has none."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

_pool = ThreadPoolExecutor(2)


async def main():
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(_pool, str, 1))
    _pool.shutdown()
    try:
        print(await loop.run_in_executor(_pool, str, 2))
    except RuntimeError:
        print("refused")


asyncio.run(main())
