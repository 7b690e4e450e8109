import asyncio


async def main(a, b):
    pass


asyncio.run(
    main(
        1,  # one
        2,
    )
)
asyncio.run(main(
    1, 2))
