"""Locks in collections of one kind are followed into them and out again."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field


class Accounts:
    def __init__(self):
        self._locks = {}

    def _lock_of(self, name):
        if name not in self._locks:
            self._locks[name] = asyncio.Lock()
        return self._locks[name]

    async def deposit(self, name):
        async with self._lock_of(name):
            pass


class Typed:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}

    def _lock_of(self, name: str) -> asyncio.Lock:
        lock = self._locks.get(name)
        if lock is None:
            lock = self._locks[name] = asyncio.Lock()
        return lock

    async def deposit(self, name: str) -> None:
        async with self._lock_of(name):
            pass

    def forget(self) -> None:
        for name, lock in list(self._locks.items()):
            if not lock.locked():
                del self._locks[name]


class Defaults:
    def __init__(self):
        self._locks = defaultdict(asyncio.Lock)

    async def deposit(self, name):
        async with self._locks[name]:
            pass


@dataclass
class Fields:
    _locks: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _rows: list[asyncio.Lock] = field(default_factory=list)

    async def deposit(self, name):
        lock = self._locks.setdefault(name, asyncio.Lock())
        async with lock:
            self._rows.append(asyncio.Lock())


async def forks(count):
    locks = [asyncio.Lock() for _ in range(count)]
    for first, second in zip(locks, locks[1:]):
        async with first, second:
            pass
    any(lock.locked() for lock in locks)


async def pairs():
    table = [("a", asyncio.Lock()), ("b", asyncio.Lock())]
    for name, lock in table:
        async with lock:
            print(name)


async def handed(locks: list[asyncio.Lock]):
    async with locks[0]:
        pass


async def main():
    await handed([asyncio.Lock()])
