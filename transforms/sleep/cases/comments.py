import asyncio  # the loop


async def main(delay):
    await asyncio.sleep(  # how long?
        # as long as needed
        delay,  # seconds
    )  # done
    await asyncio . sleep (1)
    await (asyncio
           .sleep)(2)
