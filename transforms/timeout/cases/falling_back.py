"""Code that does nothing but fall back when the time is over."""

import asyncio


async def load(x=1):
    await asyncio.sleep(x)
    return x


async def main(when):
    try:
        async with asyncio.timeout(1):
            first = await load()

            # And more.
            return await load(first)
    except TimeoutError:
        return None
    try:
        async with asyncio.timeout(1):  # for long
            await load()
    except TimeoutError:
        pass
    try:
        async with asyncio.timeout(1):
            x = await load()
    except asyncio.TimeoutError:
        print("late")
        x = None
    try:
        async with asyncio.timeout(1) as timeout:
            await load()
    except TimeoutError:
        pass
    try:
        async with asyncio.timeout_at(when):
            await load()
    except TimeoutError:
        pass
    try:
        async with asyncio.timeout(1), asyncio.timeout(2):
            await load()
    except TimeoutError:
        pass
    try:
        async with asyncio.timeout(1):
            raise TimeoutError
    except TimeoutError:
        pass
    return x
