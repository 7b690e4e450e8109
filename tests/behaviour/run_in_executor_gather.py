"""Several functions in the default executor at a time, gathered where they start."""

import asyncio
import threading

both = threading.Barrier(2)


def meet(word):
    both.wait(10)
    return word


def fail(message):
    raise LookupError(message)


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.gather(loop.run_in_executor(None, meet, 1), loop.run_in_executor(None, meet, 2)))
    results = await asyncio.gather(
        loop.run_in_executor(None, fail, "missing"),
        asyncio.sleep(0, "slept"),
        loop.run_in_executor(None, meet, 3),
        loop.run_in_executor(None, meet, 4),
        return_exceptions=True,
    )
    print(results)


asyncio.run(main())
