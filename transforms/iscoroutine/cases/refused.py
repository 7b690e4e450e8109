import asyncio


def tests(values, *args):
    test = asyncio.iscoroutine
    return list(filter(asyncio.iscoroutine, values)), test, asyncio.iscoroutine(*args)
