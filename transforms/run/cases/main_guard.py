async def main():
    await asyncio.sleep(0)


if __name__ == "__main__":
    import asyncio

    asyncio.run(main())
