NAMEItem = ${typing.TypeVar}("NAMEItem")


class NAME(${typing.Generic}[NAMEItem]):
    """A queue on a memory object stream that counts which items are not done yet."""

    def __init__(self, maxsize: int = 0) -> None:
        size = maxsize if maxsize > 0 else ${math.inf}
        self._send, self._receive = ${anyio.create_memory_object_stream}[NAMEItem](size)
        self._unfinished = 0
        self._finished = ${anyio.Event}()

    def qsize(self) -> int:
        return self._send.statistics().current_buffer_used

    def empty(self) -> bool:
        return self._send.statistics().current_buffer_used == 0

    def full(self) -> bool:
        statistics = self._send.statistics()
        return statistics.current_buffer_used >= statistics.max_buffer_size

    async def put(self, item: NAMEItem) -> None:
        try:
            self.put_nowait(item)
        except ${anyio.WouldBlock}:
            self._count()
            try:
                await self._send.send(item)
            except BaseException:
                self.task_done()
                raise

    def put_nowait(self, item: NAMEItem) -> None:
        self._send.send_nowait(item)
        self._count()

    async def get(self) -> NAMEItem:
        try:
            return self._receive.receive_nowait()
        except ${anyio.WouldBlock}:
            return await self._receive.receive()

    def get_nowait(self) -> NAMEItem:
        return self._receive.receive_nowait()

    def task_done(self) -> None:
        if self._unfinished == 0:
            raise ValueError("task_done() called too many times")
        self._unfinished -= 1
        if self._unfinished == 0:
            self._finished.set()

    async def join(self) -> None:
        if self._unfinished > 0:
            await self._finished.wait()

    def _count(self) -> None:
        if self._unfinished == 0:
            self._finished = ${anyio.Event}()
        self._unfinished += 1
