"""asyncio.run with arguments of every kind; what it returns."""

import asyncio
import sys


async def add(a, b=0, *rest, scale=1, **named):
    await asyncio.sleep(0)
    return (a + b + sum(rest)) * scale + len(named)


class Service:
    def __init__(self, name):
        self.name = name

    async def start(self, port, *, debug=False):
        await asyncio.sleep(0)
        return f"{self.name}:{port}:{debug}"

    @classmethod
    async def create(cls, name):
        await asyncio.sleep(0)
        return cls(name)

    @staticmethod
    async def version():
        return (1, 2)


def evaluated(value):
    print("evaluated", value)
    return value


async def outer():
    async def inner():
        return "inner"

    return await inner()


def entry():
    async def local(word):
        await asyncio.sleep(0)
        return word * 2

    return asyncio.run(local("ab"))


print(asyncio.run(add(1)))
print(asyncio.run(add(1, 2, 3, 4)))
print(asyncio.run(add(1, b=2)))
print(asyncio.run(add(1, scale=3, extra=0)))
print(asyncio.run(add(*[1, 2, 3])))
print(asyncio.run(add(**{"a": 1, "b": 5})))
print(asyncio.run(add(evaluated(1), evaluated(2))))
print(asyncio.run(add(evaluated(1), scale=evaluated(2))))
print(asyncio.run(main=add(7)))
service = asyncio.run(Service.create("web"))
print(asyncio.run(service.start(80)))
print(asyncio.run(service.start(443, debug=True)))
print(asyncio.run(Service.version()))
print(asyncio.run(outer()))
print(entry())
result: int = asyncio.run(add(1, 1)) + asyncio.run(add(2, 2))
print(result)
print((lambda: asyncio.run(add(9)))())
if __name__ == "__main__":
    sys.exit(asyncio.run(add(4)))
