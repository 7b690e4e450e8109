"""A group that is spawned into where it fails."""
import asyncio


async def load(n):
    return n


async def late():
    async with asyncio.TaskGroup() as tg:
        try:
            await load(3)
        finally:
            tg.create_task(load(4))
