"""With no time left the work never starts, until `level-cancellation` is accepted."""

import asyncio


async def work():
    print("started")
    await asyncio.sleep(0)
    print("went on")


async def main():
    for timeout in (0, -1):
        try:
            await asyncio.wait_for(work(), timeout)
        except asyncio.TimeoutError:
            print("timed out")


asyncio.run(main())
