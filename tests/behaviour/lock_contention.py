"""A lock is handed on in the order in which it was asked for."""

import asyncio

import anyio

log = []


async def worker(name, lock, pauses):
    async with lock:
        log.append(f"{name} in")
        for _ in range(pauses):
            await asyncio.sleep(0)
        log.append(f"{name} out")
    log.append(f"{name} left")


class Account:
    def __init__(self):
        self._lock = asyncio.Lock()
        self._balance = 0

    async def deposit(self, amount):
        async with self._lock:
            seen = self._balance
            await asyncio.sleep(0.001)
            self._balance = seen + amount
        return self._balance

    @property
    def balance(self):
        return self._balance


async def main():
    lock = asyncio.Lock()
    async with anyio.create_task_group() as group:
        for name in "abc":
            group.start_soon(worker, name, lock, 3)
    print(" ".join(entry for entry in log if not entry.endswith("left")))
    account = Account()
    async with anyio.create_task_group() as group:
        for amount in range(5):
            group.start_soon(account.deposit, amount)
    print(account.balance)


asyncio.run(main())
