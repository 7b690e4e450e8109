import asyncio
from dataclasses import dataclass, field


@dataclass
class Pool:
    jobs: "asyncio.Queue[int]" = field(default_factory=asyncio.Queue)
    results: dict = field(default_factory=dict)

    async def work(self):
        while True:
            number = await self.jobs.get()
            try:
                if number % 3 == 0:
                    await asyncio.sleep(0.01)
                self.results[number] = 100 // number
            except ZeroDivisionError:
                print("cannot divide")
            finally:
                self.jobs.task_done()

    async def run(self, numbers):
        for number in numbers:
            self.jobs.put_nowait(number)
        print("waiting")
        await self.jobs.join()
        return dict(sorted(self.results.items()))


async def slowly(queue: asyncio.Queue, taken):
    while True:
        item = await queue.get()
        await asyncio.sleep(0.01)
        taken.append(item)
        queue.task_done()


async def bounded():
    queue = asyncio.Queue(maxsize=2)
    taken = []
    async with asyncio.TaskGroup() as group:
        worker = group.create_task(slowly(queue, taken))
        for item in range(6):
            await queue.put(item)
        print("all in", len(taken) < 6)
        await queue.join()
        print("all done", taken)
        worker.cancel()


async def given_up():
    queue = asyncio.Queue(1)
    await queue.put("first")
    try:
        await asyncio.wait_for(queue.put("second"), 0.01)
    except asyncio.TimeoutError:
        print("full", queue.full())
    print(queue.get_nowait())
    queue.task_done()
    await queue.join()
    try:
        queue.task_done()
    except ValueError as error:
        print("too many:", error)
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty:
        print("empty")
    queue.put_nowait("third")
    try:
        queue.put_nowait("fourth")
    except asyncio.QueueFull:
        print("full")
    try:
        await asyncio.wait_for(queue.join(), 0.01)
    except asyncio.TimeoutError:
        print("not done")


async def waits(queue, log):
    await queue.join()
    log.append("joined")


async def rounds():
    queue, log = asyncio.Queue(), []
    await queue.join()
    for number in range(3):
        await queue.put(number)
        async with asyncio.TaskGroup() as group:
            group.create_task(waits(queue, log))
            group.create_task(waits(queue, log))
            await asyncio.sleep(0)
            log.append(await queue.get())
            queue.task_done()
    print(log)


async def main():
    pool = Pool()
    workers = [asyncio.create_task(pool.work()) for _ in range(2)]
    print(await pool.run([1, 2, 0, 3, 6]))
    print(await pool.run([9]), pool.jobs.qsize(), pool.jobs.empty())
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    await bounded()
    await given_up()
    await rounds()


asyncio.run(main())
