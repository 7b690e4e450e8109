import asyncio


class TimeoutError(Exception):
    pass


async def main(work):
    try:
        await work()
    except asyncio.TimeoutError:
        raise TimeoutError
