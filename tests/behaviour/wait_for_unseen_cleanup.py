"""Cleanup in code that is not followed is finished after a timeout, until `level-cancellation` is accepted."""

import asyncio


class Session:
    async def __aenter__(self):
        print("open")
        return self

    async def __aexit__(self, *exc):
        print("closing")
        await asyncio.sleep(0)
        print("closed")


class Jobs:
    async def work(self):
        async with Session():
            await asyncio.sleep(5)


async def main():
    try:
        await asyncio.wait_for(getattr(Jobs(), "work")(), 0.01)
    except asyncio.TimeoutError:
        print("timed out")


asyncio.run(main())
