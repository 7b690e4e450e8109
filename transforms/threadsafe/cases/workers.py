import asyncio
from asyncio import run_coroutine_threadsafe as hand


async def fetch(key, *, scale=1):
    return key * scale


def _work(loop, key):
    a = asyncio.run_coroutine_threadsafe(fetch(key), loop).result()
    b = hand(fetch(key, scale=2), loop=loop).result()
    hand(asyncio.sleep(0.01), loop).result()
    return a + b + hand(
        fetch(
            key,  # once more
        ),
        loop,
    ).result()


def public(key, loop: asyncio.AbstractEventLoop):
    loop.call_soon_threadsafe(print, key)
    return hand(made(key), loop).result()


def made(key):
    return fetch(key)


class Reader:
    def __init__(self):
        self._seen = []

    def _run(self, loop: asyncio.AbstractEventLoop, lines):
        with open("log") as log:
            for line in log:
                loop.call_soon_threadsafe(self._seen.append, line)
        loop.call_soon_threadsafe(self._seen.extend, *lines)

    async def run(self):
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self._run, loop, [1])


async def nested(progress):
    loop = asyncio.get_running_loop()

    def produce():
        for step in range(3):
            loop.call_soon_threadsafe(progress.append, step)
            asyncio.run_coroutine_threadsafe(fetch(step), loop).result()

    await asyncio.to_thread(produce)
    await asyncio.wait_for(asyncio.to_thread(produce), 5)


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(_work, loop, 2)
    await loop.run_in_executor(None, _work, loop, 3)
    await asyncio.to_thread(_work, asyncio.get_running_loop(), 4)
    await asyncio.to_thread(public, 1, loop)
