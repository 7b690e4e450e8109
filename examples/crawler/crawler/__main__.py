"""Fetches the pages named on the command line."""

import argparse
import asyncio
import sys

from crawler import Fetcher, Page


async def main(urls: list[str], *, limit: int) -> int:
    fetcher = Fetcher(limit=limit)
    pages = [Page(url) for url in urls]
    await asyncio.gather(*(fetcher.fetch(page) for page in pages))
    for page in pages:
        print(page.url, "failed" if page.body is None else len(page.body))
    return sum(page.body is None for page in pages)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("urls", nargs="+")
    parser.add_argument("--limit", type=int, default=8)
    arguments = parser.parse_args()
    sys.exit(asyncio.run(main(arguments.urls, limit=arguments.limit)))
