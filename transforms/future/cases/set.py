"""Futures that coroutines set and await become AnyIO's."""

import asyncio


class Channel:
    def __init__(self):
        self._ready: asyncio.Future[str] | None = None

    async def wait(self):
        loop = asyncio.get_running_loop()
        self._ready = loop.create_future()
        return await self._ready

    def answer(self, value):
        if self._ready is not None and not self._ready.done():
            self._ready.set_result(value)


class Rpc:
    def __init__(self):
        self._pending: dict[int, asyncio.Future[str]] = {}

    async def call(self, number, timeout):
        future = asyncio.get_running_loop().create_future()
        self._pending[number] = future
        try:
            return await asyncio.wait_for(future, timeout)
        finally:
            self._pending.pop(number, None)

    def receive(self, number, text):
        future = self._pending.get(number)
        if future and not future.done():
            if text:
                future.set_result(text.upper())
            else:
                future.set_exception(KeyError(number))


async def setter(future: "asyncio.Future[int]"):
    future.set_result(42)


async def main():
    future = asyncio.Future()
    async with asyncio.TaskGroup() as tg:
        tg.create_task(setter(future))
        print(await future)
    print(future.result(), future.exception())
