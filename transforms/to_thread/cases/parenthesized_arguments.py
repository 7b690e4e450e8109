import asyncio


async def f(n):
    await asyncio.to_thread((work))
    await asyncio.to_thread((work), (n))
    await asyncio.to_thread(work, (m := n))
    await asyncio.to_thread(work, *(n), **(n))
    return await asyncio.to_thread((work), key=(n))
