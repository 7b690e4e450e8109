"""`wait_for` in every place of a statement, and what the timeout must not cover."""

import asyncio

result = "a name that is taken"


class Response:
    def __init__(self, text):
        self.text = text

    async def __aenter__(self):
        print("enter", self.text)
        return self

    async def __aexit__(self, *error):
        print("exit", self.text)


async def give(value, delay=0.0):
    await asyncio.sleep(delay)
    return value


async def numbers(limit):
    for number in range(limit):
        yield number


def note(value):
    print("note", value)
    return value


async def simple_statements():
    print(await asyncio.wait_for(give(1), 1))
    print((await asyncio.wait_for(give(Response("text")), 1)).text)
    first, second = await asyncio.wait_for(give("a"), 1), note("b")
    print(first, second, *await asyncio.wait_for(give("cd"), 1))
    table = {}
    table[note("key")] = await asyncio.wait_for(give(3), 1)
    table["key"] += await asyncio.wait_for(give(4), 1)
    table[await give("other")] = await asyncio.wait_for(give(5), 1)
    print(table, [item for item in await asyncio.wait_for(give([6]), 1)])
    print(await asyncio.wait_for(give([]), 1) or "empty")
    assert await asyncio.wait_for(give(True), 1), note("never")
    try:
        raise ValueError(await asyncio.wait_for(give("raised"), 1))
    except ValueError as error:
        print(error)
    if table: print(await asyncio.wait_for(give("one line"), 1)); print("goes on")
    return len(await asyncio.wait_for(give("abc"), 1))


async def blocks_are_not_timed():
    if await asyncio.wait_for(give(True), 0.05):
        print("if", await give(1, 0.1))
    for item in await asyncio.wait_for(give([1]), 0.05):
        print("for", await give(item, 0.1))
    else:
        print("else")
    async for item in await asyncio.wait_for(give(numbers(1)), 0.05):
        print("async for", await give(item, 0.1))
    async with await asyncio.wait_for(give(Response("with")), 0.05) as response:
        print(response.text, await give(2, 0.1))
    while True:
        if not await asyncio.wait_for(give(False), 0.05): break
    print(result)


async def other_waits_are_not_timed():
    print(await give(await asyncio.wait_for(give("inner"), 0.05), 0.1))
    try:
        print(await give(await asyncio.wait_for(give("late", 5), 0.01)))
    except asyncio.TimeoutError:
        print("timeout")


async def generator():
    got = yield await asyncio.wait_for(give("first"), 0.05)
    print("got", got)
    try:
        yield await asyncio.wait_for(give("late", 5), 0.01)
    except asyncio.TimeoutError:
        yield "timeout"


async def main():
    print(await simple_statements())
    await blocks_are_not_timed()
    await other_waits_are_not_timed()
    values = generator()
    print(await values.asend(None))
    await asyncio.sleep(0.1)
    print(await values.asend("sent"))


asyncio.run(main())
