"""CancelledError in handlers alone: nothing of asyncio stays."""

import asyncio
from asyncio import CancelledError

import anyio


class Connection:
    def __init__(self):
        self.closed = False

    async def read(self):
        try:
            await asyncio.sleep(10)
        except (CancelledError, OSError):
            self.closed = True
            raise

    async def guarded(self):
        try:
            try:
                await self.read()
            except asyncio.CancelledError as stop:
                print("inner", self.closed, isinstance(stop, CancelledError if False else BaseException))
                raise
            finally:
                print("finally")
        except CancelledError:
            print("outer")
            raise
        except Exception:
            print("never")


async def main():
    connection = Connection()
    with anyio.move_on_after(0.005) as scope:
        await connection.guarded()
    print(scope.cancelled_caught, connection.closed)


asyncio.run(main())
