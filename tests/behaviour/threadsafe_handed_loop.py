"""A thread gets the loop as an argument, and hands it work."""

import asyncio


async def double(value):
    await asyncio.sleep(0)
    return value * 2


def _work(loop: asyncio.AbstractEventLoop, out, value):
    out.append(asyncio.run_coroutine_threadsafe(double(value), loop).result())
    loop.call_soon_threadsafe(out.append, "called")


class Reader:
    def __init__(self):
        self.lines = []

    def _read(self, loop: asyncio.AbstractEventLoop, *lines):
        for line in lines:
            loop.call_soon_threadsafe(self.lines.append, line)

    async def run(self):
        await asyncio.get_running_loop().run_in_executor(None, self._read, asyncio.get_running_loop(), "a", "b")
        await asyncio.sleep(0)
        return self.lines


async def main():
    loop, out = asyncio.get_running_loop(), []
    here = asyncio.get_running_loop()
    await asyncio.to_thread(_work, here, out, 1)
    await asyncio.sleep(0)
    await here.run_in_executor(None, _work, here, out, 2)
    await asyncio.sleep(0)
    print(out, await Reader().run(), loop is here)


asyncio.run(main())
