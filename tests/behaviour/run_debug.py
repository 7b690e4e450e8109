"""The debug argument reaches the loop, whatever its value."""

import asyncio


async def main(label):
    print(label, asyncio.get_running_loop().get_debug())
    await asyncio.sleep(0)


VERBOSE = 1

asyncio.run(main("default"))
asyncio.run(main("true"), debug=True)
asyncio.run(main("false"), debug=False)
asyncio.run(main("computed"), debug=VERBOSE > 0)
asyncio.run(debug=True, main=main("turned round"))
