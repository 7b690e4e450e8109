import asyncio


async def between(lock, fetch, connect, seconds):
    async with lock, asyncio.timeout(1), connect() as link:
        await fetch(link)
    async with lock, asyncio.timeout(seconds) as first, connect() as link, asyncio.timeout_at(2) as second, lock:
        await fetch(link)
        print(first.expired(), second.when())
    async with asyncio.timeout(1), lock, asyncio.timeout(2), lock as a, connect("x") as (b, c):
        await fetch(a, b, c)
    async with (
        lock,  # first
        asyncio.timeout(3) as limit,  # second
        # third
        lock as held,
    ):
        await fetch(held)
        print(limit.expired())


async def several(fetch, seconds):
    async with asyncio.timeout(1), asyncio.timeout(seconds()) as inner:
        await fetch()
        print(inner.expired())
    async with (
        asyncio.timeout(1) as outer,
        asyncio.timeout(2),
    ): await fetch()
    return outer.expired()


async def refused(lock, fetch, kept):
    async with lock, asyncio.timeout(1) as limit, asyncio.timeout(2) as other:
        await fetch(limit)
        print(other.expired())
    async with asyncio.timeout(*kept), asyncio.timeout(2):
        await fetch()


class Session:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        await asyncio.sleep(1)


async def entered(lock):
    async with asyncio.timeout(1), lock, Session():
        await asyncio.sleep(1)
    async with Session(), asyncio.timeout(1):
        await asyncio.sleep(1)
