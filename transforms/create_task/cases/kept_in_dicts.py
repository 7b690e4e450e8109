import asyncio


async def job(number):
    await asyncio.sleep(number)


class Jobs:
    def __init__(self):
        self._jobs: dict[str, asyncio.Task] = {}
        self._loop = asyncio.get_running_loop()

    def add(self, name):
        if name not in self._jobs:
            self._jobs[name] = self._loop.create_task(job(1))

    def cancel(self, name):
        job = self._jobs.pop(name, None)
        if job is not None and not job.done():
            job.cancel()

    def done(self):
        return {name: job.done() for name, job in self._jobs.items()}

    async def close(self):
        for job in self._jobs.values():
            job.cancel()
        await asyncio.gather(*self._jobs.values(), return_exceptions=True)
        self._jobs.clear()


async def main():
    jobs = Jobs()
    jobs.add("a")
    jobs.cancel("a")
    print(jobs.done())
    await jobs.close()
    loop = asyncio.get_running_loop()
    loop.create_task(job(2))
    asyncio.get_event_loop().create_task(job(3), name="third")


asyncio.run(main())
