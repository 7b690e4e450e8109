import asyncio as aio
from asyncio import gather as together, wait_for


class Store:
    def __init__(self, names):
        self.names = names

    async def load(self, name, *, twice=False):
        await aio.sleep(0)
        return name * (2 if twice else 1)

    async def load_all(self):
        return await together(*[self.load(name) for name in self.names])

    async def load_some(self, limit):
        # Comments stay.
        first, *rest = await together(
            self.load("a"),  # the first
            # the second
            self.load("b", twice=True),
            *(self.load(n) for n in self.names[:limit]),
        )
        return first, rest

    async def timed(self):
        return await wait_for(together(self.load("x"), self.load("y")), 1)

    async def dropped(self):
        await together(self.load("x"), self.load("y"))
        await aio.gather()
        for value in await together(self.load("q"), self.load("r")):
            print(value)
        total = sum(map(len, await together(self.load("q"), self.load("r"))))
        pairs = dict(zip("ab", await together(self.load("q"), self.load("r"))))
        print(total, pairs)


async def nested():
    async def inner(n):
        await aio.sleep(0.001 * n)
        if n == 2:
            raise KeyError(n)
        return n

    coros = []
    for n in range(2):
        coros.append(inner(n))
    coros += [inner(5)]
    coros.extend(inner(n) for n in (7, 8))
    results = await together(*coros)
    print(results, len(results), results[1:])
    try:
        await together(inner(1), inner(2))
    except KeyError as error:
        print("missing", error)
    outcomes = await together(inner(1), inner(2), return_exceptions=True)
    print([type(o).__name__ for o in outcomes], outcomes)
    print(await together(inner(3), return_exceptions=False))


async def main():
    store = Store(["s", "t"])
    print(await store.load_all(), await store.load_some(1), await store.timed())
    await store.dropped()
    await nested()


aio.run(main())
