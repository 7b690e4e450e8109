import asyncio


async def spins(job, stopping):
    while True:
        try:
            await job()
        except asyncio.CancelledError:
            continue


async def stops(job):
    while not job.done:
        try:
            await job()
        except asyncio.CancelledError:
            break
        except OSError:
            pass


async def perhaps(job, stopping):
    while True:
        try:
            await job()
        except asyncio.CancelledError:
            if stopping():
                raise


async def converts(job):
    while True:
        try:
            await job()
        except asyncio.CancelledError as error:
            raise RuntimeError from error


async def outside(job):
    while True:
        async def once():
            try:
                await job()
            except asyncio.CancelledError:
                pass

        await once()
