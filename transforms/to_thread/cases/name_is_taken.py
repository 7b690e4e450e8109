import asyncio


async def to_thread(function):
    return await asyncio.to_thread(function)
