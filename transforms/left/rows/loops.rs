//! Event loops and what is done with them.

use super::{super::here, Row, keep, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["asyncio.new_event_loop", "asyncio.set_event_loop"],
        "`anyio.run` makes its own loop, and does not use one that is made by hand",
        "`anyio.run(main)` where the loop only runs `main()`; for a loop in a thread of its own `with anyio.from_thread.start_blocking_portal() as portal:` and `portal.call(f, *args)`",
    )
    .here(here::own_loop),
    keep(
        &["asyncio.AbstractEventLoop"],
        "AnyIO hides the event loop; what is handed the loop stays asyncio's until nobody uses the loop any more",
    ),
    keep(
        &[
            "asyncio.BaseEventLoop",
            "asyncio.BaseProactorEventLoop",
            "asyncio.BaseSelectorEventLoop",
            "asyncio.EventLoop",
            "asyncio.SelectorEventLoop",
            "asyncio.ProactorEventLoop",
        ],
        "names a kind of loop, which is for asyncio to choose",
    )
    .or("`anyio.run(main, backend_options={\"loop_factory\": asyncio.SelectorEventLoop})`"),
    keep(
        &[
            "asyncio.Handle",
            "asyncio.Handle.cancel",
            "asyncio.Handle.cancelled",
            "asyncio.Handle.get_context",
            "asyncio.TimerHandle",
            "asyncio.TimerHandle.cancel",
            "asyncio.TimerHandle.cancelled",
            "asyncio.TimerHandle.get_context",
            "asyncio.TimerHandle.when",
        ],
        "goes with the `call_soon`, `call_later` or `call_at` that it comes from",
    )
    .or("`anyio.CancelScope`, whose `cancel()` ends the task that waits in its place"),
    manual(
        &["asyncio.AbstractEventLoop.time"],
        "which loop this is, or that one runs here, was not proved",
        "`anyio.current_time()` where a loop runs; elsewhere `time.monotonic()`, which asyncio's loops read too",
    ),
    manual(
        &["asyncio.AbstractEventLoop.call_later", "asyncio.AbstractEventLoop.call_at"],
        "AnyIO calls nobody back: something has to wait, and that is a task in a group",
        "`tg.start_soon(later)` with `async def later(): await anyio.sleep(delay); callback()`, or `anyio.sleep_until(when)`; `handle.cancel()` becomes the `cancel()` of a scope in it; an error in the callback now ends the group",
    ),
    manual(
        &["asyncio.AbstractEventLoop.call_soon"],
        "AnyIO calls nobody back: it has tasks in groups",
        "in a coroutine just call it, after `await anyio.lowlevel.checkpoint()` if others must run first; else `tg.start_soon(f)` with a coroutine function",
    ),
    manual(
        &["asyncio.AbstractEventLoop.run_until_complete"],
        "`anyio.run` starts a loop and ends it: tasks that this loop keeps between two calls would not live on",
        "`anyio.run(main, *args)` where the loop runs one coroutine; several calls become one coroutine that awaits them in turn; from another thread a portal of `anyio.from_thread.start_blocking_portal()`",
    )
    .here(here::run_until_complete),
    manual(
        &["asyncio.AbstractEventLoop.run_forever", "asyncio.AbstractEventLoop.stop"],
        "AnyIO runs a coroutine to its end, and not a loop until it is stopped",
        "`anyio.run(main)`, where `main` opens the task group and awaits `anyio.sleep_forever()`; what stops the loop now cancels the group's scope or sets an `anyio.Event` that `main` waits for",
    ),
    manual(
        &[
            "asyncio.AbstractEventLoop.close",
            "asyncio.AbstractEventLoop.shutdown_asyncgens",
            "asyncio.AbstractEventLoop.shutdown_default_executor",
        ],
        "`anyio.run` closes what it started by itself",
        "drop it together with the `run_until_complete` that it follows",
    ),
    keep(
        &["asyncio.AbstractEventLoop.is_running", "asyncio.AbstractEventLoop.is_closed"],
        "asks the loop itself, which AnyIO hides",
    )
    .or("`anyio.get_cancelled_exc_class()` and `anyio.get_current_task()` raise `anyio.NoEventLoopError` where no loop runs"),
    manual(
        &["asyncio.AbstractEventLoop.add_signal_handler", "asyncio.AbstractEventLoop.remove_signal_handler"],
        "AnyIO gives signals as a stream to iterate, in a task of its own",
        "`tg.start_soon(watch)` with `async def watch():` and in it `with anyio.open_signal_receiver(signal.SIGTERM) as signals:` and `async for number in signals: ...`",
    ),
    manual(
        &["asyncio.AbstractEventLoop.getaddrinfo", "asyncio.AbstractEventLoop.getnameinfo"],
        "AnyIO has it as a function, which looks names up as IDNA 2008 has them",
        "`await anyio.getaddrinfo(host, port, ...)`, `await anyio.getnameinfo(address, flags)`",
    ),
    manual(
        &[
            "asyncio.AbstractEventLoop.add_reader",
            "asyncio.AbstractEventLoop.remove_reader",
            "asyncio.AbstractEventLoop.add_writer",
            "asyncio.AbstractEventLoop.remove_writer",
        ],
        "AnyIO calls nobody back when a socket is ready: a task waits for it",
        "in a task: `while True: await anyio.wait_readable(sock); callback()` or `anyio.wait_writable`; cancel its scope to stop",
    ),
    manual(
        &[
            "asyncio.AbstractEventLoop.sock_accept",
            "asyncio.AbstractEventLoop.sock_connect",
            "asyncio.AbstractEventLoop.sock_recv",
            "asyncio.AbstractEventLoop.sock_recv_into",
            "asyncio.AbstractEventLoop.sock_recvfrom",
            "asyncio.AbstractEventLoop.sock_recvfrom_into",
            "asyncio.AbstractEventLoop.sock_sendall",
            "asyncio.AbstractEventLoop.sock_sendto",
        ],
        "AnyIO works on its own sockets, or waits until a plain one is ready",
        "`anyio.connect_tcp`, `anyio.create_tcp_listener` or `anyio.create_udp_socket`; an existing socket: `await SocketStream.from_socket(sock)` of `anyio.abc`, or `await anyio.wait_readable(sock)` and `sock.recv(n)`",
    ),
    keep(
        &["asyncio.AbstractEventLoop.sendfile", "asyncio.AbstractEventLoop.sock_sendfile"],
        "AnyIO has no `sendfile`",
    )
    .or("`await FileReadStream.from_path(path)` of `anyio.streams.file` and `async for chunk in file: await stream.send(chunk)`"),
    keep(
        &[
            "asyncio.AbstractEventLoop.create_connection",
            "asyncio.AbstractEventLoop.create_unix_connection",
        ],
        "drives a connection by a protocol, asyncio's callback interface, of which AnyIO has none",
    )
    .or("`async with await anyio.connect_tcp(host, port) as stream:` and a coroutine that does what the protocol's methods do"),
    keep(
        &[
            "asyncio.AbstractEventLoop.create_server",
            "asyncio.AbstractEventLoop.create_unix_server",
            "asyncio.AbstractEventLoop.connect_accepted_socket",
        ],
        "drives connections by protocols, asyncio's callback interface, of which AnyIO has none",
    )
    .or("`async with await anyio.create_tcp_listener(local_port=port) as listener: await listener.serve(handler)`, with a coroutine that does what the protocol's methods do"),
    keep(
        &["asyncio.AbstractEventLoop.create_datagram_endpoint"],
        "drives a socket by a protocol, asyncio's callback interface, of which AnyIO has none",
    )
    .or("`async with await anyio.create_udp_socket(local_port=port) as udp:` and `async for data, address in udp:`"),
    keep(
        &[
            "asyncio.AbstractEventLoop.connect_read_pipe",
            "asyncio.AbstractEventLoop.connect_write_pipe",
        ],
        "drives a pipe by a protocol, asyncio's callback interface, of which AnyIO has none",
    )
    .or("`anyio.wrap_file(sys.stdin)` reads standard input in threads; for a pipe that can be polled `await anyio.wait_readable(fd)`"),
    keep(
        &[
            "asyncio.AbstractEventLoop.set_task_factory",
            "asyncio.AbstractEventLoop.get_task_factory",
        ],
        "AnyIO spawns its tasks itself; the factory goes on making asyncio's",
    ),
    keep(
        &[
            "asyncio.AbstractEventLoop.set_exception_handler",
            "asyncio.AbstractEventLoop.get_exception_handler",
            "asyncio.AbstractEventLoop.default_exception_handler",
            "asyncio.AbstractEventLoop.call_exception_handler",
        ],
        "asyncio's loop still calls the handler for its callbacks; errors of tasks in groups go to the group and never arrive there",
    )
    .or("catch and log at the task group: `except* Exception as errors:`"),
    keep(
        &[
            "asyncio.AbstractEventLoop.set_debug",
            "asyncio.AbstractEventLoop.get_debug",
            "asyncio.AbstractEventLoop.slow_callback_duration",
        ],
        "debugs asyncio's loop, also under `anyio.run`",
    )
    .or("`anyio.run(main, backend_options={\"debug\": True})` starts a loop in debug mode"),
    keep(&["uvloop.Loop.print_debug_info"], "debugs uvloop's loop, also under `anyio.run`"),
];
