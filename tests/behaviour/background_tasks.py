"""Tasks that nobody waits for: dropped, kept in sets, failing, and still running at the end."""

import asyncio

background_tasks: set[asyncio.Task] = set()
log = []


async def deliver(hook, delay):
    await asyncio.sleep(delay)
    log.append(hook)


def schedule(hook, delay):
    task = asyncio.create_task(deliver(hook, delay))
    background_tasks.add(task)
    task.add_done_callback(background_tasks.discard)


class Bus:
    def __init__(self):
        self.subscribers = []
        self._tasks = set()

    def publish(self, event):
        for subscriber in self.subscribers:
            task = asyncio.create_task(subscriber(event), name=f"publish {event}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


class Watch:
    def start(self, name):
        asyncio.create_task(self.watch(name))

    async def watch(self, name):
        try:
            while True:
                await asyncio.sleep(60)
        except asyncio.CancelledError:
            print("cancelled", name)
            raise
        finally:
            await asyncio.sleep(0.01)
            print("cleaned", name)


async def fails(event):
    raise ValueError(event)


async def notes(event):
    await asyncio.sleep(0.05)
    log.append(f"noted {event}")


async def serve(bus, requests):
    for number in range(requests):
        bus.publish(number)
        await asyncio.sleep(0.4)
    return requests


async def main(requests):
    log.clear()
    Watch().start("the program")
    schedule("soon", 0.2)
    schedule("never", 60)
    bus = Bus()
    bus.subscribers += [fails, notes]
    print("published", log)
    if not requests:
        print("nothing to do")
        return "early"
    served = await serve(bus, requests)
    print(log)
    print("main ends")
    return served


print(asyncio.run(main(2)))
print(asyncio.run(main(0)))
