import asyncio
from asyncio import Queue as Q
from dataclasses import dataclass


class Reader:
    def __init__(self, out: asyncio.Queue, log=None) -> None:
        self._out = out
        self._log = log

    async def run(self, text):
        for word in text.split():
            await self._out.put(word)  # one by one
        await self._out.put(None)


class Counter(Reader):
    def __init__(self, source: "asyncio.Queue[str | None]", sink: Q[int]) -> None:
        super().__init__(sink)
        self._source = source

    async def run(self):
        while (word := await self._source.get()) is not None:
            await self._out.put(len(word))


class Pipeline:
    _spare: asyncio.Queue[int] | None = None
    _idle: asyncio.Queue

    def __init__(self, size: int = 2) -> None:
        self._words: asyncio.Queue[str | None] = asyncio.Queue(maxsize=size)
        self._lengths = lengths = Q[int](
            10,  # more than enough
        )
        self._reader = Reader(self._words)
        self._counter = Counter(self._words, sink=lengths)
        self._idle = asyncio.Queue(size)

    async def run(self, text):
        await asyncio.gather(self._reader.run(text), self._counter.run())
        if self._spare is None:
            self._spare = asyncio.Queue()
        while not self._lengths.empty():
            await self._spare.put(self._lengths.get_nowait())
        self._idle.put_nowait(await self._spare.get())
        return self._idle.get_nowait(), self._idle.qsize(), self._spare.empty()


@dataclass
class Channels:
    inbox: asyncio.Queue[int]
    both: "asyncio.Queue[str]"
    name: str = "channels"


async def serve(channels: Channels):
    number = await channels.inbox.get()
    await channels.both.put(str(number))
    return await channels.both.get()


async def echo(queue: asyncio.Queue[int] | None = None, *, times=1):
    if queue is None:
        queue = asyncio.Queue(1)
    for _ in range(times):
        await queue.put(times)
        print(await queue.get())


async def main(size):
    inbox, both = asyncio.Queue(), asyncio.Queue()
    first, second = (asyncio.Queue(maxsize=2) for _ in range(2))
    channels = Channels(inbox, both=both)
    await inbox.put(size)
    await serve(channels)
    await serve(Channels(inbox, both, "others"))
    await asyncio.gather(first.put(1), second.put(2))
    await echo(first, times=2)
    await echo(queue=second)
    await echo(None)
    large = asyncio.Queue(size)
    try:
        large.put_nowait(await asyncio.wait_for(first.get(), 1))
    except asyncio.QueueFull:
        print(large.full(), large.qsize() + 1)


QUEUE: asyncio.Queue = asyncio.Queue(-1)


def reset():
    global QUEUE
    QUEUE = asyncio.Queue()


def soon(loop):
    loop.call_soon(QUEUE.put_nowait, 1)
    loop.call_later(1, lambda: QUEUE.get_nowait())
