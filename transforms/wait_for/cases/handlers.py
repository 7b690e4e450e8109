import asyncio


async def main(f, g):
    try:
        return await asyncio.wait_for(f(g()), 0)
    except asyncio.TimeoutError:
        return None
    except (asyncio.TimeoutError, ValueError):
        raise asyncio.TimeoutError from None
