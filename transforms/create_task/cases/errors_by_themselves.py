"""An error is caught outside the function in which the task ends."""

import asyncio


class NotFound(Exception):
    pass


async def find(key):
    await asyncio.sleep(0.1)
    if not key:
        raise NotFound(key)
    return key


async def both(one, other):
    first = asyncio.create_task(find(one))
    await asyncio.sleep(0)
    second = await find(other)
    return await first, second


async def main():
    try:
        print(await both("a", ""))
    except NotFound as error:
        print("not found", error)


asyncio.run(main())


async def one_after_the_other(keys):
    for key in keys:
        try:
            task = asyncio.create_task(find(key))
            await asyncio.sleep(0)
            print(await task)
        except NotFound as error:
            print("not found", error)
