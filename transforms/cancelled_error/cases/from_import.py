from asyncio import CancelledError


async def work(job):
    try:
        await job()
    except CancelledError:
        raise
