import asyncio
from dataclasses import dataclass, field


class Gate:
    _seen = None

    def __init__(self):
        self._open: asyncio.Event = asyncio.Event()
        self._seen = asyncio.Event()

    def close(self):
        # Nobody enters from here on.
        self._open.clear()  # closed

    def pulse(self):
        self._open.set()
        self._open.clear()

    def toggle(self):
        if self._open.is_set():
            self._open.clear()
        else: self._open.clear()
        if self._seen: self._seen.clear(); print("not seen")

    async def enter(self, timeout):
        try:
            await asyncio.wait_for(self._open.wait(), timeout)
        except asyncio.TimeoutError:
            return False
        self._seen.set()
        return True


@dataclass
class Job:
    _changed: asyncio.Event = field(default_factory=asyncio.Event)


async def watch(job: Job):
    await job._changed.wait()
    job._changed.clear()
    print("_changed")


async def main():
    tick = asyncio.Event()

    async def listen():
        await tick.wait()

    tick.clear()
    await listen()
