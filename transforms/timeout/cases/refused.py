import asyncio
from contextlib import AsyncExitStack, asynccontextmanager


async def numbers(queue):
    async with asyncio.timeout(1):
        while True:
            yield await queue.get()


@asynccontextmanager
async def connected(connect):
    async with asyncio.timeout(1):
        connection = await connect()
        yield connection


async def inner_generator(queue):
    async with asyncio.timeout(1):
        def squares():
            yield 1

        return list(squares())


async def stored(fetch):
    limit = asyncio.timeout(1)
    async with limit:
        await fetch()


def made(seconds):
    return asyncio.timeout(seconds)


async def entered(fetch, session):
    async with AsyncExitStack() as stack:
        async with asyncio.timeout(1):
            await stack.enter_async_context(session)
        await fetch()


async def by_hand(fetch, manager):
    async with asyncio.timeout(1):
        await manager.__aenter__()


make = asyncio.timeout
annotated: asyncio.Timeout
