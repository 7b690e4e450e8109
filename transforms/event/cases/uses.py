import asyncio


async def main():
    ready = asyncio.Event()
    never_waited = asyncio.Event()
    never_waited.set()

    async def waiter():
        await ready.wait()
        return ready.is_set()

    ready.set()
    await waiter()
    print(never_waited.is_set())
