import asyncio


async def main(name):
    await asyncio.sleep(1)
    return globals()[name]
