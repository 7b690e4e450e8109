import asyncio


async def fail():
    await asyncio.sleep(0.1)
    raise ValueError("no")


async def awaited():
    try:
        async with asyncio.TaskGroup() as tg:
            task = tg.create_task(fail())
            print(await task)
    except* ValueError as group:
        print(len(group.exceptions))


async def not_awaited():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail())
    except* ValueError as group:
        print(len(group.exceptions))


async def asked_afterwards():
    try:
        async with asyncio.TaskGroup() as tg:
            task = tg.create_task(fail())
    except* ValueError:
        pass
    print(repr(task.exception()))


async def caught_inside():
    async with asyncio.TaskGroup() as tg:
        task = tg.create_task(fail())
        try:
            await task
        except ValueError:
            print("never")


async def caught_by_its_group():
    try:
        async with asyncio.TaskGroup() as tg:
            task = tg.create_task(fail())
            await task
    except ExceptionGroup as group:
        print(group.exceptions)


async def result_caught():
    try:
        async with asyncio.TaskGroup() as tg:
            task = tg.create_task(fail())
    except* ValueError:
        pass
    try:
        task.result()
    except ValueError:
        print("caught")
