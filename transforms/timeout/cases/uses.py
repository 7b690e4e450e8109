import asyncio


async def all_of_them(fetch):
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(1) as limit:
        print(limit.when())
        limit.reschedule(loop.time() + 2)
        limit.reschedule(None)
        await fetch()
    if limit.expired():
        print("late")


async def no_deadline(fetch, seconds):
    async with asyncio.timeout(seconds) as limit:
        print(limit.when())
        await fetch()


async def handed_on(fetch):
    async with asyncio.timeout(1) as limit:
        await fetch(limit)


async def perhaps_none(fetch, when):
    async with asyncio.timeout(1) as limit:
        limit.reschedule(when)
        await fetch()


async def twice(fetch):
    async with asyncio.timeout(1) as limit:
        await fetch()
    async with asyncio.timeout(2) as limit:
        await fetch()
    return limit.expired()


async def attribute(self, fetch):
    async with asyncio.timeout(1) as self.limit:
        await fetch()


async def perhaps_due(fetch, seconds):
    async with asyncio.timeout(seconds) as limit:
        await fetch()
    return limit.expired()


async def not_asked(fetch):
    async with asyncio.timeout(1) as limit:
        await fetch()
    if limit.expired:
        print("always")
