import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

POOL = ThreadPoolExecutor(4)


async def query(f):
    return await asyncio.get_running_loop().run_in_executor(POOL, f)


def start(f):
    Thread(target=asyncio.run, args=(query(f),)).start()
