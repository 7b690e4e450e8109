"""With no time left the work never starts, until `start-order` is accepted."""

import asyncio

NOTHING = 0


async def work():
    print("started")
    await asyncio.sleep(0)
    print("went on")


async def main():
    remaining = asyncio.get_running_loop().time() - 1
    for timeout in (0, -1):
        try:
            await asyncio.wait_for(work(), timeout)
        except asyncio.TimeoutError:
            print("timed out")
    for _ in range(2):
        try:
            await asyncio.wait_for(work(), max(0, remaining - asyncio.get_running_loop().time()))
        except asyncio.TimeoutError:
            print("timed out")
    for attempt in range(1):
        try:
            await asyncio.wait_for(work(), NOTHING + attempt)
        except asyncio.TimeoutError:
            print("timed out")


asyncio.run(main())
