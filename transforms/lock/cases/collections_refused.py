"""Locks in collections that are not followed, or hold other things too, stay."""

import asyncio


class Mixed:
    def __init__(self, others):
        self._locks = {"a": asyncio.Lock()}
        self._locks["b"] = others["b"]

    async def go(self, name):
        async with self._locks[name]:
            pass


class Exposed:
    def __init__(self):
        self._locks = [asyncio.Lock()]

    def hand_out(self):
        send(self._locks)


class Merged:
    def __init__(self, more):
        self._locks = {}
        self._locks.update(more)

    def add(self, name):
        self._locks[name] = asyncio.Lock()


class Either:
    def __init__(self, count):
        self._lock = asyncio.Lock() if count == 1 else [asyncio.Lock()]


class Returned:
    def __init__(self):
        self._locks = {}

    @property
    def lock(self):
        return self._locks.setdefault(1, asyncio.Lock())


class Used:
    def __init__(self):
        self._locks = {}

    async def go(self, name):
        lock = self._locks.setdefault(name, asyncio.Lock())
        return await lock.acquire()


def makers():
    return [asyncio.Lock]


def keys():
    known = {asyncio.Lock(): 1}
    return known
