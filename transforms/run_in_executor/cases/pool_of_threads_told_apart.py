import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

POOL = ThreadPoolExecutor(4)
connections = threading.local()


async def query(f):
    return await asyncio.get_running_loop().run_in_executor(POOL, f)
