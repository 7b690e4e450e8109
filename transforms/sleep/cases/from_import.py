from asyncio import gather, sleep as nap


async def main():
    await nap(1)
    await gather()
