"""Handlers of CancelledError that clean up and raise on."""

import asyncio
import contextlib

import anyio

log = []


async def clean():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        log.append("cancelled")
        raise
    else:
        log.append("never")


async def bound():
    try:
        await clean()
    except asyncio.CancelledError as error:
        log.append(type(error).__mro__[1].__name__)
        raise error


async def in_tuple():
    try:
        await asyncio.sleep(10)
    except (asyncio.CancelledError, KeyError):
        log.append("tuple")
        raise


async def before_exception():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        log.append("first")
        raise
    except Exception:
        log.append("wrong")
    except BaseException:
        log.append("wrong too")


def synchronous(error):
    try:
        raise error
    except asyncio.CancelledError:
        return "handled"
    except ValueError:
        return "value"


async def retrying(attempts):
    for attempt in range(attempts):
        try:
            await asyncio.sleep(0)
            raise OSError(attempt)
        except asyncio.CancelledError:
            raise
        except OSError as error:
            log.append(error.args[0])


async def main():
    for job in (clean, bound, in_tuple, before_exception):
        with anyio.move_on_after(0.005) as scope:
            await job()
        print(job.__name__, log, scope.cancelled_caught)
        log.clear()
    await retrying(2)
    print(log)
    print(synchronous(ValueError()), synchronous(asyncio.CancelledError()))
    task = asyncio.ensure_future(clean())
    await asyncio.sleep(0.001)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    print(task.cancelled(), log)


asyncio.run(main())
