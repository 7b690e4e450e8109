import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

ONE = ThreadPoolExecutor(1)
PREPARED = ThreadPoolExecutor(4, initializer=print)
NAMED = ThreadPoolExecutor(4, thread_name_prefix="disk")
PROCESSES = ProcessPoolExecutor(2)
UNSAID = ThreadPoolExecutor()
SUBMITTED = ThreadPoolExecutor(3)
ESCAPED = ThreadPoolExecutor(3)
PASSED = ThreadPoolExecutor(3)


def escape():
    return ESCAPED


async def of_the_module(f):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(ONE, f)
    await loop.run_in_executor(PREPARED, f)
    await loop.run_in_executor(NAMED, f)
    await loop.run_in_executor(PROCESSES, f)
    await loop.run_in_executor(UNSAID, f)
    await loop.run_in_executor(SUBMITTED, f)
    await loop.run_in_executor(ESCAPED, f)
    await loop.run_in_executor(PASSED, f, PASSED)
    SUBMITTED.submit(f)


async def sized(n, f):
    pool = ThreadPoolExecutor(n)
    await asyncio.get_running_loop().run_in_executor(pool, f)


async def managed(f, path):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(4) as pool, open(path):
        await loop.run_in_executor(pool, f)
    with ThreadPoolExecutor(4) as closed:
        await loop.run_in_executor(closed, f)
    await loop.run_in_executor(closed, f)
    with ThreadPoolExecutor(4) as kept:
        await loop.run_in_executor(kept, f)
        later = loop.run_in_executor(kept, f)
    await later
    with ThreadPoolExecutor(4) as mapped:
        await loop.run_in_executor(mapped, f)
        mapped.map(f, [1])


async def unknown(pool, f):
    await asyncio.get_running_loop().run_in_executor(pool, f)
