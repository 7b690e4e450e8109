import asyncio
import sys


async def main(a, b=2, *rest, c=3):
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv)))
    asyncio.run(main(1, 2, *sys.argv))
    asyncio.run(main(1, c=4))
    asyncio.run(main(1, **vars()))
    asyncio.run(main=main(1), debug=True)
    asyncio.run(main(1), debug=None, loop_factory=asyncio.SelectorEventLoop)
