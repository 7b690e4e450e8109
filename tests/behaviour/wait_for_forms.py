"""wait_for in every form of statement, with the timeout hit and not hit."""

import asyncio


async def answer(delay, value=None):
    await asyncio.sleep(delay)
    return value


async def statement(delay):
    await asyncio.wait_for(answer(delay), 0.02)
    return "statement"


async def assigned(delay):
    value = await asyncio.wait_for(answer(delay, "assigned"), timeout=0.02)
    return value


async def annotated(delay):
    value: str = await asyncio.wait_for(answer(delay, "annotated"), 0.02)
    return value


async def augmented(delay):
    total = 1
    total += await asyncio.wait_for(answer(delay, 2), 0.02)
    return total


async def unpacked(delay):
    first, (second, *rest) = await asyncio.wait_for(answer(delay, (1, "xyz")), 0.02)
    return first, second, rest


async def chained(delay):
    a = b = await asyncio.wait_for(answer(delay, "ab"), 0.02)
    return a + b


async def returned(delay):
    return await asyncio.wait_for(answer(delay, "returned"), timeout=0.02)


async def turned_round(delay):
    return await asyncio.wait_for(timeout=0.02, fut=answer(delay, "turned round"))


async def handled(delay):
    try:
        return await asyncio.wait_for(answer(delay, "in time"), 0.02)
    except asyncio.TimeoutError:
        return "default"
    finally:
        await asyncio.sleep(0)


async def looped(delay):
    seen = []
    for pause in (0, delay, 0):
        try:
            seen.append("try")
            value = await asyncio.wait_for(answer(pause, pause), 0.02)
        except asyncio.TimeoutError:
            continue
        else:
            seen.append(value == 0)
    return seen


async def attribute(delay):
    class Box:
        value = None

    box = Box()
    box.value = await asyncio.wait_for(answer(delay, "attribute"), 0.02)
    return box.value


async def without_limit(delay):
    return await asyncio.wait_for(answer(delay / 100, "no limit"), None)


async def main():
    for form in (
        statement, assigned, annotated, augmented, unpacked, chained,
        returned, turned_round, handled, looped, attribute, without_limit,
    ):
        for delay in (0, 5):
            try:
                print(form.__name__, delay, await form(delay))
            except asyncio.TimeoutError:
                print(form.__name__, delay, "timed out")


asyncio.run(main())
