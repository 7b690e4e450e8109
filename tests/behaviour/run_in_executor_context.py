"""Context variables in the default executor: the function sees its caller's once the change is accepted."""

import asyncio
import contextvars

request = contextvars.ContextVar("request", default="none")


def read():
    seen = request.get()
    request.set("changed")
    return seen


async def main():
    request.set("r1")
    print(await asyncio.get_running_loop().run_in_executor(None, read))
    print(request.get())


asyncio.run(main())
