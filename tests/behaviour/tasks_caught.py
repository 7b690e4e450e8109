"""Tasks whose errors are caught where they are awaited: the others go on, and what is not caught leaves by itself."""

import asyncio
import contextlib


async def step(name, delay):
    await asyncio.sleep(delay)
    print("step", name)
    return name


async def failing(error, delay):
    await asyncio.sleep(delay)
    raise error


async def forever(name):
    try:
        while True:
            await asyncio.sleep(0.01)
    finally:
        print("ended", name)


async def quiet():
    await asyncio.sleep(5)
    return "never"


async def caught():
    task = asyncio.create_task(failing(LookupError("gone"), 0.01))
    before = await step("long after the task has failed", 0.04)
    try:
        found = await task
    except LookupError as error:
        found = f"no: {error}"
    return before, found


async def not_caught():
    task = asyncio.create_task(failing(LookupError("elsewhere"), 0.01))
    other = asyncio.create_task(quiet())
    await step("before the error", 0.04)
    try:
        await task
    except ValueError:
        print("never")
    finally:
        print("finally")
    other.cancel()


async def one_by_one():
    tasks = {}
    for number, delay in enumerate((0.04, 0.01, 0.06, 0.02)):
        coro = failing(ValueError(number), delay) if number % 2 else step(number, delay)
        tasks[number] = asyncio.create_task(coro)
    results = []
    for number, task in tasks.items():
        try:
            results.append((number, await task))
        except ValueError as error:
            results.append((number, repr(error)))
        else:
            print("was well", number)
    return results


async def logged():
    task = asyncio.create_task(failing(OSError("no disk"), 0.01))
    await step("meanwhile", 0.03)
    try:
        return await task
    except asyncio.CancelledError:
        print("never")
        raise
    except Exception as error:
        print("logged", type(error).__name__, error, error.__cause__, error.__context__)


async def suppressed():
    result = "nothing"
    task = asyncio.create_task(failing(KeyError("k"), 0.01))
    await step("before the suppressed", 0.03)
    with contextlib.suppress(KeyError):
        result = await task
    return result


async def dropped():
    task = asyncio.create_task(failing(KeyError("dropped"), 0.01))
    await step("before the dropped", 0.03)
    try:
        await task
    except (asyncio.CancelledError, Exception):
        pass
    return "went on"


async def never_awaited():
    task = asyncio.create_task(failing(ValueError("never seen"), 5))
    await step("before an early error", 0.02)
    await failing(RuntimeError("early"), 0.01)
    try:
        await task
    except ValueError:
        print("never")


async def raised_again():
    task = asyncio.create_task(failing(ValueError("first"), 0.01))
    await step("before it is raised again", 0.02)
    try:
        await task
    except ValueError as error:
        raise RuntimeError("second") from error


async def the_other_fails():
    one = asyncio.create_task(failing(ValueError("one"), 0.03))
    other = asyncio.create_task(failing(LookupError("other"), 0.01))
    try:
        await one
    except ValueError as error:
        print("caught first", error)
    await other


async def asked_afterwards():
    tasks = [
        asyncio.create_task(failing(ValueError("asked"), 0.01)),
        asyncio.create_task(step("asked", 0.03)),
    ]
    await asyncio.wait(tasks)
    for task in tasks:
        try:
            print("result", task.result())
        except ValueError as error:
            print("error", error)
    return [task.done() for task in tasks]


async def told_of_cancellation():
    task = asyncio.create_task(forever("cancelled"))
    await step("before the cancellation", 0.03)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("told")


async def ended_in_any_case(delay, is_wanted):
    task = asyncio.create_task(failing(ValueError("in any case"), delay))
    try:
        await step("before it is wanted", 0.02)
        if not is_wanted:
            return "not wanted"
        try:
            return await task
        except ValueError as error:
            return repr(error)
    finally:
        task.cancel()


async def out_of_time():
    task = asyncio.create_task(failing(ValueError("never"), 5))
    await asyncio.sleep(0)
    try:
        await task
    except ValueError:
        print("never")


async def main():
    print(await caught())
    try:
        await not_caught()
    except LookupError as error:
        print("left by itself", error)
    print(await one_by_one())
    print(await logged())
    print(await suppressed())
    print(await dropped())
    try:
        await never_awaited()
    except RuntimeError as error:
        print("left by itself", error)
    try:
        await raised_again()
    except RuntimeError as error:
        print(error, "from", repr(error.__cause__))
    try:
        await the_other_fails()
    except LookupError as error:
        print("then the other", error)
    print(await asked_afterwards())
    await told_of_cancellation()
    print(await ended_in_any_case(0.01, True), await ended_in_any_case(0.04, True))
    print(await ended_in_any_case(5, False))
    try:
        await asyncio.wait_for(out_of_time(), 0.02)
    except TimeoutError:
        print("out of time")


asyncio.run(main())
