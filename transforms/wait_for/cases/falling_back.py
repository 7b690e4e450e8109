"""Code that does nothing but fall back when the time is over."""

import asyncio
import logging

log = logging.getLogger(__name__)


async def load(x=1):
    await asyncio.sleep(x)
    return x


async def fails():
    raise TimeoutError


async def value(x):
    try:
        # First.
        return await asyncio.wait_for(load(x), 1)  # as usual
    except asyncio.TimeoutError:
        # Or not.
        return None


async def default(x):
    try:
        x = await asyncio.wait_for(load(x), timeout=x)
    except TimeoutError:  # too late
        log.warning("too late: %s", x)
        x = 0
    return x


async def loop(event):
    while True:
        try:
            await asyncio.wait_for(event.wait(), 1)
        except asyncio.TimeoutError:
            continue
        break
    try:
        await asyncio.wait_for(load(), 1)
    except asyncio.TimeoutError:
        pass
    try: await asyncio.wait_for(load(), 1)
    except asyncio.TimeoutError: pass
    try: await asyncio.wait_for(load(), 1)
    except asyncio.TimeoutError: log.info("late"); return 5


async def looks(x):
    try:
        await asyncio.wait_for(load(), 1)
    except asyncio.TimeoutError as error:
        print(error)
    try:
        await asyncio.wait_for(load(), 1)
    except asyncio.TimeoutError:
        log.exception("late")
    try:
        await asyncio.wait_for(load(), 1)
    except (asyncio.TimeoutError, OSError):
        pass
    try:
        await asyncio.wait_for(load(), 1)
    except asyncio.TimeoutError:
        x.count()
    try:
        await asyncio.wait_for(fails(), 1)
    except asyncio.TimeoutError:
        pass
    try:
        await asyncio.wait_for(load(), 1)
        await load()
    except asyncio.TimeoutError:
        pass
    try:
        await asyncio.wait_for(load(), 1)
    except asyncio.TimeoutError:
        pass
    else:
        print("in time")


async def within_another(ready):
    try:
        async with asyncio.timeout(5):
            try:
                await asyncio.wait_for(ready(), 1)
            except TimeoutError:
                print("late")
    except TimeoutError:
        print("too late")
