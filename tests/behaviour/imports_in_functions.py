"""Functions that import what an added import is called, later than they use it."""

import asyncio


async def piped(again):
    print(asyncio.subprocess.PIPE)
    await asyncio.sleep(0)
    if again:
        import subprocess

        import anyio

        print(subprocess.DEVNULL, anyio.__name__)


async def nested():
    async def inner():
        await asyncio.sleep(0)
        print("inner")

    await inner()
    import anyio

    print(anyio.__name__)


asyncio.run(piped(False))
asyncio.run(piped(True))
asyncio.run(nested())
