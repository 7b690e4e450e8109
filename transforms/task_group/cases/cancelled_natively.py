import asyncio


async def work():
    asyncio.current_task().cancel()
    await asyncio.sleep(1)


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(work())
