import asyncio


class Counter:
    def __init__(self) -> None:
        self._lock: asyncio.Lock = asyncio.Lock()
        self._other: "asyncio.Lock | None" = None

    async def increment(self) -> None:
        async with self._lock:
            pass
        if not self._lock.locked():
            await self._lock.acquire()
            try:
                pass
            finally:
                self._lock.release()

    async def lazily(self) -> None:
        if self._other is None:
            self._other = asyncio.Lock()
        async with self._other:
            pass
