"""A group that a program is left from."""
import asyncio
import sys


async def load(n):
    return n


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(load(1))
        if await load(2):
            sys.exit(4)
