"""A timeout around code that ends its cancellation and goes on waiting stays asyncio's."""

import asyncio


async def stubborn():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("one more thing")
    await asyncio.sleep(0)
    return "done all the same"


async def quick():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        return "what there is"


async def main():
    print(await asyncio.wait_for(stubborn(), 0.02))
    print(await asyncio.wait_for(quick(), 0.02))


asyncio.run(main())
