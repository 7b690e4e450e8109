import asyncio


async def main(stack, cm, g, f, d):
    await asyncio.wait_for(stack.enter_async_context(cm), 1)
    await asyncio.wait_for(asyncio.sleep(1, result=2), 1)
    d[await g()] = await asyncio.wait_for(f(), 1)
    d[g()] = await asyncio.wait_for(f(), 1)
