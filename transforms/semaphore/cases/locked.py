"""Who asks whether a slot is free asks AnyIO for the number of free ones."""

import asyncio


class Pool:
    def __init__(self):
        self._slots = asyncio.Semaphore(2)
        self._by_host = {host: asyncio.BoundedSemaphore(1) for host in "ab"}

    async def take(self, host):
        if self._slots.locked() or not self._by_host[host].locked():
            print("busy", self._slots.locked() is True, [not self._slots.locked()])
        async with self._slots, self._by_host[host]:
            pass
        self._slots.locked()  # asked for nothing
        return (
            self._slots  # which
            .locked()
        )
