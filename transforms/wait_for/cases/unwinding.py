"""What the scope's cancellation, which comes again, means for the code that it covers."""

import asyncio
import contextlib


async def goes_on(step):
    try:
        await step()
    except asyncio.CancelledError:
        pass
    await step()


async def stops(step):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        return None


async def suppresses():
    while True:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(1)


async def told(log):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError as error:
        log(error)
        raise


class Link:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        await asyncio.sleep(0)


async def held(link):
    async with link:
        await asyncio.sleep(1)


async def handed():
    try:
        await asyncio.sleep(1)
    finally:
        await asyncio.sleep(0)


async def retry(function):
    return await asyncio.wait_for(function(), 1)


async def main(step, log):
    await asyncio.wait_for(goes_on(step), 1)
    await asyncio.wait_for(stops(step), 1)
    await asyncio.wait_for(suppresses(), 1)
    await asyncio.wait_for(told(log), 1)
    await asyncio.wait_for(held(Link()), 1)
    await retry(handed)
