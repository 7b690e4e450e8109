"""Futures that stay: what is done with them has no counterpart."""

import asyncio


async def called_back(done):
    future = asyncio.Future()
    future.add_done_callback(done)


async def cancelled():
    future = asyncio.get_running_loop().create_future()
    future.cancel()
    print(future.cancelled())


async def handed(loop, work):
    future = loop.create_future()
    work(future)


async def by_thread(thread):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    thread.start(lambda: loop.call_soon_threadsafe(future.set_result, 1))
    await future


async def asked():
    future = asyncio.get_running_loop().create_future()
    try:
        await asyncio.wait_for(future, 1)
    except TimeoutError:
        print(future.done())


async def awaited(load):
    future = asyncio.Future()
    future.set_result(await load())
    print(await asyncio.gather(future))


async def of_loop(loop):
    future = asyncio.Future(loop=loop)
    await future


async def asked_for_an_error():
    future = asyncio.Future()
    future.set_exception(KeyError("x"))
    print(future.result())
