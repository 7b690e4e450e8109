"""Timeouts around blocks: they end, they expire, they nest, and they are moved."""

import asyncio


async def work(name, seconds):
    try:
        await asyncio.sleep(seconds)
        print(name, "done")
    finally:
        print(name, "left")
    return name


async def expires(lock):
    try:
        async with asyncio.timeout(0.02), lock:
            await work("slow", 5)
    except asyncio.TimeoutError as error:
        print("expired", repr(error))
    print("locked", lock.locked())


async def moved():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(0.01) as limit:
        limit.reschedule(loop.time() + 5)
        print("late?", limit.when() > loop.time() + 1)
        await work("moved", 0.03)
    print("expired", limit.expired())
    try:
        async with asyncio.timeout(None) as other:
            other.reschedule(loop.time() - 1)
            await work("at once", 5)
    except TimeoutError:
        print("expired", other.expired())


async def nested():
    try:
        async with asyncio.timeout(0.02):
            try:
                async with asyncio.timeout(5):
                    await work("inner", 5)
            except TimeoutError:
                print("not the inner one")
    except TimeoutError:
        print("the outer one")


async def returns():
    async with asyncio.timeout(1):
        return await work("result", 0)


async def main():
    await expires(asyncio.Lock())
    await moved()
    await nested()
    print(await returns())
    async with asyncio.timeout_at(asyncio.get_running_loop().time() + 1):
        await work("at", 0)


asyncio.run(main())
