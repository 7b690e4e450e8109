"""A timeout around a thread fires on time; the thread's late result is dropped."""

import asyncio
import threading

release = threading.Event()
finished = threading.Event()


def block(word):
    release.wait(10)
    finished.set()
    return word


async def main():
    try:
        print(await asyncio.wait_for(asyncio.to_thread(block, "late"), 0.02))
    except asyncio.TimeoutError:
        print("timed out", finished.is_set())
    release.set()
    print(await asyncio.wait_for(asyncio.to_thread(block, "in time"), timeout=5))
    try:
        result = await asyncio.wait_for(asyncio.to_thread(int, "x"), 5)
    except ValueError:
        result = "not a number"
    print(result)


asyncio.run(main())
