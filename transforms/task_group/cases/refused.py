import asyncio


async def work(n=1):
    await asyncio.sleep(1)
    return n


class Group(asyncio.TaskGroup):
    """A class of its own."""


async def waited_for_together():
    async with asyncio.TaskGroup() as tg:
        tasks = [tg.create_task(work(n)) for n in range(3)]
        await asyncio.wait(tasks)


async def called_back():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(work()).add_done_callback(print)


async def printed():
    async with asyncio.TaskGroup() as tg:
        task = tg.create_task(work())
        print(task)


async def unnamed():
    async with asyncio.TaskGroup() as tg:
        task = tg.create_task(work())
    print(task.get_name())


async def cancelled_at_once():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(work()).cancel()


async def told_of_cancelling():
    async with asyncio.TaskGroup() as tg:
        task = tg.create_task(work())
        await asyncio.sleep(0)
        task.cancel()
        await task


async def asks_whether_it_could_cancel():
    async with asyncio.TaskGroup() as tg:
        task = tg.create_task(work())
        await asyncio.sleep(0)
        print(task.cancel())


async def with_message():
    async with asyncio.TaskGroup() as tg:
        task = tg.create_task(work())
        await asyncio.sleep(0)
        task.cancel("enough")


async def mixed(other):
    async with asyncio.TaskGroup() as tg:
        tasks = [tg.create_task(work()), other]
    print([task.result() for task in tasks])


async def generator():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(work())
        yield 1


async def handed_on():
    async with asyncio.TaskGroup() as tg:
        print(tg)


async def looked_into():
    async with asyncio.TaskGroup() as tg:
        print(len(tg._tasks))


async def method_as_value():
    async with asyncio.TaskGroup() as tg:
        spawn = tg.create_task
        spawn(work())


class Service:
    async def start(self):
        self._running = asyncio.TaskGroup()
        await self._running.__aenter__()

    async def stop(self):
        await self._running.__aexit__(None, None, None)


class Early:
    def __init__(self):
        self._early = asyncio.TaskGroup()

    async def run(self):
        async with self._early as tg:
            tg.create_task(work())


early = Early()
at_import = asyncio.TaskGroup()
