import asyncio


async def client(host):
    reader, writer = await asyncio.open_connection(host, 80, ssl=True)
    writer.write(b"x")
    await writer.drain()
    try:
        return await reader.readexactly(1)
    except asyncio.IncompleteReadError:
        writer.close()


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter): ...


async def serve():
    server = await asyncio.start_server(handle, port=80)
    async with server:
        await server.serve_forever()


class Echo(asyncio.DatagramProtocol): ...


async def process():
    process = await asyncio.create_subprocess_exec("ls")
    return await process.communicate()
