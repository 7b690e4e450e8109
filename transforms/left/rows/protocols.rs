//! Protocols and transports, asyncio's callback interface.

use super::{Row, keep};

pub static ROWS: &[Row] = &[
    keep(
        &[
            "asyncio.BaseProtocol",
            "asyncio.Protocol",
            "asyncio.BufferedProtocol",
            "asyncio.StreamReaderProtocol",
        ],
        "protocols are asyncio's callback interface, of which AnyIO has none; they go on working on its asyncio backend",
    )
    .or("what `data_received` does becomes a coroutine that reads: `async for chunk in stream:`"),
    keep(
        &["asyncio.DatagramProtocol", "asyncio.DatagramTransport"],
        "protocols are asyncio's callback interface, of which AnyIO has none; they go on working on its asyncio backend",
    )
    .or("`async with await anyio.create_udp_socket(local_port=port) as udp:` and `async for data, address in udp:`"),
    keep(
        &["asyncio.SubprocessProtocol", "asyncio.SubprocessTransport"],
        "protocols are asyncio's callback interface, of which AnyIO has none; they go on working on its asyncio backend",
    )
    .or("`async with await anyio.open_process(command) as process:` and `async for chunk in process.stdout:`"),
    keep(
        &[
            "asyncio.BaseTransport",
            "asyncio.ReadTransport",
            "asyncio.WriteTransport",
            "asyncio.Transport",
        ],
        "transports are what protocols write to, asyncio's callback interface, of which AnyIO has none",
    )
    .or("a stream that is awaited: `await stream.send(data)`, `await stream.aclose()`"),
    keep(
        &["asyncio.SendfileNotAvailableError"],
        "belongs to `sendfile`, which AnyIO does not have",
    ),
];
