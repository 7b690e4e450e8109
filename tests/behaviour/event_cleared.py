"""Events that are cleared: before and after somebody waits, between set and wake, through other names."""

import asyncio
from dataclasses import dataclass, field


class Gate:
    def __init__(self):
        self._open = asyncio.Event()

    def open(self):
        self._open.set()

    def close(self):
        self._open.clear()

    def pulse(self):
        self._open.set()
        self._open.clear()

    def close_if_open(self):
        if self._open.is_set():
            self._open.clear()  # it is

    async def enter(self, name):
        await self._open.wait()
        print(name, "entered, open:", self._open.is_set())


async def waits_across_clears():
    gate = Gate()
    waiter = asyncio.create_task(gate.enter("one"))
    await asyncio.sleep(0)
    gate.close()
    gate.close()
    await asyncio.sleep(0)
    gate.open()
    await waiter


async def wakes_though_cleared():
    gate = Gate()
    first = asyncio.create_task(gate.enter("two"))
    await asyncio.sleep(0.01)
    gate.pulse()
    second = asyncio.create_task(gate.enter("three"))
    await first
    await asyncio.sleep(0.01)
    print("second is done:", second.done())
    gate.open()
    await second
    gate.close_if_open()
    print("open:", gate._open.is_set())


class Mailbox:
    def __init__(self):
        self._news = asyncio.Event()
        self.items = []

    def put(self, item):
        self.items.append(item)
        self._news.set()

    async def consume(self, count):
        while count:
            await self._news.wait()
            self._news.clear()
            while self.items:
                print("taken", self.items.pop(0))
            count -= 1
        print("a consumer is done")


async def two_consumers():
    mailbox = Mailbox()
    first = asyncio.create_task(mailbox.consume(2))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(mailbox.consume(2))
    await asyncio.sleep(0.01)
    mailbox.put(1)
    await asyncio.sleep(0.01)
    mailbox.put(2)
    await asyncio.sleep(0.01)
    await first
    await second


async def worker(event, name):
    await event.wait()
    event.clear()
    print(name, "was woken, set:", event.is_set())


async def through_parameters():
    event = asyncio.Event()
    alias = event
    first = asyncio.create_task(worker(event, "four"))
    await asyncio.sleep(0.01)
    alias.set()
    await first
    second = asyncio.create_task(worker(alias, "five"))
    await asyncio.sleep(0.01)
    event.set()
    await second


@dataclass
class Job:
    name: str
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def change(self):
        self.changed.set()
        self.changed.clear()

    async def watch(self):
        await self.changed.wait()
        print(self.name, "changed")


async def in_dataclasses():
    jobs = [Job("a"), Job("b")]
    watchers = [asyncio.create_task(job.watch()) for job in jobs]
    await asyncio.sleep(0.01)
    for job in jobs:
        job.change()
        await asyncio.sleep(0.01)
    for watcher in watchers:
        await watcher


async def in_variables():
    tick = asyncio.Event()
    woken = 0

    async def listen():
        nonlocal woken
        while woken < 3:
            await tick.wait()
            woken += 1
            await asyncio.sleep(0)

    def reset():
        tick.clear()

    listener = asyncio.create_task(listen())
    for _ in range(3):
        await asyncio.sleep(0.01)
        tick.set()
        reset()
    await listener
    print("woken", woken)


async def with_timeouts():
    gate = asyncio.Event()
    for attempt in range(3):
        try:
            await asyncio.wait_for(gate.wait(), timeout=0.01)
            print("attempt", attempt, "in time")
        except asyncio.TimeoutError:
            print("attempt", attempt, "too late")
        gate.clear()
        if attempt == 1:
            gate.set()


async def main():
    await waits_across_clears()
    await wakes_though_cleared()
    await two_consumers()
    await through_parameters()
    await in_dataclasses()
    await in_variables()
    await with_timeouts()


asyncio.run(main())
