import asyncio


async def main():
    while True:
        await asyncio.sleep(3600)


async def not_alone():
    while True:
        await asyncio.sleep(3600)
        print("tick")


async def ends():
    while True:
        await asyncio.sleep(3600)
    else:
        print("never")
