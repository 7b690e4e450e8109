"""Conditions that stay."""
import asyncio

lock = asyncio.Lock()


async def of_lock():
    condition = asyncio.Condition(lock)
    async with condition:
        condition.notify()


async def by_hand():
    condition = asyncio.Condition()
    await condition.acquire()
    condition.release()


async def value():
    condition = asyncio.Condition()
    async with condition:
        if await condition.wait():
            print("always")


async def across_yield():
    condition = asyncio.Condition()
    async with condition:
        yield 1


async def handed(register):
    condition = asyncio.Condition()
    register(condition)


class Own(asyncio.Condition):
    pass
