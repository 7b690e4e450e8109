import asyncio


class Mailbox:
    def __init__(self, size):
        self._size = size
        self._changed = asyncio.Condition()
        self._letters = []

    async def post(self, letter):
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._letters) < self._size)
            self._letters.append(letter)
            self._changed.notify_all()

    async def take(self):
        async with self._changed:
            while not self._letters:
                await self._changed.wait()
            self._changed.notify_all()
            return self._letters.pop(0)

    async def take_soon(self, seconds):
        try:
            async with self._changed:
                await asyncio.wait_for(self._changed.wait(), seconds)
        except asyncio.TimeoutError:
            return "nothing came"
        return "something came"


async def post_all(box, letters):
    for letter in letters:
        await box.post(letter)
        await asyncio.sleep(0.01)


async def take_all(box, count):
    taken = []
    for _ in range(count):
        taken.append(await box.take())
        await asyncio.sleep(0.03)
    return taken


async def main():
    box = Mailbox(2)
    _, taken = await asyncio.gather(post_all(box, "abcde"), take_all(box, 5))
    print(taken)
    print(await box.take_soon(0.02))
    waiting, _ = await asyncio.gather(box.take_soon(5), post_all(box, "f"))
    print(waiting)
    changed = asyncio.Condition()
    try:
        changed.notify()
    except RuntimeError:
        print("not held")
    print(changed.locked())


asyncio.run(main())
