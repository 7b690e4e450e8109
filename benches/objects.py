#!/usr/bin/env python3
"""Times `check` on a project whose files share objects: queues, events, locks, semaphores.

    python benches/objects.py [--rounds N] [PROGRAM]

PROGRAM is the command to measure; without one, `cargo build --release` makes it. Needs Python 3.10 and
hyperfine. The project is made anew under `target/bench/objects`: 2,000 files, of which some make 300
objects between them and the others import and use these, by attribute, as modules' variables and in
classes that inherit from theirs. All have names that other objects have, too.

The exit code is 1 when a limit is not kept.
"""

import argparse
import shutil
import sys
from pathlib import Path
from statistics import median

from tree import BENCH, MANIFEST, build, describe, peak_memory, timed, typical

FILES = 2000
OBJECTS = 300
PROJECT = BENCH / "objects"
SECONDS, MEGABYTES = 2, 300

OWNER = '''import asyncio
from collections import defaultdict


class Worker{number}:
    def __init__(self):
        self.queue{name} = asyncio.Queue()
        self.ready{name} = asyncio.Event()
        self._lock = asyncio.Lock()
        self._locks = defaultdict(asyncio.Lock)

    async def put(self, value):
        async with self._lock:
            await self.queue{name}.put(value)

    async def take(self, key):
        await self.ready{name}.wait()
        async with self._locks[key]:
            return await self.queue{name}.get()


slots{name} = asyncio.Semaphore(4)
'''

USER = '''import asyncio

from app.owners import owner{first}
from app.owners.owner{second} import Worker{second}, slots{second_name}


class Special{number}(Worker{second}):
    def __init__(self):
        super().__init__()
        self._done = asyncio.Event()

    async def finish(self):
        async with slots{second_name}:
            await self.ready{second_name}.wait()
            self._done.set()

    def again(self):
        self.ready{second_name}.{method}()


async def run{number}(worker: owner{first}.Worker{first}, values):
    for value in values:
        await worker.queue{first_name}.put(value)
        await asyncio.sleep(0.1)
    worker.ready{first_name}.set()
{filler}
'''

FILLER = '''

def plain{number}_{part}(rows):
    kept = [row for row in rows if row.ready and row.queue]
    return sorted(kept, key=lambda row: (row.name, row.items.count({part})))
'''


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10, help="how often the command runs")
    parser.add_argument("program", nargs="?", type=Path, help="the command to measure")
    arguments = parser.parse_args()
    make()
    program = arguments.program.resolve() if arguments.program else build()
    print(f"{describe(PROJECT)}, {OBJECTS} objects in use in more than one of them\n")
    print("| | wall and CPU | at most | peak memory | at most |")
    print("| --- | --- | --- | --- | --- |")
    kept = [report(program, accept, arguments.rounds) for accept in ("none", "all")]
    return 0 if all(kept) else 1


def report(program, accept, rounds):
    """Prints what one run takes, and gives whether the limits are kept."""
    command = [program, "check", "--isolated", "--accept", accept, PROJECT]
    [times] = timed([command], rounds, 1)
    peak = median(peak_memory(command) for _ in range(rounds))
    limits = f"{SECONDS} s | {peak:.0f} MB | {MEGABYTES} MB"
    print(f"| `check --accept {accept}` | {typical(times)} | {limits} |", flush=True)
    return median(wall for wall, _ in times) <= SECONDS and peak <= MEGABYTES


def make():
    """Writes the project."""
    shutil.rmtree(PROJECT, ignore_errors=True)
    # Each owner makes three objects that others use.
    owners = OBJECTS // 3
    for number in range(owners):
        write(f"app/owners/owner{number}.py", OWNER.format(number=number, name=name(number)))
    for number in range(FILES - owners):
        first, second = number % owners, number * 7 % owners
        filler = "".join(FILLER.format(number=number, part=part) for part in range(20))
        code = USER.format(
            number=number,
            first=first,
            first_name=name(first),
            second=second,
            second_name=name(second),
            method="set" if number % 3 else "clear",
            filler=filler,
        )
        write(f"app/part{number % 40}/user{number}.py", code)
    write("pyproject.toml", MANIFEST)


def name(number):
    """What ends the names of an owner's objects: four owners each share theirs."""
    return f"_{number // 4}"


def write(path, code):
    file = PROJECT / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(code)


if __name__ == "__main__":
    sys.exit(main())
