import asyncio


async def main(f):
    print(await asyncio.wait_for(f(), timeout=None))
    await asyncio.wait_for(f() if f else None, None)
