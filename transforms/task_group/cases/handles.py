import asyncio


async def work(n):
    await asyncio.sleep(0.1)
    return n


async def main(flag):
    async with asyncio.TaskGroup() as tg:
        one: asyncio.Task[int] = tg.create_task(work(1), name="one")
        many = [tg.create_task(work(n)) for n in range(3)]
        named = {name: tg.create_task(work(0)) for name in "ab"}
        pairs = []
        for n in range(3):
            pairs.append((n, tg.create_task(work(n))))
        maybe = tg.create_task(work(2)) if flag else None
        print(await one)
    print(one.result(), one.get_name(), one.exception(), not one.done(), one.cancelled())
    print([task.result() for task in many], many[0].result(), sum(t.result() for t in many))
    print({name: task.result() for name, task in named.items()}, named["a"].result())
    for n, task in pairs:
        print(n, task.result())
    for index, (n, task) in enumerate(pairs):
        print(index, n, task.result())
    for name, task in zip(named, named.values()):
        print(name, task.result())
    print(maybe.result() if maybe else None)
    first, *others = many
    print(first.result(), len(others))


def spawn(tg: asyncio.TaskGroup, n: int) -> asyncio.Task[int]:
    return tg.create_task(work(n))


def report(tasks: list["asyncio.Task[int]"]) -> None:
    for task in tasks:
        print(task.result())


async def returned():
    async with asyncio.TaskGroup() as tg:
        tasks = [spawn(tg, n) for n in range(3)]
    report(tasks)
    report(tasks=[tasks[0], *tasks])


async def forever():
    await asyncio.Event().wait()


async def cancelled():
    async with asyncio.TaskGroup() as tg:
        background = tg.create_task(forever())
        await asyncio.sleep(0)
        background.cancel()
        try:
            await background
        except asyncio.CancelledError:
            pass


async def kept_in_many_ways():
    async with asyncio.TaskGroup() as tg:
        tasks = {}
        for n in range(3):
            tasks[n] = tg.create_task(work(n))
        a, b = tg.create_task(work(2)), tg.create_task(work(3))
        rest = [a] + [b]
    again = dict(zip("abc", tasks.values()))
    print([tasks[n].result() for n in sorted(tasks)], again["a"].result(), rest[0].result())
