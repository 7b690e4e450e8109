import asyncio
from asyncio import subprocess
from asyncio.subprocess import PIPE


async def main():
    process = await asyncio.create_subprocess_exec(
        "ls",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    await asyncio.create_subprocess_shell("ls", stdout=PIPE)
