import asyncio


class Empty(asyncio.QueueEmpty):
    pass


def take(queue):
    return queue.get_nowait()


def taken():
    queue = asyncio.Queue()
    try:
        return take(queue)
    except asyncio.QueueEmpty:
        raise Empty from None
