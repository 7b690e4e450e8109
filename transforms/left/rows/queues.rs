//! Queues, which become the two ends of a memory object stream.

use super::{super::here, Row, keep, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["asyncio.Queue"],
        "a memory object stream has two ends where a queue is one object, so that whoever uses the queue must be given the right end",
        "`send, receive = anyio.create_memory_object_stream[T](math.inf)`; producers get `send`, consumers `receive`",
    )
    .here(here::queue),
    manual(
        &["asyncio.Queue.put", "asyncio.Queue.put_nowait"],
        "the sending end of a stream takes items",
        "`send.send_nowait(item)` for an unbounded queue and for `put_nowait`, `await send.send(item)` for a bounded one; a full stream raises `anyio.WouldBlock`, one without receivers `anyio.BrokenResourceError`",
    ),
    manual(
        &["asyncio.Queue.get", "asyncio.Queue.get_nowait"],
        "the receiving end of a stream gives items",
        "`await receive.receive()`, `receive.receive_nowait()`; an empty stream raises `anyio.WouldBlock`, one whose senders are all closed `anyio.EndOfStream`",
    ),
    manual(
        &["asyncio.Queue.qsize", "asyncio.Queue.empty", "asyncio.Queue.full", "asyncio.Queue.maxsize"],
        "a stream tells it in its statistics, on either end",
        "`send.statistics().current_buffer_used` for `qsize()`, compared with `0` for `empty()` and with `.max_buffer_size` for `full()`",
    ),
    manual(
        &["asyncio.Queue.join", "asyncio.Queue.task_done"],
        "a stream does not count which items are done",
        "run the consumers in a task group, close the sending end when the last item is in, and leave the group: `async for item in receive:` ends by itself and `join()` and `task_done()` go",
    ),
    manual(
        &["asyncio.Queue.shutdown", "asyncio.QueueShutDown"],
        "a stream is shut down by closing its ends, and says so with other errors",
        "`send.close()` on every clone; receivers then get `anyio.EndOfStream`, senders `anyio.ClosedResourceError`; `immediate=True` has no counterpart",
    ),
    manual(
        &["asyncio.QueueEmpty", "asyncio.QueueFull"],
        "the queue that raises it is still asyncio's",
        "`anyio.WouldBlock`, together with the queue",
    ),
    keep(
        &["asyncio.LifoQueue"],
        "AnyIO has no stack to wait on; this one works and can be cancelled under AnyIO",
    )
    .or("a list and an `anyio.Semaphore(0)` that counts its items: `items.append(x); count.release()` and `await count.acquire(); items.pop()`"),
    keep(
        &["asyncio.PriorityQueue"],
        "AnyIO has no ordered queue; this one works and can be cancelled under AnyIO",
    )
    .or("`heapq` on a list and an `anyio.Semaphore(0)` that counts its items: `heappush(items, x); count.release()` and `await count.acquire(); heappop(items)`"),
];
