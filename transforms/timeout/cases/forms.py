import asyncio


async def forms(lock, fetch, seconds, deadline):
    async with asyncio.timeout(seconds):
        await fetch()
    async with asyncio.timeout(delay=seconds + 1):  # long
        await fetch()
    async with asyncio.timeout(None): await fetch()
    async with asyncio.timeout_at(deadline):
        await fetch()
    async with (asyncio.timeout(1)):
        await fetch()
    async \
        with asyncio.timeout(2):
        await fetch()
    try:
        async with asyncio.timeout(3):
            return await fetch()
    except TimeoutError:
        return None


async def combined(lock, fetch):
    async with asyncio.timeout(1), lock:
        await fetch()
    async with lock, asyncio.timeout(2):
        await fetch()
    async with (
        lock as held,
        asyncio.timeout(3) as limit,
    ):
        await fetch(held)
        print(limit.expired())
    async with lock, asyncio.timeout(4), lock:
        await fetch()
    async with (asyncio.timeout(5)), lock:
        await fetch()
    async with (
        asyncio.timeout(6),  # short
        lock,
    ):
        await fetch()
    async with asyncio.timeout(7), asyncio.timeout(8):
        await fetch()
