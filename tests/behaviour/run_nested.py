"""run inside run is an error; run after run is not; each has its own context."""

import asyncio
import contextvars

depth = contextvars.ContextVar("depth", default=0)


async def noop():
    return "never"


async def main(value):
    depth.set(value)
    coroutine = noop()
    try:
        asyncio.run(coroutine)
    except RuntimeError:
        print("refused")
    finally:
        coroutine.close()
    await asyncio.sleep(0)
    return depth.get()


def helper():
    return asyncio.run(main(1)), asyncio.run(main(2))


print(helper(), depth.get())
