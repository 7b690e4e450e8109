"""Children that are coroutines of this file."""
import asyncio
from asyncio import gather as together, wait_for


# About what follows.
async def load(name, twice=False):
    await asyncio.sleep(0)
    return name


async def ignored():
    await asyncio.gather(load("a"), load("b", twice=True))
    await together()


async def unpacked(names):
    a, b = await asyncio.gather(
        load("a"),  # the first
        # the second
        load("b"),
    )
    first, *rest = await asyncio.gather(load(a), *[load(name) for name in names if name])
    for value in await asyncio.gather(load(b), load(first)):
        print(value, rest)


async def as_list(names):
    results = await asyncio.gather(*(load(name, twice=True) for name in names))
    results.sort()
    return await asyncio.gather(*[load(name) for name in results])


async def as_elements(names):
    results = await asyncio.gather(load("a"), load("b"))
    print(results[0], len(results), *results)
    return dict(zip(names, await asyncio.gather(*map(load, names))))


async def built(names):
    coros = [load("first")]
    for name in names:
        coros.append(load(name))
    if coros:
        return await asyncio.gather(*coros)


async def timed():
    await asyncio.wait_for(asyncio.gather(load("a"), load("b")), timeout=1)
    return await wait_for(together(load("a"), load("b")), 1)


async def unknown(client, names):
    return await asyncio.gather(*[client.fetch(name) for name in names])


def shadowed():
    async def gather(*coros): ...

    return gather(load("a"))
