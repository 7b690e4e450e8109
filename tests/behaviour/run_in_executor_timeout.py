"""A timeout around the default executor fires on time; the thread's late result is dropped."""

import asyncio
import threading

release = threading.Event()
finished = threading.Event()


def block(word):
    release.wait(10)
    finished.set()
    return word


async def cancelled():
    try:
        await asyncio.get_running_loop().run_in_executor(None, block, "late")
    finally:
        print("left", finished.is_set())


async def main():
    loop = asyncio.get_running_loop()
    try:
        result = await asyncio.wait_for(loop.run_in_executor(None, block, "late"), 0.02)
    except asyncio.TimeoutError:
        result = "timed out"
    print(result, finished.is_set())
    try:
        await asyncio.wait_for(cancelled(), 0.02)
    except asyncio.TimeoutError:
        print("timed out", finished.is_set())
    release.set()
    result = await asyncio.wait_for(loop.run_in_executor(None, block, "in time"), timeout=5)
    print(result)
    try:
        await asyncio.wait_for(loop.run_in_executor(None, int, "x"), 5)
    except ValueError:
        print("not a number")


asyncio.run(main())
