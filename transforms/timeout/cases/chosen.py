import asyncio
import sys

if sys.version_info >= (3, 11):
    from asyncio import timeout as limited
else:
    from async_timeout import timeout as limited

try:
    from asyncio import timeout_at
except ImportError:
    from async_timeout import timeout_at

if sys.version_info >= (3, 11):
    import asyncio as async_timeout
else:
    import async_timeout

try:
    from asyncio import timeout
except ImportError:
    timeout = None


async def work(fetch, deadline):
    async with limited(1) as scope:
        await fetch()
    print(scope.expired())
    async with timeout_at(deadline):
        await fetch()
    async with async_timeout.timeout(2), limited(3):
        await fetch()
    async with timeout(4):
        await fetch()


async def around():
    async with asyncio.timeout(1):
        async with limited(2):
            await asyncio.sleep(1)
