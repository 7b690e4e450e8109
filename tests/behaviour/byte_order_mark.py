"""UTF-8 with a byte order mark, and names outside ASCII."""
import asyncio

async def été(délai):
    await asyncio.sleep(délai)
    return "☀"

async def main():
    print(ascii(await asyncio.wait_for(été(0), 1)), "日本".encode().hex())
    async with asyncio.Lock(): print(ascii("ñ"))

asyncio.run(main())
