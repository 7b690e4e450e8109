import asyncio

log = []


async def load(n):
    await asyncio.sleep(n / 100)
    log.append(f"end {n}")
    return n * n


async def fail(n):
    await asyncio.sleep(n / 100)
    raise ValueError(n)


async def direct():
    return await asyncio.gather(asyncio.create_task(load(3)), asyncio.ensure_future(load(1)), load(2))


async def listed(ns):
    tasks = [asyncio.create_task(load(n)) for n in ns]
    log.append(f"{len(tasks)} spawned")
    if not tasks:
        return []
    results = await asyncio.gather(*tasks)
    return sorted(results)


async def settled(ns):
    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(fail(n) if n % 2 else load(n)) for n in ns]
    return await asyncio.gather(*tasks, asyncio.create_task(load(4)), return_exceptions=True)


async def caught():
    tasks = []
    for n in (1, 2):
        tasks.append(asyncio.create_task(fail(n)))
    if tasks:
        try:
            await asyncio.gather(*tasks)
        except ValueError as error:
            return repr(error)


async def main():
    for made in (direct(), listed([2, 1]), listed([]), settled([1, 2]), caught()):
        print(await made, log)
        log.clear()


asyncio.run(main())
