import asyncio
import json


async def work(x):
    return x


class Reader:
    async def put(self, x):
        return x

    async def use(self, f, k):
        await work(await asyncio.wait_for(f(), 1))
        await self.put(await asyncio.wait_for(f(), 1))
        await self.sink(await asyncio.wait_for(f(), 1))
        await self.sink(k(), await asyncio.wait_for(f(), 1))
        return await work((await asyncio.wait_for(f(), 1)).text)


async def headers(f, items):
    if await asyncio.wait_for(f(), 1):
        pass
    # Or not.
    if not (await asyncio.wait_for(f(), 1)).ok and items:  # both
        pass
    for item in await asyncio.wait_for(f(), 1):
        print(item)
    else:
        print()
    async for item in (
        await asyncio.wait_for(f(), 1)  # slowly
    ):
        print(item)
    match await asyncio.wait_for(f(), 1):
        case 1:
            pass
    async with await asyncio.wait_for(f(), 1) as a, work(2):
        pass
    with(await asyncio.wait_for(f(), 1)):
        pass


async def generator(f):
    yield await asyncio.wait_for(f(), 1)
    sent = yield await asyncio.wait_for(f(), 1)
    sent += yield await asyncio.wait_for(f(sent), 1)


async def taken(f, result):
    def inner():
        return result2

    await work(await asyncio.wait_for(f(), 1))


async def global_name(f):
    global result
    await work(await asyncio.wait_for(f(), 1))


async def seen(f):
    await work(await asyncio.wait_for(f(), 1), **locals())


async def one_line(f, c):
    if c: await work(await asyncio.wait_for(f(), 1))
    c(); await work(await asyncio.wait_for(f(), 1)); c()
