"""What comes before the clock of `wait_for` starts, and in which order."""

import asyncio

log = []


async def give(*values, delay=0.0):
    log.append("started")
    await asyncio.sleep(delay)
    return values


def note(value):
    log.append(value)
    return value


async def slow(value):
    await asyncio.sleep(0.2)
    return note(value)


def fail(value):
    raise ValueError(value)


class Counter:
    def __init__(self):
        self.count = 0

    async def up(self, *values):
        self.count += 1
        return self.count

    async def run(self):
        print(await asyncio.wait_for(self.up(await slow("counted")), 0.1))
        self.count = self.count + await asyncio.wait_for(self.up(), 1)
        return self.count


async def main():
    print(await asyncio.wait_for(give(await slow("argument")), 0.1))
    total = (0,)
    total += await asyncio.wait_for(give(await slow("added")), 0.1)
    print(total)
    print(await give(await asyncio.wait_for(give(await slow("inner")), 0.1)))
    value = await asyncio.wait_for(give(note("fut")), abs(note(1)))
    print(value, log)
    value = await asyncio.wait_for(timeout=1, fut=give(await slow("keyword")))
    print(value)
    value = await asyncio.wait_for(give(seconds := 1), seconds)
    print(value, await asyncio.wait_for(give(seconds), seconds))
    try:
        await asyncio.wait_for(give(await slow("before")), fail("the timeout"))
    except ValueError as error:
        print(error, log[-1])
    try:
        await asyncio.wait_for(give(await slow("late"), delay=5), 0.05)
    except asyncio.TimeoutError:
        print("timeout", log[-2:])
    print(await Counter().run())


asyncio.run(main())
