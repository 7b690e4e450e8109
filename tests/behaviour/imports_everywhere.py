"""Imports in functions, behind conditions and with fallbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    import asyncio
except ImportError:
    asyncio = None

if TYPE_CHECKING:
    from asyncio import Event


async def local_import():
    import asyncio

    await asyncio.sleep(0)
    return "local"


async def local_from_import():
    from asyncio import (
        Lock,  # serialises
        sleep,
    )

    async with Lock():
        await sleep(0)
    return "from"


def in_method():
    class Job:
        from asyncio import sleep

        pause = staticmethod(sleep)

        async def go(self):
            await Job.pause(0)
            return "class body"

    return Job().go()


async def late(flag: Event | None = None):
    if flag is None:
        import asyncio as loop_library
    else:
        loop_library = None
    await loop_library.sleep(0)
    return "late"


async def main():
    print(await local_import())
    print(await local_from_import())
    print(await in_method())
    print(await late())
    await asyncio.sleep(0)


if asyncio is not None:
    asyncio.run(main())
