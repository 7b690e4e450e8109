import asyncio
from contextvars import ContextVar

user = ContextVar("user")


async def login(name):
    user.set(name)


async def nested(name):
    def later():
        user.set(name)
    cache.set(name)
    user.get()


async def main():
    await asyncio.wait_for(login("a"), 1)
    await asyncio.wait_for(nested("b"), 1)
