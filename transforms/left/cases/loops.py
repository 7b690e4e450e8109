import asyncio
import sys

import uvloop

if sys.platform == "win32":
    asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
else:
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    uvloop.install()


async def setup(): ...


def main():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(setup())
    try:
        loop.run_until_complete(setup())
    finally:
        loop.close()


def serve():
    loop = asyncio.new_event_loop()
    loop.create_task(setup())
    loop.run_forever()


def runner():
    with asyncio.Runner() as runner:
        runner.run(setup())


def thread():
    loop = uvloop.new_event_loop()
    loop.run_forever()
