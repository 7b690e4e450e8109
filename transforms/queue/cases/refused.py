import asyncio
from dataclasses import dataclass, field

from elsewhere import register, stranger


async def handed_out():
    queue = asyncio.Queue()
    register(queue)
    return queue


def made():
    return asyncio.Queue()


async def listed(names):
    queues = {name: asyncio.Queue() for name in names}
    more = asyncio.Queue()
    queues["more"] = more


async def by_default(queue=asyncio.Queue()):
    await queue.put(1)


async def chosen(queue=None):
    queue = queue or asyncio.Queue()
    await queue.put(1)


@dataclass
class Channel:
    queue: asyncio.Queue = field(default_factory=asyncio.Queue)


class Ordered(asyncio.Queue):
    pass


class Doubtful:
    def __init__(self):
        self.items = asyncio.Queue()

    async def close(self):
        await stranger.items.put(None)


class Handler:
    async def handle(self, queue):
        raise NotImplementedError

    async def run(self):
        requests = asyncio.Queue()
        await self.handle(requests)


class Printer(Handler):
    async def handle(self, queue):
        print(await queue.get())


class Made:
    def __init__(self, queue):
        self._queue = queue

    @classmethod
    def of(cls, size):
        return cls(size)


async def makes():
    queue = asyncio.Queue()
    Made(queue)


async def passed():
    echo(asyncio.Queue(2))


def echo(queue):
    queue.put_nowait(queue.get_nowait())


async def taken():
    lines_send = None
    lines = asyncio.Queue()
    await lines.put(lines_send)


async def halves():
    queue = asyncio.Queue(1 / 2)
    await queue.put(1)


async def spread(*queues):
    queue = asyncio.Queue()
    await spread(queue)
    other = asyncio.Queue()
    arguments = [other]
    await spread(*arguments)


async def closed():
    queue = asyncio.Queue()
    queue.shutdown()


async def sized():
    queue = asyncio.Queue(3)
    print(queue.maxsize, queue._queue)


async def deleted():
    queue = asyncio.Queue()
    await queue.put(1)
    del queue


def identity(first, second):
    return first is second


async def compared():
    queue = asyncio.Queue()
    await queue.put(1)
    print(identity(queue, queue), queue is None)
