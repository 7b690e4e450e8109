import asyncio


async def load(*args):
    return args


async def main(f, g, self, k):
    x = await asyncio.wait_for(load(await g()), 1)
    await asyncio.wait_for(self.f(await g(), 2), self.timeout)
    await asyncio.wait_for(load(k()), 1)
    await asyncio.wait_for(load(k), k())
    await asyncio.wait_for(f(k), k())
    await asyncio.wait_for(timeout=k(), fut=load(k()))
    await asyncio.wait_for(timeout=k(), fut=load(await g()))
    await asyncio.wait_for(timeout=1, fut=load(await g()))
    await asyncio.wait_for(load(n := 1), n)
    await asyncio.wait_for(load(), n := 2)
    await load(await asyncio.wait_for(load(await g()), 1))
    x += await asyncio.wait_for(load(await g()), 1)
    self.x += await asyncio.wait_for(load(await g()), 1)
    self.x[k()] += await asyncio.wait_for(load(await g()), 1)
    coroutine = awaitable = None
    return await asyncio.wait_for(self.f(await g()), 1), await asyncio.wait_for(self.f(*k()), 1)
