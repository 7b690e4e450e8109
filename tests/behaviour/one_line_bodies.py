"""Statements that share a line with others."""

import asyncio; import sys

async def work(n): await asyncio.sleep(0); return n
async def timed(n): return await asyncio.wait_for(work(n), 1)
async def limited(n): await asyncio.wait_for(work(n), 1); print("limited"); return n  # trailing

class Job: lock = None; name = "job"
class Empty:
    async def go(self): await asyncio.sleep(0)

async def main():
    if True: await asyncio.sleep(0); print("if")
    elif False: await asyncio.wait_for(work(1), 1)
    else: print("never")
    for n in range(2): value = await asyncio.wait_for(work(n), 1); print(value)
    else: await asyncio.sleep(0)
    while True: await asyncio.wait_for(work(0), 1); break
    try: await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except asyncio.TimeoutError: print("late"); await asyncio.wait_for(work(2), 1)
    finally: await asyncio.sleep(0)
    async with asyncio.Lock(): await asyncio.wait_for(work(3), 1)
    x = 1; await asyncio.wait_for(work(4), 1); y = 2  # three
    print(x + y); sys.stdout.flush();
    with open(__file__) as file: first = await asyncio.wait_for(work(file.readline()), 1); print(first[:9])
    print(await timed(5), await limited(6))
    await Empty().go()

if __name__ == "__main__": asyncio.run(main())
