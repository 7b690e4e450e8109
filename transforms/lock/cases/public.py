import asyncio

lock = asyncio.Lock()


class Shared:
    guard = asyncio.Lock()

    def __init__(self, lock: asyncio.Lock):
        self.lock = lock


async def main():
    async with lock, Shared.guard:
        pass


async def handed(shared: Shared):
    async with shared.lock:
        pass
