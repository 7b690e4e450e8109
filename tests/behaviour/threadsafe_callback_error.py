"""An error in what a thread asks the loop to call: asyncio logs it, AnyIO raises it in the thread."""

import asyncio


def fail():
    raise ValueError("no")


async def main():
    loop = asyncio.get_running_loop()

    def work():
        try:
            loop.call_soon_threadsafe(fail)
        except ValueError as error:
            return repr(error)
        return "nothing was raised"

    print(await asyncio.to_thread(work))


asyncio.run(main())
