"""A task that a timeout ends with an error."""

import asyncio


async def load():
    await asyncio.sleep(1)


async def limited():
    async with asyncio.timeout(1):
        await load()


async def forgiving():
    try:
        await asyncio.wait_for(load(), 1)
    except asyncio.TimeoutError:
        print("late")


async def main():
    task = asyncio.create_task(asyncio.wait_for(load(), 1))
    inner = asyncio.create_task(limited())
    settled = asyncio.create_task(forgiving())
    try:
        await task
    except TimeoutError:
        print("late")
    try:
        await inner
    except asyncio.TimeoutError:
        print("late")
    await settled


asyncio.run(main())
