"""Runs a program with AnyIO's backend of choice: `run.py asyncio|trio PROGRAM`.

trio takes ready tasks in random order; here it takes them in the order in which they became ready,
so that a difference in output speaks of the program. A program that hangs is ended.
"""

import faulthandler
import functools
import random
import runpy
import sys

LIMIT_IN_SECONDS = 60


class FirstComeFirstServed(random.Random):
    """trio turns a batch of ready tasks round when this is below a half, and takes the last first."""

    def random(self):
        return 0.0


def prefer_trio():
    import anyio
    import trio._core._run

    trio._core._run._r = FirstComeFirstServed()
    original = anyio.run

    @functools.wraps(original)
    def run(func, *args, backend="trio", backend_options=None):
        options = backend_options if backend != "trio" else None
        return original(func, *args, backend=backend, backend_options=options)

    anyio.run = run


def main():
    _, backend, program = sys.argv
    faulthandler.dump_traceback_later(LIMIT_IN_SECONDS, exit=True)
    if backend == "trio":
        prefer_trio()
    sys.argv = [program]
    runpy.run_path(program, run_name="__main__")


main()
