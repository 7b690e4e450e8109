import async_timeout
from async_timeout import timeout_at


async def forms(fetch, deadline):
    async with async_timeout.timeout(2):
        await fetch()
    async with timeout_at(deadline):
        await fetch()


async def uses(fetch):
    async with async_timeout.timeout(2) as limit:
        print(limit.deadline)
        limit.update(limit.deadline + 1)
        limit.shift(3)
        limit.reject()
        await fetch()
    return limit.expired


async def refused(fetch, when):
    async with async_timeout.timeout(2) as limit:
        limit.update(when)
        limit.deadline = when
        await fetch()
