import asyncio
import threading


async def f(x=0):
    pass


def elsewhere(loop):
    asyncio.run_coroutine_threadsafe(f(), loop).result()


threading.Thread(target=elsewhere, args=(None,)).start()


def called(loop):
    asyncio.run_coroutine_threadsafe(f(), loop).result()


def kept(loop: asyncio.AbstractEventLoop, coro, lock):
    fut = asyncio.run_coroutine_threadsafe(f(), loop)
    asyncio.run_coroutine_threadsafe(f(), loop)
    asyncio.run_coroutine_threadsafe(f(), loop).result(5)
    asyncio.run_coroutine_threadsafe(coro, loop).result()
    asyncio.run_coroutine_threadsafe(f(), loop).exception()
    with lock:
        loop.call_soon_threadsafe(print)
    h = loop.call_soon_threadsafe(print)
    loop.call_soon_threadsafe(print, context=None)
    lock.acquire()
    loop.call_soon_threadsafe(print)


class A:
    def __init__(self):
        self.loop = asyncio.get_event_loop()

    def _work(self):
        self.loop.call_soon_threadsafe(print)
        asyncio.run_coroutine_threadsafe(f(), self.loop).result()

    async def go(self):
        await asyncio.to_thread(self._work)


async def main():
    loop = asyncio.get_running_loop()
    called(loop)
    await asyncio.to_thread(called, loop)
    await asyncio.to_thread(kept, loop, f(), threading.Lock())
    asyncio.run_coroutine_threadsafe(f(), loop).result()

    def inner():
        loop.call_soon_threadsafe(print)

    async def other():
        await asyncio.to_thread(inner)

    async def spawn():
        here = asyncio.get_running_loop()

        def inside():
            here.call_soon_threadsafe(print)

        inside()
        await asyncio.to_thread(inside)

    await spawn()


def rebinds(loop):
    loop = other()
    asyncio.run_coroutine_threadsafe(f(), loop).result()


@decorated
def wrapped(loop):
    asyncio.run_coroutine_threadsafe(f(), loop).result()


async def starts(loops):
    await asyncio.to_thread(rebinds, asyncio.get_running_loop())
    await asyncio.to_thread(wrapped, asyncio.get_running_loop())
    await asyncio.to_thread(given, *loops)


def given(loop):
    asyncio.run_coroutine_threadsafe(f(), loop).result()
