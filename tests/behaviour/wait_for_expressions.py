"""wait_for inside larger expressions: whatever is done, order and values stay."""

import asyncio

log = []


def noted(value):
    log.append(value)
    return value


async def answer(value, delay=0):
    log.append(f"answer {value}")
    await asyncio.sleep(delay)
    return value


async def summed():
    return noted(1) + await asyncio.wait_for(answer(2), 1) + noted(3)


async def called():
    return max(noted(4), await asyncio.wait_for(answer(noted(5)), noted(1)), noted(6))


async def tested(limit):
    while await asyncio.wait_for(answer(limit), 1):
        limit -= 1
    return limit


async def conditional(flag):
    return await asyncio.wait_for(answer("yes"), 1) if flag else "no"


async def short_circuit(flag):
    return flag and await asyncio.wait_for(answer("late"), 1)


async def collected():
    return [await asyncio.wait_for(answer(n), 1) for n in range(3)]


async def formatted():
    return f"<{await asyncio.wait_for(answer('text'), 1)}>"


async def generated():
    for n in (1, 2):
        yield await asyncio.wait_for(answer(n), 1)


async def walrus():
    if (n := await asyncio.wait_for(answer(8), 1)) > 7:
        return n


async def item():
    table = {}
    table[noted("key")] = await asyncio.wait_for(answer("value"), 1)
    return table


async def arguments_first():
    return await asyncio.wait_for(answer(await answer("inner")), await answer(1))


async def main():
    for job in (summed(), called(), tested(2), conditional(True), conditional(False), short_circuit(0),
                short_circuit(1), collected(), formatted(), walrus(), item(), arguments_first()):
        print(await job, log)
        log.clear()
    print([n async for n in generated()])


asyncio.run(main())
