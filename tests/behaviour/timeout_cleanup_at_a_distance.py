"""Timeouts around cleanup that only the program as a whole shows: handed on, held, in a caller's block."""

import asyncio
import functools
from contextlib import asynccontextmanager


def limited(seconds):
    def decorate(function):
        @functools.wraps(function)
        async def call(*args):
            try:
                async with asyncio.timeout(seconds):
                    return await function(*args)
            except TimeoutError:
                return "too late"

        return call

    return decorate


@limited(0.02)
async def fetch(delay):
    try:
        await asyncio.sleep(delay)
    finally:
        await asyncio.sleep(0)
        print("fetched for", delay)
    return "in time"


class Link:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        await asyncio.sleep(0)
        print("link closed")


async def use(link):
    async with link:
        await asyncio.sleep(1)


@asynccontextmanager
async def deadline(seconds):
    async with asyncio.timeout(seconds):
        yield




async def main():
    print(await fetch(0), await fetch(1))
    try:
        await asyncio.wait_for(use(Link()), 0.02)
    except asyncio.TimeoutError:
        print("link timed out")
    try:
        async with deadline(0.02):
            try:
                await asyncio.sleep(1)
            finally:
                await asyncio.sleep(0)
                print("cleaned up")
    except TimeoutError:
        print("deadline")
    for seconds in (0.02, 5):
        try:
            async with asyncio.timeout(seconds) as limit:
                await asyncio.sleep(0.1)
        except TimeoutError:
            print("expired", limit.expired())
        else:
            print("not expired", limit.expired())


asyncio.run(main())
