"""The error of a task is caught where the task is awaited, in the statements in which it lives."""

import asyncio
import contextlib
import logging

log = logging.getLogger(__name__)


async def find(key):
    await asyncio.sleep(0.1)
    if not key:
        raise ValueError(key)
    return key


async def at_its_await(key):
    task = asyncio.create_task(find(key))
    other = await find("other")
    try:
        found = await task  # it began above
    except ValueError:
        found = None
    return found, other


async def by_a_name(keys):
    tasks: dict[str, asyncio.Task[str]] = {}
    for key in keys:
        tasks[key] = asyncio.create_task(find(key))
    results = {}
    for key, task in tasks.items():
        try:
            results[key] = (await task).upper()
        except Exception as error:
            log.warning("%s: %s", key, error)
        finally:
            print(key, task.done())
    return results


async def suppressed(key):
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    with contextlib.suppress(ValueError):
        return await task


async def dropped(key):
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    try:
        await task
    except (asyncio.CancelledError, Exception):
        pass


async def handed_on(key):
    task = asyncio.create_task(find(key))
    await asyncio.sleep(0)
    try:
        return await task
    except asyncio.CancelledError:
        raise
    except Exception:
        log.exception("not found")


async def one_of_two(one, other):
    first = asyncio.create_task(find(one))
    second = asyncio.create_task(find(other))
    try:
        found = await first
    except ValueError:
        found = None
    return found, await second


async def asked_afterwards(keys):
    tasks = [asyncio.create_task(find(key)) for key in keys]
    await asyncio.wait(tasks)
    for task in tasks:
        try:
            print(task.result())
        except ValueError as error:
            print("not found", error)


async def at_once(key):
    try:
        return await asyncio.create_task(find(key))
    except ValueError:
        return None


async def seen_outside(one, other):
    task = asyncio.create_task(find(one))
    second = await find(other)
    try:
        return await task, second
    except KeyError:
        return None


async def ended_in_any_case(key):
    task = asyncio.create_task(find(key))
    try:
        other = await find("other")
        try:
            return other, await task
        except ValueError:
            return other, None
    finally:
        task.cancel()


async def main():
    try:
        print(await seen_outside("a", ""))
    except ValueError as error:
        print("not found", error)
