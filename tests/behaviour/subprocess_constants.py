"""The constants of asyncio.subprocess, with and without its processes."""

import asyncio
import subprocess as sp
import sys
from asyncio.subprocess import DEVNULL, PIPE


def plain():
    done = sp.run([sys.executable, "-c", "print('plain')"], stdout=asyncio.subprocess.PIPE, stderr=PIPE)
    return done.stdout.strip().decode()


async def spawned():
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "import sys; print(sys.stdin.read().upper()); print('e', file=sys.stderr)",
        stdin=asyncio.subprocess.PIPE,
        stdout=PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, err = await process.communicate(b"text")
    return out.split(), err, process.returncode


async def silent():
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "print('hidden')", stdout=DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    return await process.wait()


print(PIPE == sp.PIPE, asyncio.subprocess.STDOUT == sp.STDOUT, DEVNULL == sp.DEVNULL)
print(plain())
print(asyncio.run(spawned()), asyncio.run(silent()))
