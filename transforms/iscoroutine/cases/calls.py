import asyncio
from asyncio import iscoroutine as is_coro


async def call(function, *args):
    result = function(*args)
    if asyncio.iscoroutine(result):
        return await result
    return result


def several(make):
    return is_coro(obj=make()), asyncio.iscoroutine(  # the second
        make()
    ), [asyncio.iscoroutine(x) for x in make()]


def nested(x):
    return not asyncio.iscoroutine(asyncio.iscoroutine(x)) and asyncio.iscoroutine((yield))
