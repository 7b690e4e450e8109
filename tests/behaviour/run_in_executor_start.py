"""A task that is cancelled when it calls the default executor: the thread has started in asyncio only."""

import asyncio
import threading

started = threading.Event()


async def call():
    await asyncio.get_running_loop().run_in_executor(None, started.set)


async def main():
    task = asyncio.create_task(call())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except (asyncio.CancelledError, KeyError):
        print("cancelled", started.wait(0.1))


asyncio.run(main())
