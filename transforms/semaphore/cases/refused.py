import asyncio


async def main(n):
    a = asyncio.Semaphore(n)
    a._value
    b = asyncio.Semaphore(n)
    async with b as c:
        pass
    d = asyncio.Semaphore(*n)
    async with d:
        pass
