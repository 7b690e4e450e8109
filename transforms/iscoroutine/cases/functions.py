import asyncio


def wrap(function):
    if asyncio.iscoroutinefunction(function):
        return function
    return any(map(asyncio.iscoroutinefunction, [function]))
