from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


@dataclass
class Job:
    name: str
    finished: asyncio.Event = field(default_factory=asyncio.Event)


class Worker:
    async def process(self, job: Job) -> None:
        job.finished.set()


async def announce(job: Job) -> None:
    await job.finished.wait()
