"""A default executor of a chosen size."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def join(*words, sep="-"):
    return sep.join(words)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(max_workers=2))
    print(await loop.run_in_executor(None, join, "a", "b"))
    print([await asyncio.to_thread(join, str(n), "x", sep="+") for n in range(5)])


asyncio.run(main())
asyncio.run(main())
