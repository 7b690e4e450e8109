"""Deadlines on the loop's clock, by the loop itself and by a variable that holds it."""

import asyncio


async def wait_until(deadline):
    loop = asyncio.get_running_loop()
    rounds = 0
    while (left := deadline - loop.time()) > 0:
        await asyncio.sleep(max(0, left))
        rounds += 1
    return rounds > 0


async def elapsed():
    started = asyncio.get_event_loop().time()
    await asyncio.sleep(0.05)
    return asyncio.get_event_loop().time() - started


async def never():
    loop = asyncio.get_running_loop()
    await loop.create_future()


async def main():
    now = asyncio.get_running_loop().time()
    print("waited:", await wait_until(now + 0.05))
    print("past deadline:", await wait_until(now))
    print("elapsed:", 0.04 < await elapsed() < 5)
    try:
        await asyncio.wait_for(never(), 0.01)
    except asyncio.TimeoutError:
        print("never came")


asyncio.run(main())
