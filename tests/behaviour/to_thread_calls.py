"""Work in threads: arguments, keywords, context, errors, results in expressions."""

import asyncio
import contextvars
import threading
from asyncio import to_thread as offload

request = contextvars.ContextVar("request", default="none")
MAIN = threading.get_ident()


def describe(*args, limiter=None, cancellable=False, **kwargs):
    return args, limiter, cancellable, sorted(kwargs)


def elsewhere():
    return threading.get_ident() != MAIN


def read():
    seen = request.get()
    request.set("changed")
    return seen


def fail(message):
    raise LookupError(message)


class Store:
    def __init__(self):
        self.rows = []

    def add(self, row, *, times=1):
        self.rows.extend([row] * times)
        return len(self.rows)

    async def add_all(self, rows):
        return [await asyncio.to_thread(self.add, row) for row in rows]


async def returned(word):
    return await asyncio.to_thread(word.upper)


async def main():
    print(await asyncio.to_thread(elsewhere))
    print(await asyncio.to_thread(describe))
    print(await asyncio.to_thread(describe, 1, 2))
    print(await asyncio.to_thread(describe, 1, limiter="l", cancellable=True, other=0))
    print(await asyncio.to_thread(describe, *[1, 2], **{"k": 1}))
    request.set("r1")
    print(await offload(read), request.get())
    try:
        await asyncio.to_thread(fail, "missing")
    except LookupError as error:
        print("raised", error)
    store = Store()
    print(await store.add_all("xy"), await asyncio.to_thread(store.add, "z", times=2))
    print(await returned("word") + await offload(lambda: "!"))
    total = sum([await asyncio.to_thread(pow, n, 2) for n in range(4)])
    print(f"{total} {await asyncio.to_thread(divmod, 7, 2)}")


asyncio.run(main())
