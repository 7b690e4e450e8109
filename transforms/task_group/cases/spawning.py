import asyncio
from asyncio import TaskGroup as Group


async def work(n, *, by=1):
    await asyncio.sleep(0.1)


async def dropped(items):
    async with asyncio.TaskGroup() as tg:
        for item in items:
            tg.create_task(work(item, by=2), name=f"work {item}")


async def passed_down(tg: asyncio.TaskGroup, depth: int) -> None:
    if depth:
        tg.create_task(passed_down(tg, depth - 1))


async def root():
    group = Group()
    async with group:
        group.create_task(passed_down(group, 3))


async def nested():
    async with Group() as outer, asyncio.TaskGroup() as other:
        async with asyncio.TaskGroup() as inner:
            inner.create_task(work(1))
            outer.create_task(work(2))
        other.create_task(work(3))


async def commented():
    async with (
        # the group
        asyncio.TaskGroup(  # none
        ) as tg  # last
    ):
        tg.create_task(  # spawn
            work(1),  # coroutine
            # name
            name="n",
        )


async def in_closure():
    async with asyncio.TaskGroup() as tg:

        def spawn(n):
            tg.create_task(work(n))

        spawn(1)


async def with_context(context):
    async with asyncio.TaskGroup() as tg:
        tg.create_task(work(1), context=context)


async def block_fails():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(work(1))
        raise KeyError
