import asyncio
import sys


async def job(): ...


async def main():
    asyncio.create_task(job())
    sys.exit(3)


asyncio.run(main())
