"""Coroutines that do not come straight from a call of an async function."""

import asyncio
import functools

calls = []


def traced(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        calls.append(function.__name__)
        return asyncio.run(function(*args, **kwargs))

    return wrapper


@traced
async def decorated(n):
    await asyncio.sleep(0)
    return n + 1


async def plain(n):
    await asyncio.sleep(0)
    return n * 2


def make(n):
    calls.append("make")
    return plain(n)


def shut(coroutine):
    return asyncio.run(coroutine)


class Command:
    async def __call__(self, word):
        await asyncio.sleep(0)
        return word.upper()


print(decorated(1))
coroutine = plain(2)
print(asyncio.run(coroutine))
print(asyncio.run(make(3)))
print(shut(plain(4)))
print(asyncio.run(functools.partial(plain, 5)()))
print(asyncio.run(Command()("word")))
print(asyncio.run((plain if calls else make)(6)))
print(calls)
