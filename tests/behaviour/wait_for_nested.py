"""wait_for around wait_for, and around everything else that is migrated."""

import asyncio
import time


async def nested(inner, outer):
    try:
        return await asyncio.wait_for(asyncio.wait_for(asyncio.sleep(5, "slept"), inner), outer)
    except asyncio.TimeoutError:
        return "timed out"


async def with_event():
    event = asyncio.Event()
    try:
        await asyncio.wait_for(event.wait(), timeout=0.01)
    except asyncio.TimeoutError:
        event.set()
    await asyncio.wait_for(event.wait(), timeout=0.01)
    return event.is_set()


async def with_semaphore():
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    try:
        await asyncio.wait_for(semaphore.acquire(), timeout=0.01)
    except asyncio.TimeoutError:
        semaphore.release()
    await asyncio.wait_for(semaphore.acquire(), timeout=0.01)
    return "acquired"


async def deep(level):
    if level == 0:
        await asyncio.sleep(5)
    await asyncio.wait_for(deep(level - 1), 5 if level > 1 else 0.01)


async def main():
    print(await nested(0.01, 5), await nested(5, 0.01))
    print(await with_event())
    print(await with_semaphore())
    print(await asyncio.wait_for(asyncio.to_thread(time.strftime, "%%"), 5))
    started = time.monotonic()
    try:
        await deep(4)
    except asyncio.TimeoutError:
        print("deep", time.monotonic() - started < 2)


asyncio.run(main())
