"""The names that a migration would like are taken."""

import asyncio

anyio = "a string"
subprocess = {"PIPE": -2}


def to_thread(function, *args):
    return ("mine", function(*args))


def partial(function, *args, **kwargs):
    return "not functools"


async def work(math, *, functools=1):
    await asyncio.sleep(math)
    return functools + 1


async def shadows(anyio):
    await asyncio.sleep(0)
    return await asyncio.to_thread(int, anyio, base=16)


async def main():
    print(anyio, subprocess["PIPE"], to_thread(len, "abc"), partial(print))
    print(await work(0, functools=2))
    print(await shadows("ff"))
    print(await asyncio.to_thread(sorted, [3, 1, 2], reverse=True))
    print(asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL)
    async with asyncio.Lock():
        max = min
        await asyncio.sleep(-1)
        print(max(1, 2))
    async with asyncio.BoundedSemaphore(2):
        print([anyio for anyio in "xy"])


asyncio.run(main())
asyncio.run(work(0, functools=3))
