import asyncio
from unittest import mock


async def main():
    with mock.patch("app.worker.asyncio.sleep"):
        await asyncio.sleep(1)
