import asyncio

background = set()


async def work(x=None): ...


class Server:
    def start(self):
        self._task = asyncio.create_task(work())

    async def stop(self):
        self._task.cancel()
        await self._task

    def __init__(self):
        asyncio.ensure_future(work())


async def dropped():
    asyncio.create_task(work())


async def kept_in_a_set():
    task = asyncio.create_task(work())
    background.add(task)
    task.add_done_callback(background.discard)


async def scoped():
    task = asyncio.create_task(work())
    task.add_done_callback(print)
    return await task


async def collected(xs):
    tasks = [asyncio.create_task(work(x)) for x in xs]
    for task in tasks:
        task.cancel()


async def at_once():
    return await asyncio.create_task(work())


def handed_out():
    return asyncio.create_task(work())


def in_a_callback():
    task = asyncio.create_task(work())
    print(task)


async def into_another_call():
    print(asyncio.create_task(work()))


async def in_a_group():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(work())


def kinds(tasks: "list[asyncio.Task[int]]", x):
    return isinstance(x, asyncio.Task)


async def this_task():
    asyncio.current_task().cancel()
    task = asyncio.current_task()
    return task.get_name(), asyncio.current_task()
