"""The second argument of sleep is what it returns, evaluated before the pause."""

import asyncio

log = []


def noted(value):
    log.append(value)
    return value


async def statement():
    await asyncio.sleep(0, "dropped")
    x = await asyncio.sleep(0, "positional")
    print(x)
    y = await asyncio.sleep(delay=0.001, result="keyword")
    print(y)


async def returned(value):
    return await asyncio.sleep(0.001, result=value)


async def effects():
    x = await asyncio.sleep(noted(0), noted("result"))
    log.append("after")
    print(x, log)


async def in_expression():
    print([await asyncio.sleep(0, n) for n in range(3)])
    print(await asyncio.sleep(0, 2) + await asyncio.sleep(0, 3))
    if await asyncio.sleep(0, True):
        print("yes")


async def main():
    await statement()
    print(await returned("returned"))
    await effects()
    await in_expression()


asyncio.run(main())
