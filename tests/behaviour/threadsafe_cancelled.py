"""A coroutine that a thread waits for when its caller is timed out: it goes on in asyncio, and is cancelled in AnyIO."""

import asyncio
import threading

began = threading.Event()
ended = threading.Event()
errors = []


async def slow():
    began.set()
    try:
        await asyncio.sleep(0.2)
        print("finished")
    except asyncio.CancelledError:
        print("cancelled")
        raise


def _work(loop):
    try:
        asyncio.run_coroutine_threadsafe(slow(), loop).result()
    except BaseException as error:
        errors.append(type(error).__name__)
    ended.set()


async def main():
    loop = asyncio.get_running_loop()
    try:
        await asyncio.wait_for(asyncio.to_thread(_work, loop), 0.05)
    except asyncio.TimeoutError:
        print("timed out", began.is_set())
    while not ended.is_set():
        await asyncio.sleep(0.01)
    print(errors)


asyncio.run(main())
