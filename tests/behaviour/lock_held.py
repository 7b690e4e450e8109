"""A task that acquires a lock which it holds."""

import asyncio


class Bank:
    def __init__(self):
        self._lock = asyncio.Lock()

    async def close(self):
        async with self._lock:
            await asyncio.wait_for(self._flush(), 0.05)

    async def _flush(self):
        async with self._lock:
            print("flushed")


async def main():
    bank = Bank()
    await bank._flush()
    try:
        await bank.close()
    except asyncio.TimeoutError:
        print("waited")
    except RuntimeError:
        print("refused")


asyncio.run(main())
