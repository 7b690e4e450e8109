import asyncio
import json


async def main(self, f, g, d, k):
    print(await asyncio.wait_for(f(), 1))
    text = (await asyncio.wait_for(f(), 1)).text
    d[k()] = "<", await asyncio.wait_for(f(), 1), k()
    total = k() + await asyncio.wait_for(f(), 1)
    x = await asyncio.wait_for(f(), 1) or []
    y = [n for n in await asyncio.wait_for(f(), 1)]
    if (z := k()):
        raise g(await asyncio.wait_for(f(), 1))
    assert not await asyncio.wait_for(f(), 1), "never"
    self.buffer.extend(await asyncio.wait_for(self.read(), 1))
    return json.loads(await asyncio.wait_for(f(), 1))


async def outliving(stack, f):
    stack.enter_context(await asyncio.wait_for(f(), 1))


async def shown(f, name):
    print(f"{name}: {await asyncio.wait_for(f(), 1)!r:>10}, {name}")
    print(f"{await f()} {await asyncio.wait_for(f(), 1)}")
    return f"{(await asyncio.wait_for(f(), 1)) + 1} {await f()}"


async def named(f):
    if (value := await asyncio.wait_for(f(), 1)):
        print(value)
    print(value := await asyncio.wait_for(f(), 1))
