"""SystemExit raised deep inside leaves with its code, after the cleanup."""

import asyncio
import sys


async def job(code):
    try:
        await asyncio.sleep(0.001)
        sys.exit(code)
    finally:
        await asyncio.sleep(0)
        print("cleaned up")


async def main():
    async with asyncio.Lock():
        await job(3)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    finally:
        print("leaving")
