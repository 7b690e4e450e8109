"""Fields that no argument fills by its position."""
import asyncio
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass
class _Job:
    made: ClassVar[int] = 0
    done: bool = field(init=False, default=False)
    lock: asyncio.Lock = None


async def work(job: _Job):
    async with job.lock:
        job.done = True


async def main():
    await work(_Job(asyncio.Lock()))
