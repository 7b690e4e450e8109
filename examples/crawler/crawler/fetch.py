"""The fetcher and what it gives."""

import asyncio
import logging
import random
import urllib.request
from dataclasses import dataclass, field

log = logging.getLogger(__name__)


@dataclass
class Page:
    url: str
    body: bytes | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event, repr=False)


class Fetcher:
    """Fetches pages in threads, `limit` at a time."""

    def __init__(self, limit: int = 8, timeout: float = 10, tries: int = 3) -> None:
        self._slots = asyncio.BoundedSemaphore(limit)
        self._seen_lock = asyncio.Lock()
        self._seen: set[str] = set()
        self.timeout = timeout
        self.tries = tries

    async def fetch(self, page: Page) -> bool:
        """Whether the page could be had; sets `page.done` either way."""
        async with self._seen_lock:
            if page.url in self._seen:
                return False
            self._seen.add(page.url)
        try:
            async with self._slots:
                page.body = await self._with_retries(page.url)
        finally:
            page.done.set()
        return page.body is not None

    async def _with_retries(self, url: str) -> bytes | None:
        for attempt in range(self.tries):
            try:
                # The thread goes on when the time is over; nobody waits for it.
                return await asyncio.wait_for(asyncio.to_thread(self._read, url, size=1 << 20), self.timeout)
            except asyncio.TimeoutError:
                log.warning("%s: no answer within %s s", url, self.timeout)
            except OSError as error:
                log.warning("%s: %s", url, error)
            await asyncio.sleep(2**attempt + random.uniform(-0.5, 0.5))
        return None

    @staticmethod
    def _read(url: str, *, size: int) -> bytes:
        with urllib.request.urlopen(url) as response:
            return response.read(size)
