import asyncio
import signal


async def audit(data): ...


async def handle(reader, writer):
    asyncio.create_task(audit(await reader.readline()))


def stop():
    asyncio.ensure_future(audit(b"stop"))


class Node:
    made = 0

    def __init__(self, *, name):
        Node.made += 1
        self.name = name

    async def visit(self, depth):
        asyncio.create_task(audit(self.name))
        if depth:
            await Node(name=f"{self.name}.{depth}").visit(depth - 1)


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    server = await asyncio.start_server(handle, port=8888)
    await Node(name="root").visit(2)
    await server.serve_forever()


asyncio.run(main())
