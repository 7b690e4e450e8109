"""A worker that does its rounds until it is told to stop, and cleans up behind itself."""

from __future__ import annotations

import asyncio
import signal
import time
from asyncio import CancelledError, Event, Lock


class Worker:
    def __init__(self, interval: float) -> None:
        self.interval = interval
        self._stop = Event()
        self._lock = Lock()
        self._rounds = 0

    async def run(self) -> int:
        try:
            while not self._stop.is_set():
                started = time.monotonic()
                async with self._lock:
                    self._rounds += 1
                    await self.step()
                await self._pause(self.interval - (time.monotonic() - started))
        except CancelledError:
            print("cancelled after", self._rounds, "rounds")
            raise
        finally:
            self.close()
        return self._rounds

    async def _pause(self, seconds: float) -> None:
        """Waits until the next round is due or the worker is stopped, whichever comes first."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        try:
            await asyncio.wait_for(self._stop.wait(), timeout=seconds)
        except asyncio.TimeoutError:
            pass  # the next round is due

    async def step(self) -> None:
        await asyncio.sleep(self.interval / 10)

    async def rounds(self) -> int:
        async with self._lock:
            return self._rounds

    def stop(self) -> None:
        self._stop.set()

    def close(self) -> None:
        print("closed")


async def main(interval: float = 0.05) -> None:
    worker = Worker(interval)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, worker.stop)
    loop.call_later(1, worker.stop)
    print(await worker.run(), "rounds")


if __name__ == "__main__":
    asyncio.run(main())
