import asyncio
from dataclasses import dataclass, field
from typing import Optional


@dataclass
class Job:
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)


async def _use(lock: Optional[asyncio.Lock] = None):
    lock = lock or asyncio.Lock()
    async with lock:
        pass


async def main(job: Job):
    lock = asyncio.Lock()
    await _use(lock)
    await _use(lock=None)
    async with job._lock:
        pass
