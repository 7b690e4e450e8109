#!/usr/bin/env python3
"""Prints the checksums of files, read in threads, with a deadline for each."""

import argparse
import asyncio as aio
import hashlib
import subprocess
import sys
from pathlib import Path


def checksum(path: Path, *, algorithm: str = "sha256") -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


async def show(path: Path, *, algorithm: str, timeout: float | None) -> bool:
    try: digest = await aio.wait_for(aio.to_thread(checksum, path, algorithm=algorithm), timeout)
    except aio.TimeoutError: print(f"{path}: too slow", file=sys.stderr); return False
    except OSError as error: print(error, file=sys.stderr); return False
    print(f"{digest}  {path}")
    return True


def revision() -> str:
    git = subprocess.run(["git", "rev-parse", "HEAD"], stdout=aio.subprocess.PIPE, stderr=aio.subprocess.DEVNULL)
    return git.stdout.decode().strip() or "unversioned"


async def main(paths: list[Path], *, algorithm: str, timeout: float | None) -> int:
    shown = [await show(path, algorithm=algorithm, timeout=timeout) for path in paths]
    await aio.sleep(0)  # let what was printed be read
    return 0 if all(shown) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--algorithm", default="sha256")
    parser.add_argument("--timeout", type=float)
    chosen = parser.parse_args()
    print("#", revision())
    sys.exit(aio.run(main(chosen.paths, algorithm=chosen.algorithm, timeout=chosen.timeout), debug=False))
