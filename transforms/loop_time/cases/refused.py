import asyncio

module_loop = asyncio.new_event_loop()


class Clock:
    def __init__(self, loop: asyncio.AbstractEventLoop):
        self._loop = loop

    async def now(self):
        return self._loop.time()


def in_a_callback():
    return asyncio.get_event_loop().time()


async def of_another_function():
    loop = asyncio.get_running_loop()

    def later():
        return loop.time()

    return later, (loop.time() for _ in range(3))


async def as_a_value(dataclass_field):
    return dataclass_field(default_factory=asyncio.get_running_loop().time)


async def maybe_another(loop=None):
    loop = loop or asyncio.get_running_loop()
    return loop.time()


async def of_the_module():
    return module_loop.time()


async def rebound(loops):
    loop = asyncio.get_running_loop()
    for loop in loops:
        print(loop.time())
