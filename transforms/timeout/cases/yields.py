import asyncio
import contextlib
from contextlib import asynccontextmanager


async def numbers(queue):
    while True:
        async with asyncio.timeout(1):
            number = await queue.get()  # next
            yield number
        print("again")


async def nothing(queue):
    async with asyncio.timeout(1) as limit:
        number = await queue.get()

        # above
        yield  # behind
    print(number, limit.expired())


@asynccontextmanager
async def connected(connect):
    async with asyncio.timeout(1):
        connection = await connect()
        yield connection


@contextlib.asynccontextmanager
async def closed(lock):
    async with lock, asyncio.timeout(1):
        try:
            yield
        finally:
            await asyncio.sleep(0)


async def made(queue):
    async with asyncio.timeout(1):
        item = await queue.get()
        yield item.value


async def asked(queue):
    async with asyncio.timeout(1):
        item = await queue.get()
        answer = yield item
        print(answer)


async def twice(queue):
    async with asyncio.timeout(1):
        yield 0
        item = await queue.get()
        yield item


async def shared(queue, lock):
    async with lock, asyncio.timeout(1):
        item = await queue.get()
        yield item
