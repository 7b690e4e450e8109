import asyncio
import contextlib
from dataclasses import dataclass


@dataclass
class Line:
    entry: asyncio.Queue
    exit: asyncio.Queue
    name: str


class Source:
    def __init__(self, out: asyncio.Queue) -> None:
        self._out = out

    async def run(self, items):
        for item in items:
            await self._out.put(item)
            await asyncio.sleep(0.005)
        await self._out.put(None)


class Sink:
    def __init__(self, source) -> None:
        self._source = source
        self.taken = []

    async def run(self):
        while (item := await self._source.get()) is not None:
            self.taken.append(item)


class Latest:
    def __init__(self, size):
        self._items: asyncio.Queue[int] = asyncio.Queue(size)

    def add(self, item):
        try:
            self._items.put_nowait(item)
        except asyncio.QueueFull:
            print("forgets", self._items.get_nowait())
            self._items.put_nowait(item)

    def drain(self):
        items = []
        while not self._items.empty():
            items.append(self._items.get_nowait())
        with contextlib.suppress(asyncio.QueueEmpty):
            self._items.get_nowait()
        return items

    def state(self):
        return self._items.qsize(), self._items.empty(), self._items.full()


async def double(source, sink):
    while True:
        item = await source.get()
        await sink.put(None if item is None else item * 2)
        if item is None:
            return


async def echo(line: Line):
    await line.entry.put(line.name)
    return await line.exit.get()


async def limited():
    queue = asyncio.Queue(2)
    try:
        await asyncio.wait_for(queue.get(), 0.01)
    except asyncio.TimeoutError:
        print("nothing there")
    try:
        for number in range(5):
            await asyncio.wait_for(queue.put(number), 0.01)
    except asyncio.TimeoutError:
        print("full at", queue.qsize())
    print([await queue.get() for _ in range(queue.qsize())])


async def main():
    words, doubled = (asyncio.Queue(maxsize=2) for _ in range(2))
    sink = Sink(doubled)
    await asyncio.gather(Source(words).run(["to", "be"]), double(words, doubled), sink.run())
    print(sink.taken)

    latest = Latest(2)
    for number in range(4):
        latest.add(number)
    print(latest.state(), latest.drain(), latest.state())

    both = asyncio.Queue()
    print(await echo(Line(both, both, "loud")), await echo(Line(entry=both, exit=both, name="soft")))
    await limited()


asyncio.run(main())
