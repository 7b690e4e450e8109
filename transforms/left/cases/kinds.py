import asyncio
from asyncio import *


class Protocol(asyncio.Protocol):
    pass


async def main():
    queue: asyncio.Queue[int] = asyncio.Queue()
    await asyncio.gather(queue.put(1), queue.get())
    print(asyncio, asyncio.unknown_name)
