import aiofiles
import aiofiles.os
from aiofiles import os as aios
from aiofiles.tempfile import TemporaryDirectory


async def read(path):
    async with aiofiles.open(path) as f:
        text = await f.read()
    if await aiofiles.os.path.exists(path):
        await aios.remove(path)
    async with TemporaryDirectory() as folder:
        await aiofiles.stdout.write(folder)
    return text, aiofiles.os.unknown
