import asyncio


async def sleep(seconds):
    print(seconds)


class asyncio_like:
    @staticmethod
    async def sleep(seconds):
        pass


async def main(asyncio):
    await sleep(1)
    await asyncio.sleep(2)
    await asyncio_like.sleep(3)
