import asyncio


async def job(number):
    print("begins")
    await asyncio.sleep(number)
    return int("x")


async def caught():
    tasks = {"own": asyncio.create_task(job(1))}
    try:
        await asyncio.gather(*tasks.values())
    except ValueError:
        print("fails")


async def at_once():
    task = asyncio.create_task(job(1))
    task.cancel()
    await asyncio.wait([task])


async def asked():
    task = asyncio.create_task(job(1))
    await asyncio.wait([task])
    return task.result()


async def handed(out):
    task = asyncio.create_task(job(1))
    out["task"] = task


async def timed():
    task = asyncio.create_task(job(1))
    async with asyncio.timeout(1):
        await task


async def main():
    await timed()
    await caught()
    await at_once()
    await asked()
    await handed({})


asyncio.run(main())
