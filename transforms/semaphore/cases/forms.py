import asyncio


async def main(n):
    a = asyncio.Semaphore()
    b = asyncio.Semaphore(3)
    c = asyncio.Semaphore(value=n)
    d = asyncio.BoundedSemaphore(2)
    e = asyncio.BoundedSemaphore()
    f = asyncio.BoundedSemaphore(n)
    async with a, b, c, d, e, f:
        await a.acquire()
        a.release()
