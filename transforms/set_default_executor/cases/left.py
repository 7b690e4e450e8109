import asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


async def one():
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))


async def named():
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2, "disk"))


async def processes():
    asyncio.get_running_loop().set_default_executor(ProcessPoolExecutor(2))


async def unknown(executor):
    asyncio.get_running_loop().set_default_executor(executor)


def outside(loop: asyncio.AbstractEventLoop):
    loop.set_default_executor(ThreadPoolExecutor(2))


async def as_a_value():
    choose = asyncio.get_running_loop().set_default_executor
    choose(ThreadPoolExecutor(2))


async def uses(f):
    await asyncio.to_thread(f)
    await asyncio.get_running_loop().run_in_executor(None, f)
