import asyncio
from contextlib import suppress


class Latest:
    def __init__(self):
        self._items = asyncio.Queue(3)

    def add(self, item):
        try:
            self._items.put_nowait(item)
        except asyncio.QueueFull:
            self._items.get_nowait()
            self._items.put_nowait(item)

    def drain(self):
        items = []
        while True:
            try:
                items.append(self._items.get_nowait())
            except (asyncio.QueueEmpty, asyncio.QueueFull):  # enough
                return items

    def forget(self):
        with suppress(asyncio.QueueFull, asyncio.QueueEmpty):
            self._items.get_nowait()

    def first(self):
        return None if self._items.empty() else self._items.get_nowait()

    def last(self):
        while not self._items.empty():
            item = self._items.get_nowait()
        return item
