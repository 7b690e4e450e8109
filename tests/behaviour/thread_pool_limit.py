"""A pool of two threads runs two functions at a time, never three."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

pair = threading.Barrier(2)
lock = threading.Lock()
running = 0
most = 0


def work(word):
    global running, most
    with lock:
        running += 1
        most = max(most, running)
    pair.wait(10)
    with lock:
        running -= 1
    pair.wait(10)
    return word


async def main():
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(2)
    print(await asyncio.gather(
        loop.run_in_executor(pool, work, "a"),
        loop.run_in_executor(pool, work, "b"),
        loop.run_in_executor(pool, work, "c"),
        loop.run_in_executor(pool, work, "d"),
    ))
    print("at most", most)
    pool.shutdown()


asyncio.run(main())
