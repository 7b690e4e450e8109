import asyncio
from typing import Coroutine


def call(isinstance, x: Coroutine):
    return asyncio.iscoroutine(x)


class Coroutines:
    def test(self, collections, x):
        return asyncio.iscoroutine(x)
