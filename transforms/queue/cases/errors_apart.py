import asyncio


def move(source, target):
    try:
        target.put_nowait(source.get_nowait())
    except asyncio.QueueEmpty:
        print("empty")
    except asyncio.QueueFull:
        print("full")


def moved():
    source, target = asyncio.Queue(), asyncio.Queue(1)
    move(source, target)
