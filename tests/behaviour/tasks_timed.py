"""Tasks that are given some time by `wait_for`, which ends them when it is up, and waits until they have ended."""

import asyncio


async def step(name, delay):
    await asyncio.sleep(delay)
    print("step", name)
    return name


async def failing(error, delay):
    await asyncio.sleep(delay)
    raise error


async def cleaned(name):
    try:
        await asyncio.sleep(5)
    finally:
        print("cleaned", name)


async def stubborn():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        return "stubborn"


async def turned():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        raise LookupError("turned") from None


async def in_time():
    task = asyncio.create_task(step("in time", 0.03))
    await step("before", 0.01)
    return await asyncio.wait_for(task, 1)


async def out_of_time():
    task = asyncio.create_task(cleaned("late"))
    await step("begun", 0.01)
    try:
        return await asyncio.wait_for(task, timeout=0.02)
    except asyncio.TimeoutError:
        return "late", task.done(), task.cancelled()


async def fails(delay):
    task = asyncio.create_task(failing(LookupError("gone"), delay))
    await asyncio.sleep(0.02)
    try:
        return await asyncio.wait_for(task, 1)
    except TimeoutError:
        print("never")
    except LookupError as error:
        return repr(error)


async def not_caught():
    task = asyncio.create_task(failing(LookupError("not caught"), 0.01))
    await asyncio.sleep(0.02)
    try:
        await asyncio.wait_for(task, 1)
    except TimeoutError:
        print("never")


async def goes_on(limit):
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0.01)
    try:
        return await asyncio.wait_for(task, limit)
    finally:
        task.cancel()


async def other_error():
    task = asyncio.create_task(turned())
    await asyncio.sleep(0.01)
    try:
        return await asyncio.wait_for(task, 0.01)
    except TimeoutError:
        print("never")
    except LookupError as error:
        return repr(error)


async def no_time(delay):
    task = asyncio.create_task(step("no time", delay))
    await asyncio.sleep(0.02)
    try:
        return await asyncio.wait_for(task, 0)
    except TimeoutError:
        return "out of time"


async def each_in_turn():
    tasks = [asyncio.create_task(step(delay, delay)) for delay in (0.03, 0.01, 5)]
    for task in tasks:
        try:
            print("got", await asyncio.wait_for(task, 0.1))
        except TimeoutError:
            print("gave up", task.cancelled())


async def own_timeout():
    task = asyncio.create_task(failing(TimeoutError("its own"), 0.01))
    other = asyncio.create_task(step("other", 0.03))
    try:
        await asyncio.wait_for(task, 1)
    except TimeoutError as error:
        print("its own", error)
    return await other


async def main():
    print(await in_time())
    print(await out_of_time())
    print(await fails(0.01))
    print(await fails(0.04))
    try:
        await not_caught()
    except LookupError as error:
        print("left by itself", error)
    print(await goes_on(0.01))
    print(await other_error())
    print(await no_time(0.01), await no_time(0.05))
    await each_in_turn()
    print(await own_timeout())


asyncio.run(main())
