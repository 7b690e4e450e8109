"""Code that does nothing but fall back when the time is over."""

import asyncio


async def load(delay, result="loaded"):
    try:
        await asyncio.sleep(delay)
    finally:
        print("left", delay)
    return result


async def value(delay):
    try:
        return await asyncio.wait_for(load(delay), 0.05)
    except asyncio.TimeoutError:
        return None


async def default(delay):
    result = "unset"
    try:
        result = await asyncio.wait_for(load(delay), 0.05)
    except asyncio.TimeoutError:
        print("late", result)
        result = "default"
    return result


async def block(delay):
    try:
        async with asyncio.timeout(0.05):
            first = await load(0)
            return await load(delay, first)
    except TimeoutError:
        return "late"


async def rounds():
    count = 0
    event = asyncio.Event()
    while True:
        count += 1
        if count == 3:
            event.set()
        try:
            await asyncio.wait_for(event.wait(), 0.01)
        except asyncio.TimeoutError:
            continue
        break
    return count


async def cancelled():
    async def wait():
        try:
            await asyncio.wait_for(load(5), 4)
        except asyncio.TimeoutError:
            pass
        print("not reached")

    try:
        async with asyncio.timeout(0.05):
            await wait()
    except TimeoutError:
        print("outer")


async def own_error():
    async def fail():
        await load(0)
        raise ValueError("own")

    try:
        await asyncio.wait_for(fail(), 1)
    except asyncio.TimeoutError:
        pass


async def main():
    for delay in (0, 5):
        print(await value(delay), await default(delay), await block(delay))
    print(await rounds())
    await cancelled()
    try:
        await own_error()
    except ValueError as error:
        print(error)


asyncio.run(main())
