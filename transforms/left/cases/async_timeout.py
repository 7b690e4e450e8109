import async_timeout
from async_timeout import timeout_at


async def fetch(read, deadline):
    async with async_timeout.timeout(10) as cm:
        cm.shift(1)
        await read()
    async with timeout_at(deadline):
        await read()
