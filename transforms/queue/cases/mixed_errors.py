import asyncio


def take(ordered, plain):
    try:
        return ordered.get_nowait(), plain.get_nowait()
    except asyncio.QueueEmpty:
        return None


def taken():
    return take(asyncio.PriorityQueue(), asyncio.Queue())
