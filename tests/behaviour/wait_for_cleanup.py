"""Cleanup that awaits is finished after a timeout: a scope gets a shield there."""

import asyncio


class Session:
    async def __aenter__(self):
        print("open")
        return self

    async def __aexit__(self, *exc):
        print("closing")
        await asyncio.sleep(0)
        print("closed")


async def work():
    async with Session():
        await asyncio.sleep(5)


async def main():
    try:
        await asyncio.wait_for(work(), 0.01)
    except asyncio.TimeoutError:
        print("timed out")


asyncio.run(main())
