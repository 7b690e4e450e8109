"""What programs wait for most: events, queues, streams, processes, and libraries' methods."""

import asyncio
import contextlib


async def main(websocket, session, stream):
    stop = asyncio.Event()
    try:
        await asyncio.wait_for(stop.wait(), timeout=1)
    except asyncio.TimeoutError:
        pass
    jobs = asyncio.Queue()
    job = await asyncio.wait_for(jobs.get(), 1)
    socket = await asyncio.wait_for(session.ws_connect("/"), 10)
    await asyncio.wait_for(websocket.send(job), 1)
    process = await asyncio.create_subprocess_exec("ls")
    out, err = await asyncio.wait_for(process.communicate(), 1)
    reader, writer = await asyncio.wait_for(asyncio.open_connection("localhost", 80), 1)
    first = await asyncio.wait_for(stream.__anext__(), 1)
    both = await asyncio.wait_for(asyncio.gather(websocket.recv(), socket.receive()), 1)
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(websocket.close(), 1)
    try:
        return await asyncio.wait_for(reader.readline(), 1), both, out, err, writer, first
    except Exception:
        return None
