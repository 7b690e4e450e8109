import asyncio


def prepare():
    return work()


async def work():
    pass


class App:
    async def serve(self):
        pass

    def start(self):
        asyncio.run(self.serve())


def decorate(function):
    def wrapper(*args, **kwargs):
        return asyncio.run(function(*args, **kwargs))

    return wrapper


coroutine = work()
asyncio.run(prepare())
asyncio.run(work())
asyncio.run(App().serve())
asyncio.run(coroutine)
run = asyncio.run


def choose(flag):
    return work() if flag else None


asyncio.run(choose(True))
