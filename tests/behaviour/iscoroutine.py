import asyncio
import functools
from collections.abc import Coroutine


class Compiled(Coroutine):
    """What compiled code gives in place of a coroutine."""

    def send(self, value):
        raise StopIteration("compiled")

    def throw(self, *error):
        raise NotImplementedError

    def close(self):
        pass

    def __await__(self):
        return iter(())


async def native():
    return "native"


async def produced():
    yield


async def call(function):
    result = function()
    return await result if asyncio.iscoroutine(result) else result


async def main():
    print(await call(native), await call(functools.partial(native)), await call(lambda: "plain"))
    values = [Compiled(), produced(), produced, None, native]
    print([asyncio.iscoroutine(value) for value in values])


asyncio.run(main())
