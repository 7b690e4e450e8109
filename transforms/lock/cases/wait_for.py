import asyncio


async def main():
    lock = asyncio.Lock()
    await asyncio.wait_for(lock.acquire(), 1)
    lock.release()
