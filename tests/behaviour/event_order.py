"""An event that is already set lets its waiter pass without a pause, until `switch-point` is accepted."""

import asyncio

log = []


async def waiter(name, event):
    log.append(f"{name}1")
    await event.wait()
    log.append(f"{name}2")


async def main():
    event = asyncio.Event()
    event.set()
    await asyncio.gather(waiter("a", event), waiter("b", event))
    print(*log)


asyncio.run(main())
