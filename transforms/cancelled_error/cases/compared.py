import asyncio


async def work(job, task):
    try:
        await job()
    except BaseException as error:
        if isinstance(error, asyncio.CancelledError):
            raise
        if isinstance(error, (OSError, asyncio.CancelledError)):
            print("either")
        if isinstance(error, OSError | asyncio.CancelledError):
            print("union")
        print(lambda: isinstance(error, asyncio.CancelledError))
        print(type(error) is asyncio.CancelledError, isinstance(task, asyncio.CancelledError))
    try:
        await task
    except BaseException as error:
        print(isinstance(error, asyncio.CancelledError))


async def results(jobs):
    for result in await asyncio.gather(*jobs, return_exceptions=True):
        if isinstance(result, asyncio.CancelledError):
            print("cancelled")


async def hidden(job, isinstance):
    try:
        await job()
    except BaseException as error:
        print(isinstance(error, asyncio.CancelledError))


def plain(job):
    try:
        job()
    except BaseException as error:
        print(isinstance(error, asyncio.CancelledError))
