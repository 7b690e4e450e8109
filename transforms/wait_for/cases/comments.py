import asyncio


async def main(f):
    # before
    x = await asyncio.wait_for(  # how long?
        f(
            # inside
            1,
        ),
        # patience
        timeout=1,
    )  # after
    return x
