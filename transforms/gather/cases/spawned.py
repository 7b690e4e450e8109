"""Tasks that are spawned for a gather, which starts them as well."""
import asyncio


async def load(n):
    await asyncio.sleep(n / 100)
    return n


async def direct():
    return await asyncio.gather(asyncio.create_task(load(1)), asyncio.ensure_future(load(2)), load(3))


async def listed(ns):
    tasks = [asyncio.create_task(load(n)) for n in ns]
    print("spawned", len(tasks))
    if not tasks:
        return []
    results = await asyncio.gather(*tasks)
    return sorted(results)


async def appended(ns, given):
    tasks = []
    for n in ns:
        if n > 1:
            continue
        # One each.
        tasks.append(asyncio.create_task(load(n)))
    tasks.append(given.fetch())
    if tasks:
        try:
            await asyncio.gather(*tasks)
        except ValueError:
            print("no")


async def settled(ns):
    tasks = [asyncio.create_task(load(n)) for n in ns]
    return await asyncio.gather(*tasks, asyncio.create_task(load(4)), return_exceptions=True)


async def of_loop():
    loop = asyncio.get_running_loop()
    await asyncio.gather(loop.create_task(load(1)), loop.create_task(load(2)))


async def named():
    await asyncio.gather(asyncio.create_task(load(1), name="one"))


async def begun(ns):
    tasks = [asyncio.create_task(load(n)) for n in ns]
    await asyncio.sleep(1)
    await asyncio.gather(*tasks)


async def streamed(ns):
    tasks = []
    async for n in ns:
        tasks.append(asyncio.create_task(load(n)))
    await asyncio.gather(*tasks)


async def waited(ns):
    return await asyncio.gather(asyncio.create_task(load(1)), load(await load(2)))


async def twice(ns):
    tasks = [asyncio.create_task(load(n)) for n in ns]
    for _ in range(2):
        await asyncio.gather(*tasks)


async def passed(ns, quick):
    tasks = [asyncio.create_task(load(n)) for n in ns]
    if quick:
        return
    await asyncio.gather(*tasks)


async def perhaps(ns, waits):
    tasks = [asyncio.create_task(load(n)) for n in ns]
    return await asyncio.gather(*tasks) if waits else None


async def gathered_again(ns):
    tasks = []
    for n in ns:
        tasks.append(asyncio.create_task(load(n)))
        print(await asyncio.gather(*tasks))


async def in_batches(batches):
    for batch in batches:
        tasks = [asyncio.create_task(load(n)) for n in batch]
        print(await asyncio.gather(*tasks))


async def in_time(ns):
    tasks = [asyncio.create_task(load(n)) for n in ns]
    async with asyncio.timeout(5):
        return await asyncio.gather(*tasks)
