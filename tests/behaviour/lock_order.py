"""An uncontended lock is no place where others run, until `switch-point` is accepted."""

import asyncio

log = []


async def worker(name, lock):
    log.append(f"{name}1")
    async with lock:
        log.append(f"{name}2")
    log.append(f"{name}3")


async def main():
    first = asyncio.Lock()
    second = asyncio.Lock()
    await asyncio.gather(worker("x", first), worker("y", second))
    print(*log)


asyncio.run(main())
