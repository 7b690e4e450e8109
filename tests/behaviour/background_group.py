"""Returns from inside a with; SystemExit from a coroutine; errors with causes."""
import asyncio


async def watch(name):
    try:
        while True:
            await asyncio.sleep(0.01)
    finally:
        print("end", name)


class Conn:
    async def __aenter__(self):
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *exc):
        await asyncio.sleep(0.02)
        print("closed", exc[0] and exc[0].__name__)


async def main(mode):
    asyncio.create_task(watch(mode))
    async with Conn():
        await asyncio.sleep(0.03)
        if mode == "return":
            return "value"
        if mode == "await":
            return await asyncio.sleep(0.01, "awaited")
        if mode == "exit":
            raise SystemExit(5)
        try:
            {}["key"]
        except KeyError as error:
            raise ValueError("bad") from error


for mode in ("return", "await", "error", "exit"):
    try:
        print(asyncio.run(main(mode)))
    except ValueError as error:
        print("caught", error, repr(error.__cause__), error.__context__ is error.__cause__)
    except SystemExit as error:
        print("exit", error.code)
