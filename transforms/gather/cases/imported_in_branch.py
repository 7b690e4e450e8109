if __debug__:
    import asyncio as aio
    from asyncio import gather as together

    async def nested(n):
        async def inner():
            await aio.sleep(n)

        return await together(inner(), return_exceptions=True)
