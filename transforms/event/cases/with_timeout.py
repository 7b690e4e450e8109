import asyncio


class Poller:
    def __init__(self):
        self._stop = asyncio.Event()

    async def run(self):
        while not self._stop.is_set():
            try:
                await asyncio.wait_for(self._stop.wait(), timeout=5)
            except asyncio.TimeoutError:
                pass

    def stop(self):
        self._stop.set()
