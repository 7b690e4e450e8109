"""Delays of every kind: literal, zero, negative, computed, by keyword."""

import asyncio
import time

PAUSE = 0.001
BACKOFF = (0, 0.001, -1)


async def paced(interval, work):
    started = time.monotonic()
    time.sleep(work)
    elapsed = time.monotonic() - started
    await asyncio.sleep(interval - elapsed)
    return elapsed > interval


async def retry(attempts):
    for attempt in range(attempts):
        await asyncio.sleep(PAUSE * attempt)
        print("attempt", attempt)


async def main():
    await asyncio.sleep(0)
    await asyncio.sleep(0.001)
    await asyncio.sleep(delay=PAUSE)
    await asyncio.sleep(-0.5)
    await asyncio.sleep(-1 if PAUSE else 1)
    print("late:", await paced(0.001, 0.01))
    print("early:", await paced(0.02, 0))
    for delay in BACKOFF:
        await asyncio.sleep(delay)
        print("slept", delay)
    await asyncio.sleep(max(0, BACKOFF[-1]))
    await retry(3)
    print("value:", await asyncio.sleep(0))
    await asyncio.sleep(False)
    await asyncio.sleep(abs(-0.001)), print("tuple")


asyncio.run(main())
