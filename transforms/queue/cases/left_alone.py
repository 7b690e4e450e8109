import asyncio
import queue


class Queue:
    def put(self, item):
        print(item)


def own():
    items = Queue()
    items.put(1)
    threads = queue.Queue()
    threads.put(2)
    return items, threads


async def ordered():
    urgent, stack = asyncio.PriorityQueue(), asyncio.LifoQueue()
    await urgent.put(1)
    stack.put_nowait(await urgent.get())


def hidden(asyncio):
    return asyncio.Queue()
