//! Subprocesses.

use super::{Row, manual};

pub static ROWS: &[Row] = &[
    manual(
        &["asyncio.create_subprocess_exec", "asyncio.subprocess.create_subprocess_exec"],
        "AnyIO pipes what is not said, and its output is a stream; every use of the process changes with it",
        "run to its end: `await anyio.run_process([program, *args], stdin=None, stdout=None, stderr=None, check=False)` with what is piped now spelled as `subprocess.PIPE`; talked to while it runs: `anyio.open_process([program, *args], ...)`",
    ),
    manual(
        &["asyncio.create_subprocess_shell", "asyncio.subprocess.create_subprocess_shell"],
        "AnyIO pipes what is not said, and its output is a stream; every use of the process changes with it",
        "run to its end: `await anyio.run_process(command, stdin=None, stdout=None, stderr=None, check=False)`, where a string means the shell, with what is piped now spelled as `subprocess.PIPE`; talked to while it runs: `anyio.open_process(command, ...)`",
    ),
    manual(
        &["asyncio.subprocess.Process"],
        "the process is still asyncio's",
        "`anyio.abc.Process`, together with the code that starts it",
    ),
    manual(
        &["asyncio.subprocess.Process.communicate"],
        "AnyIO's processes have no `communicate`",
        "`result = await anyio.run_process(command, input=data, check=False)` starts it, feeds it and gives `result.stdout`, `result.stderr` and `result.returncode`",
    ),
    manual(
        &[
            "asyncio.subprocess.Process.wait",
            "asyncio.subprocess.Process.returncode",
            "asyncio.subprocess.Process.pid",
        ],
        "goes with its process",
        "the same on AnyIO's process; leaving its `async with` closes the pipes and waits for it",
    ),
    manual(
        &[
            "asyncio.subprocess.Process.kill",
            "asyncio.subprocess.Process.terminate",
            "asyncio.subprocess.Process.send_signal",
        ],
        "goes with its process",
        "the same on AnyIO's process; a cancelled `anyio.run_process` kills its process by itself",
    ),
    manual(
        &["asyncio.subprocess.Process.stdin"],
        "AnyIO's pipes are streams: sending is awaited, and nothing is drained",
        "`await process.stdin.send(data)`, `await process.stdin.aclose()`",
    ),
    manual(
        &["asyncio.subprocess.Process.stdout", "asyncio.subprocess.Process.stderr"],
        "AnyIO's pipes are streams of chunks, not of lines",
        "`async for text in TextReceiveStream(process.stdout):` from `anyio.streams.text` for chunks of text; for lines `BufferedByteReceiveStream(process.stdout)` and `receive_until(b\"\\n\", 65536)`",
    ),
    manual(
        &[
            "asyncio.AbstractEventLoop.subprocess_exec",
            "asyncio.AbstractEventLoop.subprocess_shell",
        ],
        "drives a process by a protocol, asyncio's callback interface, of which AnyIO has none",
        "`async with await anyio.open_process(command) as process:` and `async for chunk in process.stdout:` in place of `pipe_data_received`",
    ),
];
