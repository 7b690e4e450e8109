import asyncio
from functools import partial


def called(slots):
    slots.release()


called(asyncio.BoundedSemaphore(1))


def handed_on(slots):
    slots.release()


handed_on(asyncio.Semaphore(1))
list(map(handed_on, [object()]))


class Worker:
    def __init__(self, slots: asyncio.Semaphore):
        self._slots = slots

    def free(self, extra):
        extra.release()

    def all(self):
        self.free(asyncio.Semaphore(2))
        return map(self.free, [object()])


class Other:
    def __init__(self, slots: asyncio.Semaphore):
        self._slots = slots


def make(worker: Worker):
    assert isinstance(worker, Worker)
    return Worker(asyncio.Semaphore(3)), Other(asyncio.Semaphore(3)), partial(Other)
