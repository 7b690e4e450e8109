"""Work in the default executor of a loop that an object or a parameter holds."""

import asyncio


class Store:
    def __init__(self, loop: asyncio.AbstractEventLoop):
        self._loop = loop
        self.rows = []

    def _add(self, row):
        self.rows.append(row)
        return len(self.rows)

    async def add_all(self, rows):
        return [await self._loop.run_in_executor(None, self._add, row) for row in rows]


async def handed(loop: asyncio.AbstractEventLoop):
    async def one(n):
        return await loop.run_in_executor(None, pow, n, 2)

    return sum([await one(n) for n in range(4)])


async def main():
    store = Store(asyncio.get_running_loop())
    print(await store.add_all("xyz"), store.rows)
    print(await handed(asyncio.get_running_loop()))


asyncio.run(main())
