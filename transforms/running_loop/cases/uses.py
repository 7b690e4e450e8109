import asyncio
from typing import Optional

loop = asyncio.get_event_loop()
loop.run_until_complete(print)


class Server:
    loop: Optional[asyncio.AbstractEventLoop] = None

    def __init__(self, other=None):
        self._loop = other or asyncio.get_event_loop()
        self.timer = self._loop.call_later(1, self.tick)

    async def start(self):
        self.loop = asyncio.get_running_loop()
        self.loop.set_debug(True)
        self.loop.slow_callback_duration = 0.5
        await self.loop.run_in_executor(None, print)
        await asyncio.get_running_loop().getaddrinfo("localhost", 80)

    def tick(self):
        self._loop.call_soon_threadsafe(print)


class SubServer(Server):
    def stop(self):
        self.loop.stop()


def handed(loop: "asyncio.AbstractEventLoop", coro):
    task = loop.create_task(coro)
    task.add_done_callback(print)
    task.cancel()
    return task.done()


async def handed_on(work):
    loop = asyncio.get_running_loop()
    work(loop)


async def unused():
    asyncio.get_running_loop()


async def shadowed(loop):
    loop.call_later(1, print)
    loop._ready
