"""Queues in collections: of subscribers, by topic, by name, with a limit."""

import asyncio
from collections import defaultdict


class Bus:
    def __init__(self):
        self._subscribers: list[asyncio.Queue[str]] = []
        self._topics: dict[str, set[asyncio.Queue]] = defaultdict(set)
        self._boxes = defaultdict(asyncio.Queue)

    def subscribe(self) -> asyncio.Queue[str]:
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._subscribers.append(queue)
        return queue

    def unsubscribe(self, queue: asyncio.Queue[str]) -> None:
        self._subscribers.remove(queue)

    def publish(self, message):
        for queue in self._subscribers:
            queue.put_nowait(message)

    async def publish_all(self, message):
        await asyncio.gather(*(queue.put(message) for queue in self._subscribers))

    async def send(self, name, message):
        await self._boxes[name].put(message)

    async def receive(self, name):
        return await asyncio.wait_for(self._boxes[name].get(), 1)

    def listen(self, topic):
        queue = asyncio.Queue(maxsize=10)
        self._topics[topic].add(queue)
        return queue

    async def tell(self, topic, message):
        for queue in self._topics[topic]:
            await queue.put(message)


async def reader(bus: Bus, name):
    queue = bus.subscribe()
    print(name, await queue.get())
    print(name, await queue.get())
    bus.unsubscribe(queue)


async def listener(bus: Bus):
    queue = bus.listen("t")
    print("heard", await queue.get())


async def main():
    bus = Bus()
    async with asyncio.TaskGroup() as tg:
        tg.create_task(reader(bus, "a"))
        tg.create_task(reader(bus, "b"))
        tg.create_task(listener(bus))
        await asyncio.sleep(0.01)
        bus.publish("one")
        await asyncio.sleep(0.01)
        await bus.publish_all("two")
        await bus.tell("t", "told")
    await bus.send("x", "mail")
    print(await bus.receive("x"))


class Lossy:
    def __init__(self):
        self._queues: set[asyncio.Queue] = set()
        self.dropped = 0

    def subscribe(self):
        queue = asyncio.Queue(2)
        self._queues.add(queue)
        return queue

    def publish(self, message):
        for queue in self._queues:
            try:
                queue.put_nowait(message)
            except asyncio.QueueFull:
                self.dropped += 1


async def everything():
    await main()
    lossy = Lossy()
    mine = lossy.subscribe()
    for number in range(4):
        lossy.publish(number)
    print(await mine.get(), await mine.get(), lossy.dropped)


asyncio.run(everything())
