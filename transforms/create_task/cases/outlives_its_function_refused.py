import asyncio
import sys
from functools import partial


async def job(): ...


async def at_import():
    asyncio.create_task(job())


loop_made = at_import()


async def handed_on():
    asyncio.create_task(job())


callbacks = [handed_on]


def decorated(function):
    return function


@decorated
async def wrapped():
    asyncio.create_task(job())


async def nobody_calls():
    asyncio.create_task(job())


class Made:
    @classmethod
    def new(cls):
        return cls()

    def go(self):
        asyncio.create_task(job())


pending = set()


async def counted():
    task = asyncio.create_task(job())
    pending.add(task)
    task.add_done_callback(pending.discard)
    print(len(pending))


async def returned():
    task = asyncio.create_task(job())
    return task


async def caught():
    asyncio.create_task(job())


async def main():
    Made.new().go()
    await counted()
    await wrapped()
    await partial(returned)()


asyncio.run(main())
try:
    asyncio.run(caught())
except ValueError:
    pass
