import asyncio


async def main(max, delay):
    await asyncio.sleep(delay - max)
