import asyncio
import logging

log = logging.getLogger(__name__)


class Consumer:
    def __init__(self, client):
        self._client = client
        self._task = None

    async def __aenter__(self):
        self._task = asyncio.create_task(self._consume())
        return self

    async def __aexit__(self, *exc):
        if self._task:
            self._task.cancel()
            try:
                # until it has ended
                await self._task
            except asyncio.CancelledError:  # as a rule
                log.debug("cancelled")
            self._task = None
        await self._client.close()

    async def _consume(self):
        while True:
            try:
                log.info(await self._client.receive())
            except Exception:
                log.exception("failed")


async def tick():
    await asyncio.sleep(1)


async def main():
    ticker = asyncio.create_task(tick())
    await asyncio.sleep(0)
    ticker.cancel()
    try:
        await ticker
    except asyncio.CancelledError:
        print("cancelled")
        return
    print("done")


asyncio.run(main())
