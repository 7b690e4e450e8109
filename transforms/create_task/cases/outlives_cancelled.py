import asyncio


async def job():
    raise asyncio.CancelledError


async def main():
    asyncio.create_task(job())


asyncio.run(main())
