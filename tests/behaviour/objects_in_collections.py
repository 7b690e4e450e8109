"""Locks, events and semaphores that are kept by key, in lists and in tuples."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field


class Accounts:
    def __init__(self):
        self._locks: dict[str, asyncio.Lock] = {}
        self._slots = defaultdict(lambda: asyncio.Semaphore(1))
        self._balances = defaultdict(int)

    def _lock_of(self, name: str) -> asyncio.Lock:
        lock = self._locks.get(name)
        if lock is None:
            lock = self._locks[name] = asyncio.Lock()
        return lock

    async def add(self, name, amount):
        async with self._lock_of(name):
            balance = self._balances[name]
            await asyncio.sleep(0.01)
            self._balances[name] = balance + amount

    async def take(self, name, amount):
        async with self._slots[name], self._lock_of(name):
            self._balances[name] -= amount

    def told(self):
        return dict(sorted(self._balances.items())), sorted(self._locks)


class Hub:
    def __init__(self):
        self._waiting: dict[int, asyncio.Event] = {}
        self._groups = defaultdict(list)

    async def wait(self, key):
        event = self._waiting.setdefault(key, asyncio.Event())
        await event.wait()
        print("woken", key)
        self._waiting.pop(key, None)

    def wake(self, key):
        event = self._waiting.get(key)
        if event:
            event.set()
        else:
            print("nobody waits for", key)

    async def join(self, group, name):
        event = asyncio.Event()
        self._groups[group].append((name, event))
        await event.wait()
        print(name, "left", group)

    def release(self, group):
        for name, event in self._groups.pop(group, []):
            print("release", name)
            event.set()


@dataclass
class Gates:
    _gates: list[asyncio.Event] = field(default_factory=list)

    def add(self):
        self._gates.append(asyncio.Event())

    async def through(self):
        for number, gate in enumerate(self._gates):
            await gate.wait()
            print("gate", number)

    async def open(self):
        for gate in reversed(self._gates):
            await asyncio.sleep(0.01)
            gate.set()


async def main():
    accounts = Accounts()
    async with asyncio.TaskGroup() as group:
        for name in ("a", "b", "a"):
            group.create_task(accounts.add(name, 5))
        await asyncio.sleep(0.05)
        group.create_task(accounts.take("a", 1))
    print(accounts.told())
    hub = Hub()
    async with asyncio.TaskGroup() as group:
        group.create_task(hub.wait(1))
        group.create_task(hub.join("x", "first"))
        await asyncio.sleep(0.01)
        hub.wake(2)
        hub.wake(1)
        await asyncio.sleep(0.01)
        hub.release("x")
        hub.release("y")
    gates = Gates()
    gates.add()
    gates.add()
    async with asyncio.TaskGroup() as group:
        group.create_task(gates.through())
        await gates.open()


asyncio.run(main())
