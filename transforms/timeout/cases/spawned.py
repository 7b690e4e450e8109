"""Cleanup that waits, in tasks of asyncio's: no shield keeps it from being cancelled."""
import asyncio


async def work(n):
    try:
        await asyncio.sleep(n)
    finally:
        await asyncio.sleep(0)


async def all_of():
    await asyncio.gather(work(1), work(2))


async def spawned():
    async with asyncio.timeout(1):
        await asyncio.create_task(work(1))


async def gathered():
    async with asyncio.timeout(1):
        await all_of()
