import asyncio


async def main():
    pass


asyncio.run(asyncio.sleep(1))
asyncio.run(asyncio.wait_for(main(), 5))
asyncio.run(asyncio.gather(main()))
