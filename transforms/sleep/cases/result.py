import asyncio


async def main(value):
    x = await asyncio.sleep(1, 42)
    await asyncio.sleep(1, result="dropped")
    y = await asyncio.sleep(1, value)
    z = [await asyncio.sleep(0, 1)]
    if x: return await asyncio.sleep(0, None)
