"""Events set in one task and awaited in another; events that are cleared."""

import asyncio

import anyio


class Server:
    def __init__(self):
        self._started = asyncio.Event()
        self._stop = asyncio.Event()
        self.log = []

    async def serve(self):
        self.log.append("starting")
        await asyncio.sleep(0.002)
        self._started.set()
        await self._stop.wait()
        self.log.append("stopped")

    async def use(self):
        await self._started.wait()
        self.log.append(f"using {self._started.is_set()}")
        self._stop.set()


class Pulse:
    def __init__(self):
        self.beat = asyncio.Event()
        self.beats = 0

    async def listen(self, count):
        for _ in range(count):
            await self.beat.wait()
            self.beat.clear()
            self.beats += 1

    async def send(self, count):
        for _ in range(count):
            self.beat.set()
            await asyncio.sleep(0.002)


async def values():
    event = asyncio.Event()
    event.set()
    print("wait gives", await event.wait())
    if await event.wait():
        print("branch taken")


async def main():
    server = Server()
    async with anyio.create_task_group() as group:
        group.start_soon(server.use)
        group.start_soon(server.serve)
    print(server.log)
    pulse = Pulse()
    async with anyio.create_task_group() as group:
        group.start_soon(pulse.listen, 3)
        group.start_soon(pulse.send, 3)
    print(pulse.beats)
    await values()


asyncio.run(main())
