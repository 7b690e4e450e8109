"""Carriage returns at the end of every line."""

import asyncio


async def main():
    text = """one
two"""
    print(repr(text))
    value = await asyncio.wait_for(asyncio.to_thread(len, text), 1)
    print(value)
    if value: await asyncio.wait_for(asyncio.sleep(0), 1); print("same line")
    await asyncio.sleep(0.001)


asyncio.run(main())
