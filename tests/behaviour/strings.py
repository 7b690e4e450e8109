"""Run with asyncio.run(main()); this text and every other string stays.

>>> asyncio.sleep(1)
"""

import asyncio
import logging

logging.getLogger("asyncio").setLevel(logging.ERROR)

SNIPPET = """
import asyncio
asyncio.run(main())
"""
PATH = "asyncio.sleep"


async def main():
    await asyncio.sleep(0)
    print(__doc__.splitlines()[0])
    print(SNIPPET.strip(), PATH, b"asyncio.Lock()", r"asyncio\.run")
    print(f"asyncio.sleep({PATH!r}) {{asyncio}}")
    print({"asyncio": 1}["asyncio"], "asyncio" in PATH)
    print(logging.getLogger("asyncio").level)


asyncio.run(main())
