import asyncio


async def main(f, c, d, lock):
    while await asyncio.wait_for(f(), 1):
        pass
    if c:
        pass
    elif await asyncio.wait_for(f(), 1):
        pass
    x = await asyncio.wait_for(f(), 1) if c else None
    x = c and await asyncio.wait_for(f(), 1)
    x = [await asyncio.wait_for(f(i), 1) for i in c]
    x = f"{await asyncio.wait_for(f(), 1)=} {c:{await asyncio.wait_for(f(), 1)}}"
    x = 1 < await asyncio.wait_for(f(), 1) < 2
    d[await asyncio.wait_for(f(), 1)] = 1
    del d[await asyncio.wait_for(f(), 1)]
    async with lock, await asyncio.wait_for(f(), 1):
        pass
    match c:
        case 1 if await asyncio.wait_for(f(), 1):
            pass
    assert c, await asyncio.wait_for(f(), 1)
    assert await f(await asyncio.wait_for(f(), 1))

    @(await asyncio.wait_for(f(), 1))
    def inner(a=await asyncio.wait_for(f(), 1)):
        pass

    return await asyncio.wait_for(f(), 1), await asyncio.wait_for(f(), 2)


async def several(f, g):
    await f(await asyncio.wait_for(f(), 1), await asyncio.wait_for(f(), None))
    await asyncio.wait_for(f(await asyncio.wait_for(g(), 1)), 2)
