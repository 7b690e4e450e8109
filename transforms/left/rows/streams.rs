//! Connections and servers made of readers and writers.

use super::{Row, keep, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["asyncio.open_connection"],
        "reader and writer become one stream, so that every use of the pair, and the errors that it raises, change with it",
        "`stream = BufferedByteStream(await anyio.connect_tcp(host, port))` from `anyio.streams.buffered`, best with `async with`; `ssl=` becomes `tls=True` or `ssl_context=`, with `tls_standard_compatible=False`",
    ),
    manual(
        &["asyncio.open_unix_connection"],
        "reader and writer become one stream, so that every use of the pair, and the errors that it raises, change with it",
        "`stream = BufferedByteStream(await anyio.connect_unix(path))` from `anyio.streams.buffered`, best with `async with`",
    ),
    manual(
        &["asyncio.start_server"],
        "the handler gets one stream in place of reader and writer, and an error in it, which asyncio logs, ends AnyIO's server",
        "`async with await anyio.create_tcp_listener(local_host=host, local_port=port) as listener: await listener.serve(handler)`, with `async with stream:` and a `try` around the handler's body",
    ),
    manual(
        &["asyncio.start_unix_server"],
        "the handler gets one stream in place of reader and writer, and an error in it, which asyncio logs, ends AnyIO's server",
        "`async with await anyio.create_unix_listener(path) as listener: await listener.serve(handler)`, with `async with stream:` and a `try` around the handler's body",
    ),
    manual(
        &["asyncio.StreamReader"],
        "the stream that is read is still asyncio's",
        "`BufferedByteStream` of `anyio.streams.buffered` takes the place of reader and writer, in one step with the code that opens the connection",
    ),
    manual(
        &["asyncio.StreamReader.read"],
        "an AnyIO stream raises `anyio.EndOfStream` where `read` gives `b\"\"`",
        "`await stream.receive(n)` under `try`, or `async for chunk in stream:` for a loop until the end; `read()` without a size is that loop, collected",
    ),
    manual(
        &["asyncio.StreamReader.readexactly"],
        "a stream that ends too early raises `anyio.IncompleteRead`, which has no `partial` and is no `EOFError`",
        "`await stream.receive_exactly(n)`",
    ),
    manual(
        &["asyncio.StreamReader.readuntil"],
        "AnyIO drops the separator, and wants to know how far to look",
        "`await stream.receive_until(separator, 65536) + separator`; `anyio.DelimiterNotFound` takes the place of `LimitOverrunError`",
    ),
    manual(
        &["asyncio.StreamReader.readline"],
        "AnyIO has no lines of bytes: its delimiter is dropped, and the end of the stream is an error",
        "`await stream.receive_until(b\"\\n\", 65536) + b\"\\n\"`, and on `anyio.IncompleteRead` the rest of `stream.buffer`, or `b\"\"`",
    ),
    manual(
        &["asyncio.StreamReader.at_eof"],
        "a stream of AnyIO's does not know that it is at its end until it is read",
        "read, and catch `anyio.EndOfStream`",
    ),
    keep(
        &[
            "asyncio.StreamReader.feed_data",
            "asyncio.StreamReader.feed_eof",
            "asyncio.StreamReader.exception",
            "asyncio.StreamReader.set_exception",
            "asyncio.StreamReader.set_transport",
        ],
        "feeds a reader from a protocol, of which AnyIO has neither",
    )
    .or("in tests: a memory object stream of bytes, wrapped in `BufferedByteReceiveStream`"),
    manual(
        &["asyncio.StreamWriter"],
        "the stream that is written is still asyncio's",
        "`BufferedByteStream` of `anyio.streams.buffered` takes the place of reader and writer, in one step with the code that opens the connection",
    ),
    manual(
        &[
            "asyncio.StreamWriter.write",
            "asyncio.StreamWriter.writelines",
            "asyncio.StreamWriter.drain",
        ],
        "AnyIO's `send` is awaited until the data has left, and two sends of different tasks must not overlap",
        "`await stream.send(data)` for `write` and its `drain`, `await stream.send(b\"\".join(chunks))` for `writelines`; under an `anyio.Lock` where several tasks write",
    ),
    manual(
        &[
            "asyncio.StreamWriter.close",
            "asyncio.StreamWriter.wait_closed",
            "asyncio.StreamWriter.is_closing",
        ],
        "closing is one awaited step in AnyIO",
        "`await stream.aclose()`, or `async with stream:`",
    ),
    manual(
        &["asyncio.StreamWriter.write_eof", "asyncio.StreamWriter.can_write_eof"],
        "AnyIO's is awaited, and TLS streams have none",
        "`await stream.send_eof()`",
    ),
    manual(
        &["asyncio.StreamWriter.get_extra_info"],
        "AnyIO's streams have typed attributes, and raise where asyncio gives `None`",
        "`stream.extra(SocketAttribute.remote_address)` for `\"peername\"`, `.local_address` for `\"sockname\"`, `.raw_socket` for `\"socket\"` (from `anyio.abc`); `TLSAttribute` of `anyio.streams.tls` for the rest; a second argument is the default",
    ),
    manual(
        &["asyncio.StreamWriter.start_tls", "asyncio.AbstractEventLoop.start_tls"],
        "AnyIO wraps the stream in another one",
        "`stream = await TLSStream.wrap(stream, ssl_context=context, server_side=..., standard_compatible=False)` from `anyio.streams.tls`",
    ),
    keep(
        &["asyncio.StreamWriter.transport"],
        "the transport is asyncio's callback interface; AnyIO's streams hide theirs",
    )
    .or("`stream.extra(SocketAttribute.raw_socket)` for options of the socket"),
    manual(
        &["asyncio.IncompleteReadError", "asyncio.LimitOverrunError"],
        "the stream that raises it is still asyncio's",
        "`anyio.IncompleteRead` and `anyio.DelimiterNotFound`, together with the stream; they have no `partial`, `expected` or `consumed`",
    ),
    manual(
        &[
            "asyncio.Server",
            "asyncio.AbstractServer",
            "asyncio.Server.serve_forever",
            "asyncio.Server.start_serving",
            "asyncio.Server.is_serving",
            "asyncio.AbstractServer.serve_forever",
            "asyncio.AbstractServer.start_serving",
            "asyncio.AbstractServer.is_serving",
        ],
        "the server is still asyncio's; AnyIO's listener serves for as long as `serve` runs",
        "`await listener.serve(handler)`, or `tg.start_soon(listener.serve, handler)` beside other work; `Listener` of `anyio.abc` is the type",
    ),
    manual(
        &[
            "asyncio.Server.close",
            "asyncio.Server.wait_closed",
            "asyncio.Server.close_clients",
            "asyncio.Server.abort_clients",
            "asyncio.AbstractServer.close",
            "asyncio.AbstractServer.wait_closed",
            "asyncio.AbstractServer.close_clients",
            "asyncio.AbstractServer.abort_clients",
        ],
        "AnyIO's listener stops when its `serve` is cancelled, and its handlers with it",
        "cancel the scope that `listener.serve(handler)` runs in, then `await listener.aclose()`",
    ),
    manual(
        &["asyncio.Server.sockets"],
        "AnyIO's listeners have typed attributes",
        "`listener.extra(SocketAttribute.local_port)`, `.local_address`, `.raw_socket` from `anyio.abc`; several addresses are the `listeners` of a `MultiListener`",
    ),
    keep(
        &["asyncio.Server.get_loop", "asyncio.AbstractServer.get_loop"],
        "AnyIO's listeners belong to no loop; this server does",
    ),
];
