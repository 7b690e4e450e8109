def run():
    import asyncio

    async def job():
        print(int("x"))

    async def main():
        asyncio.create_task(job())

    asyncio.run(main())
