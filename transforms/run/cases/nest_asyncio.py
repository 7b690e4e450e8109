import asyncio

import nest_asyncio

nest_asyncio.apply()


async def main():
    pass


asyncio.run(main())
