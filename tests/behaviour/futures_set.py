"""Futures that coroutines set, with values and errors, and wait for, with and without timeouts."""

import asyncio


class Channel:
    def __init__(self):
        self._ready = None
        self._replies: dict = {}

    async def wait(self):
        loop = asyncio.get_running_loop()
        self._ready = loop.create_future()
        return await self._ready

    def answer(self, value):
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(value)


async def setter(future: asyncio.Future[int]):
    await asyncio.sleep(0.01)
    future.set_result(42)


async def main():
    future = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as tg:
        tg.create_task(setter(future))
        print(await asyncio.wait_for(future, 1))
    print(future.result())
    channel = Channel()
    async with asyncio.TaskGroup() as tg:
        task = tg.create_task(channel.wait())
        await asyncio.sleep(0.01)
        channel.answer("yes")
        channel.answer("no")
    print(task.result())
    await forever()


async def forever():
    never = asyncio.Future()
    try:
        await asyncio.wait_for(never, 0.01)
    except asyncio.TimeoutError:
        print("late", "x")


async def failing():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    f.set_exception(ValueError("x"))
    try:
        await f
    except ValueError as e:
        print("caught", e)


class Rpc:
    def __init__(self):
        self._pending: dict[int, asyncio.Future[str]] = {}
        self._next = 0

    async def call(self, text, timeout=1):
        self._next += 1
        number = self._next
        future = asyncio.get_running_loop().create_future()
        self._pending[number] = future
        try:
            return await asyncio.wait_for(future, timeout)
        finally:
            self._pending.pop(number, None)

    def receive(self, number, text):
        future = self._pending.get(number)
        if future and not future.done():
            if text == "bad":
                future.set_exception(KeyError(text))
            else:
                future.set_result(text.upper())


async def rpc():
    r = Rpc()

    async def answer(n, text):
        await asyncio.sleep(0.01)
        r.receive(n, text)

    async with asyncio.TaskGroup() as tg:
        tg.create_task(answer(1, "one"))
        print(await r.call("a"))
        try:
            tg.create_task(answer(2, "bad"))
            await r.call("b")
        except KeyError as e:
            print("error", repr(e))
        try:
            await r.call("c", 0.01)
        except TimeoutError as e:
            print("late", repr(e), len(r._pending))


async def everything():
    await main()
    await failing()
    await rpc()


asyncio.run(everything())
