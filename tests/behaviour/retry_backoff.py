"""A client as people write it: a limit, retries with growing pauses, a deadline for each try."""

import asyncio
import random

import anyio


class Flaky:
    def __init__(self, failures):
        self.failures = failures
        self.tries = 0

    async def fetch(self, key):
        self.tries += 1
        await asyncio.sleep(0.001)
        if self.tries <= self.failures:
            raise ConnectionError(key)
        if key == "slow":
            await asyncio.sleep(5)
        return key.upper()


class Client:
    def __init__(self, *, limit=2, retries=3, timeout=0.05):
        self._slots = asyncio.Semaphore(limit)
        self._retries = retries
        self._timeout = timeout
        self._random = random.Random(1)

    async def get(self, source, key):
        async with self._slots:
            for attempt in range(self._retries):
                try:
                    return await asyncio.wait_for(source.fetch(key), timeout=self._timeout)
                except ConnectionError:
                    await asyncio.sleep(0.001 * 2**attempt + self._random.uniform(-0.001, 0.001))
                except asyncio.TimeoutError:
                    return f"{key}: no answer"
            raise LookupError(f"{key}: gave up after {self._retries}")


async def show(results, client, key, failures):
    try:
        results[key] = await client.get(Flaky(failures), key)
    except LookupError as error:
        results[key] = str(error)


async def main():
    results = {}
    client = Client()
    async with anyio.create_task_group() as group:
        for key, failures in {"a": 0, "b": 2, "c": 9, "slow": 1}.items():
            group.start_soon(show, results, client, key, failures)
    for key in sorted(results):
        print(key, results[key])


asyncio.run(main())
