import asyncio


async def main(anyio):
    await asyncio.sleep(anyio)
