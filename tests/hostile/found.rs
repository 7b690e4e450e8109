//! Inputs that once failed. Those that show what a transform does are cases beside it.

use crate::properties::{assert_all, on_deep_stack};

#[test]
fn inputs_that_once_failed() {
    let inputs: [(&str, &[u8]); 15] = [
        (
            "a layout that only one of the two parsers reads, beside a rewrite that changes it",
            b"import asyncio\nfor x in():()\nelse:\n        try:[]\n        except(asyncio.\nTimeoutError):\n         ()\n        asyncio.run(())",
        ),
        (
            "the same, where an object is made both there and elsewhere",
            b"from asyncio import exceptions as exc,locks\nwith x:\n        try:\n         match([]()):\n          case():()\n        except exc.TimeoutError:((locks))\n        class A[T]:[asyncio\nfor asyncio\nin x]\n        self.event=locks.Event()\nself.event=locks.Event()",
        ),
        (
            "the last argument in parentheses",
            b"import asyncio\ndef f():asyncio.to_thread((attr))\n",
        ),
        (
            "an assignment as the last argument",
            b"import asyncio\nasync def f():\n    await asyncio.to_thread(f,(y:=(x).attr))\n",
        ),
        (
            "a timeout around an endless sleep",
            b"import asyncio\nasync def f[T]():await asyncio.wait_for(asyncio.sleep(math.inf),0)\n",
        ),
        (
            "a timeout around a future that nobody completes",
            b"import asyncio\nasync def never():\n    loop=asyncio.get_running_loop()\n    await loop.create_future()\nasync def f():await asyncio.wait_for(never(),.01)\n",
        ),
        (
            "an attribute of the module that goes by the name of one that holds a semaphore",
            b"import asyncio\nx=asyncio.Semaphore()\nmatch asyncio.TimeoutError or 3:\n case y:x=e.TimeoutError\n",
        ),
        (
            "a comment that is indented deeper than the import above it",
            b"import subprocess\nfrom asyncio.subprocess import PIPE\n #\ndef main():subprocess.run(stdout=PIPE)\n",
        ),
        (
            "a function with the name of what is imported and rewritten",
            b"import asyncio\nfrom asyncio import sleep\nsleep(1)\ndef f(sleep:[]):\n def sleep(x):x:''=asyncio.Lock()\n",
        ),
        (
            "a star import",
            b"from __future__ import annotations\nimport asyncio\nfrom asyncio import *\nimport asyncio\n",
        ),
        (
            "a function that is first called and then only handed on",
            b"import asyncio as aio\ndef f(self): 2\nf(aio.BoundedSemaphore())\naio.run(f())\n",
        ),
        (
            "the name of what is kept, in an error's text",
            b"def main():\n class TestA:x=asyncio.Event()\nimport asyncio\nasyncio.TimeoutError('x')\n",
        ),
        (
            "a comment inside of what names the tasks that are waited for",
            b"import asyncio\nasync def joined():\n    tasks={name:asyncio.create_task(())for name in''}\n    await asyncio.wait((tasks.values(#\n)))",
        ),
        (
            "a comment in what two fixes take the place of",
            b"import asyncio as aio\nclass Alone:\n    async def __aenter__(self):\n        self.read=aio.create_task(self._read())\n        self.write=aio.create_task(self._write())\n    async def __aexit__(self):await aio.gather(#\nself.read,self.write)\n    async def _read():()\n    async def _write():()",
        ),
        (
            "Latin-1 with a carriage return as the line end",
            b"# coding: latin-1 \xE9\rimport asyncio\rasync def f():\r\tawait asyncio.sleep(1) # \xE9\r",
        ),
    ];
    for (name, input) in inputs {
        println!("{name}");
        on_deep_stack(|| assert_all(input));
    }
}
