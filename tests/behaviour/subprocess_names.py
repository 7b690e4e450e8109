"""Only the constants: what was asyncio's is the standard library's."""

import asyncio
import subprocess
import sys

QUIET = {"stdout": asyncio.subprocess.DEVNULL, "stderr": asyncio.subprocess.DEVNULL}


async def main():
    code = asyncio.subprocess.PIPE
    done = subprocess.run([sys.executable, "-c", "print(1 + 1)"], stdout=code, check=True)
    print(done.stdout.decode().strip())
    await asyncio.sleep(0)
    print(subprocess.run([sys.executable, "-c", "print('hidden'); exit(4)"], **QUIET).returncode)


asyncio.run(main())
