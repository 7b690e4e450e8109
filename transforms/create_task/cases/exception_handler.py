import asyncio


async def job():
    raise ValueError


async def main():
    asyncio.get_running_loop().set_exception_handler(print)
    asyncio.create_task(job())
    await asyncio.sleep(1)


asyncio.run(main())
