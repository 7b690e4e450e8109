"""Tabs, two spaces and form feeds."""
import asyncio


class Tabbed:
	async def go(self):
		try:
			return await asyncio.wait_for(asyncio.sleep(0, "tab"), 1)
		finally:
			await asyncio.sleep(0)


async def two(n):
  if n:
    value = await asyncio.wait_for(asyncio.sleep(0, n), 1)
    # a comment
    return value
  await asyncio.sleep(0)   
  
  return "none"

async def main():
        print(await Tabbed().go())
        print(await two(2), await two(0))

asyncio.run(main())
