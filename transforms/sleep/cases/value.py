import asyncio
import functools

sleep = asyncio.sleep
nap = functools.partial(asyncio.sleep, 1)


async def main(arguments):
    await asyncio.sleep(*arguments)
    task = asyncio.create_task(asyncio.sleep(1))
    await task
