import asyncio

tasks: set[asyncio.Task] = set()


async def report(number):
    await asyncio.sleep(number)


async def divide(number: int) -> None:
    print(1 / number)


def keep(number: int) -> None:
    # in the background
    task = asyncio.create_task(report(number))
    tasks.add(task)  # or it is collected
    task.add_done_callback(tasks.discard)


async def request(
    number,  # of the request
):
    asyncio.create_task(divide(number), name=f"divide {number}")
    asyncio.ensure_future(report(number))


class Bus:
    """Tells everybody."""

    def publish(self, number):
        asyncio.create_task(report(number))


class Server:
    def __init__(self, name: str, /) -> None:
        self.name = name
        self.bus = Bus()
        self._ticker = asyncio.create_task(self.tick())

    def start(self):
        if self._ticker is None or self._ticker.done():
            self._ticker = asyncio.create_task(self.tick())

    async def stop(self):
        self._ticker.cancel()
        try:
            await self._ticker
        except asyncio.CancelledError:
            pass
        self._ticker = None

    async def tick(self):
        while True:
            await asyncio.sleep(1)


async def main(limit):
    """Runs it all."""
    server = Server("a")
    server.start()
    keep(1)
    asyncio.get_running_loop().call_soon(lambda: asyncio.create_task(report(2)))
    await request(3)
    if limit:
        return 1
    server.bus.publish(4)
    await server.stop()
    return 2


if __name__ == "__main__":
    print(asyncio.run(main(0)))
