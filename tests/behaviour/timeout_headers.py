"""Timeouts among other items of one `async with`: items are entered, left and timed in their order."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager


class Step:
    def __init__(self, name, seconds=0):
        print("make", name)
        self.name = name
        self.seconds = seconds

    async def __aenter__(self):
        await asyncio.sleep(self.seconds)
        print("enter", self.name)
        return self.name, self

    async def __aexit__(self, kind, error, traceback):
        print("leave", self.name, "by an error" if kind else None)


def seconds(value):
    print("after", value)
    return value


async def between(wait):
    async with Step("a") as (name, _), asyncio.timeout(seconds(0.2)) as limit, Step("b"), Step("c") as other:
        await asyncio.sleep(wait)
        print("body", name, other[0], limit.expired())


async def several():
    try:
        async with (
            asyncio.timeout(seconds(5)) as outer,  # long
            Step("d"),
            # short
            asyncio.timeout(seconds(0.01)) as inner, Step("e"),
        ):
            await asyncio.sleep(5)
    finally:
        print("expired", outer.expired(), inner.expired())


async def alone():
    async with asyncio.timeout(seconds(0.01)), asyncio.timeout(seconds(5)):
        await asyncio.sleep(5)


async def slow_to_enter():
    async with asyncio.timeout(0.01), Step("f", 5):
        print("never")


async def slow_before():
    async with Step("g", 0.05), asyncio.timeout(0.02):
        print("in time")


async def attempt(coroutine):
    try:
        await coroutine
    except TimeoutError as error:
        print("timed out", repr(error))


@asynccontextmanager
async def connected(wait):
    async with asyncio.timeout(0.2):
        print("connected")
        yield wait
    print("closed")


async def managed(wait):
    async with connected(wait) as seconds:
        await asyncio.sleep(seconds)


async def stacked(wait):
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(connected(0))
        await stack.enter_async_context(connected(1))
        await asyncio.sleep(wait)
        print("stacked", first)


async def numbers(waits):
    for wait in waits:
        async with asyncio.timeout(0.2):
            await asyncio.sleep(wait)
            number = wait
            yield number
        print("again")


async def iterated(waits):
    async for number in numbers(waits):
        print("number", number)
        await asyncio.sleep(0)


async def main():
    await attempt(between(0))
    await attempt(between(5))
    await attempt(several())
    await attempt(alone())
    await attempt(slow_to_enter())
    await attempt(slow_before())
    await attempt(managed(0))
    await attempt(managed(5))
    await attempt(stacked(0))
    await attempt(stacked(5))
    await attempt(iterated([0, 0]))
    await attempt(iterated([0, 5, 0]))


asyncio.run(main())
