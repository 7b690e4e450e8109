"""Errors of children: as results, caught by class, looked at."""
import asyncio
import logging


async def fail(n):
    await asyncio.sleep(0)
    if n:
        raise KeyError(n)


async def settled(tasks):
    outcomes = await asyncio.gather(fail(0), fail(1), return_exceptions=True)
    print(outcomes)
    for outcome in await asyncio.gather(*map(fail, range(3)), return_exceptions=True):
        print(outcome)
    await asyncio.gather(
        *[fail(n) for n in range(3)],
        return_exceptions=True,  # errors are not looked at
    )
    await asyncio.gather(fail(0), return_exceptions=False)


async def caught_here():
    try:
        await asyncio.gather(fail(1), fail(2))
    except (KeyError, OSError) as error:
        print(error)


async def caught_by_caller():
    try:
        await run_all()
    except KeyError:
        logging.exception("failed")


async def run_all():
    await asyncio.gather(*[fail(n) for n in range(3)])


async def caught_unseen():
    try:
        await asyncio.gather(fail(1), fail(2))
    except Exception:
        print("failed")
