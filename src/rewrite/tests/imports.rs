//! Which imports come and go, and what things are called then.

use super::Marked;
use crate::{
    rewrite::{Reexports, Rewrite, apply, compose, render_reexporting},
    semantic::{Ast, SemanticModel},
};

/// Replaces every mark by the symbol that its name spells, as one fix each.
#[track_caller]
fn migrate(marked: &str, reexports: Reexports<'_>) -> String {
    let m = Marked::new(marked);
    let fixes: Vec<Vec<Rewrite>> = m
        .names()
        .map(|name| {
            let symbol = name.split('/').next().unwrap_or(name);
            vec![m.replace(name, &format!("${{{symbol}}}"))]
        })
        .collect();
    let fixes: Vec<&[Rewrite]> = fixes.iter().map(Vec::as_slice).collect();
    let ast = Ast::parse(&m.text).expect("the snippet parses");
    let model = SemanticModel::new(&ast, &m.text);
    assert!(compose(&model, &m.text, &fixes).iter().all(Result::is_ok));
    let edits = render_reexporting(&model, &m.text, &fixes, reexports).expect("renders");
    let text = apply(&m.text, &edits);
    assert!(Ast::parse(&text).is_ok(), "{text}");
    text
}

#[track_caller]
fn becomes(marked: &str, expected: &str) {
    let text = migrate(marked, Reexports::default());
    assert_eq!(text, expected, "\n--- got\n{text}\n--- expected\n{expected}");
}

#[test]
fn the_new_import_takes_the_place_of_the_old_one() {
    becomes(
        "import asyncio\n\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio\n\nanyio.sleep(1)\n",
    );
    becomes(
        "import asyncio as aio  # c\n‹anyio.sleep:aio.sleep›(1)\n",
        "import anyio  # c\nanyio.sleep(1)\n",
    );
    becomes(
        "import os, asyncio\n‹anyio.sleep:asyncio.sleep›(os)\n",
        "import os, anyio\nanyio.sleep(os)\n",
    );
    becomes(
        "from asyncio import sleep\n‹anyio.sleep:sleep›(1)\n",
        "from anyio import sleep\nsleep(1)\n",
    );
    becomes(
        "from asyncio import sleep as nap\n‹anyio.sleep:nap›(1)\n",
        "from anyio import sleep as nap\nnap(1)\n",
    );
    becomes(
        "from asyncio import wait_for as w\n‹anyio.fail_after:w›(1)\n",
        "from anyio import fail_after\nfail_after(1)\n",
    );
    becomes(
        "from asyncio import (\n    sleep,  # nap\n    wait_for,\n)\n‹anyio.sleep:sleep›(‹anyio.fail_after:wait_for›)\n",
        "# nap\nfrom anyio import fail_after, sleep\nsleep(fail_after)\n",
    );
}

#[test]
fn an_entry_and_a_statement_come_at_the_end_of_the_same_line() {
    becomes(
        "import asyncio\nimport sys\nfrom typing import Any\n\n‹anyio.sleep:asyncio.sleep›(‹typing.TypeVar:asyncio.p›, asyncio)\n",
        "import asyncio\nimport sys\nfrom typing import Any, TypeVar\n\nimport anyio\n\nanyio.sleep(TypeVar, asyncio)\n",
    );
}

#[test]
fn an_import_with_other_uses_stays() {
    becomes(
        "import asyncio\n\n‹anyio.sleep:asyncio.sleep›(asyncio.Queue)\n",
        "import asyncio\n\nimport anyio\n\nanyio.sleep(asyncio.Queue)\n",
    );
    becomes(
        "from asyncio import sleep, Queue\n\n‹anyio.sleep:sleep›(Queue)\n",
        "from asyncio import Queue\n\nfrom anyio import sleep\n\nsleep(Queue)\n",
    );
    becomes(
        "from asyncio import sleep\n\n‹anyio.sleep:sleep›(sleep)\n",
        "from asyncio import sleep\n\nimport anyio\n\nanyio.sleep(sleep)\n",
    );
    becomes("import asyncio\nx = 1\n", "import asyncio\nx = 1\n");
}

#[test]
fn imports_that_others_may_use_stay() {
    let package = |text| migrate(text, Reexports { members: true, ..Reexports::default() });
    assert_eq!(
        package("import asyncio\n‹anyio.sleep:asyncio.sleep›(1)\n"),
        "import anyio\nanyio.sleep(1)\n"
    );
    assert_eq!(
        package("from asyncio import sleep\n‹anyio.sleep:sleep›(1)\n"),
        "from asyncio import sleep\n\nimport anyio\nanyio.sleep(1)\n"
    );
    for kept in [
        "import asyncio\n__all__ = ['asyncio']\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import asyncio as asyncio\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "from asyncio import sleep as sleep\n‹anyio.sleep:sleep›(1)\n",
        "try:\n    import asyncio\nexcept ImportError:\n    import asyncio\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import asyncio\nclass A:\n    '''\n    >>> asyncio.run(A())\n    '''\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import asyncio\npatch('app.asyncio.sleep')\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import asyncio\nx: 'asyncio.Task'\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import asyncio\ndel asyncio\ndef f(): pass\nimport asyncio\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "class A:\n    import asyncio\n    ‹anyio.sleep:asyncio.sleep›(1)\n",
    ] {
        let text = migrate(kept, Reexports::default());
        assert!(text.contains("import asyncio") || text.contains("from asyncio"), "{text}");
        assert!(text.contains("anyio"), "{text}");
    }
    becomes(
        "import asyncio\nclass A:\n    '''An asyncio thing.\n\n    >>> A()\n    '''\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio\nclass A:\n    '''An asyncio thing.\n\n    >>> A()\n    '''\nanyio.sleep(1)\n",
    );
    let init = "import asyncio\n‹anyio.sleep:asyncio.sleep›(1)\n";
    assert_eq!(
        migrate(init, Reexports { all: true, ..Reexports::default() }),
        "import asyncio\n\nimport anyio\nanyio.sleep(1)\n"
    );
    becomes(
        "import asyncio\npatch('asyncio.sleep')\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio\npatch('asyncio.sleep')\nanyio.sleep(1)\n",
    );
    becomes(
        "import asyncio\nx: '‹anyio.TaskHandle:asyncio.Task›[int]'\n",
        "import anyio\nx: 'anyio.TaskHandle[int]'\n",
    );
}

#[test]
fn what_is_imported_already_is_used() {
    becomes(
        "import asyncio\nimport anyio as a\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio as a\na.sleep(1)\n",
    );
    becomes(
        "import asyncio\nfrom anyio import sleep as s\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "from anyio import sleep as s\ns(1)\n",
    );
    becomes(
        "import asyncio\nimport functools\n‹functools.partial:asyncio.x›(‹math.inf:asyncio.y›)\n",
        "import functools\nimport math\nfunctools.partial(math.inf)\n",
    );
    becomes(
        "import asyncio\n‹functools.partial:asyncio.x›\n",
        "from functools import partial\npartial\n",
    );
    becomes(
        "import asyncio\nfrom anyio import to_thread\n‹anyio.to_thread.run_sync:asyncio.to_thread›\n",
        "from anyio import to_thread\nto_thread.run_sync\n",
    );
    becomes(
        "import asyncio\nif TYPE_CHECKING:\n    import anyio\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio\nif TYPE_CHECKING:\n    import anyio\nanyio.sleep(1)\n",
    );
}

#[test]
fn existing_imports_grow() {
    becomes(
        "from asyncio import sleep\n\nfrom anyio import run, to_thread\n\n‹anyio.sleep:sleep›(run, to_thread)\n",
        "from anyio import run, sleep, to_thread\n\nsleep(run, to_thread)\n",
    );
    becomes(
        "from asyncio import sleep\nfrom anyio import (\n    run,\n    Event,\n)\n‹anyio.sleep:sleep›(run, Event)\n",
        "from anyio import (\n    run,\n    Event,\n    sleep,\n)\nsleep(run, Event)\n",
    );
    becomes(
        "from asyncio import sleep\nfrom anyio import run\n‹anyio.sleep:sleep›(run)\n",
        "from anyio import run, sleep\nsleep(run)\n",
    );
    becomes(
        "from asyncio import sleep\nfrom anyio import (\n    run,\n    to_thread,\n)\n‹anyio.sleep:sleep›(run, to_thread)\n",
        "from anyio import (\n    run,\n    sleep,\n    to_thread,\n)\nsleep(run, to_thread)\n",
    );
}

#[test]
fn names_that_are_taken_are_avoided() {
    becomes(
        "import asyncio\ndef f(anyio):\n    ‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio as anyio_\ndef f(anyio):\n    anyio_.sleep(1)\n",
    );
    becomes(
        "from asyncio import sleep\ndef f(sleep): pass\n‹anyio.sleep:sleep›(1)\n",
        "import anyio\ndef f(sleep): pass\nanyio.sleep(1)\n",
    );
    becomes(
        "import asyncio\nto_thread = 1\n‹anyio.to_thread.run_sync:asyncio.to_thread›\n",
        "import anyio.to_thread\nto_thread = 1\nanyio.to_thread.run_sync\n",
    );
    becomes(
        "from asyncio import to_thread\n‹anyio.to_thread.run_sync:to_thread›()\n",
        "from anyio import to_thread\nto_thread.run_sync()\n",
    );
    becomes(
        "import asyncio\npartial = 1\n‹functools.partial:asyncio.x›\n",
        "import functools\npartial = 1\nfunctools.partial\n",
    );
    becomes(
        "from asyncio import subprocess\n‹subprocess.PIPE:subprocess.PIPE›\n",
        "import subprocess\nsubprocess.PIPE\n",
    );
    becomes(
        "import asyncio\n‹builtins.max:asyncio.x›(0, 1)\ndef f(max): ...\n",
        "max(0, 1)\ndef f(max): ...\n",
    );
    becomes(
        "import asyncio\ndef f(max):\n    ‹builtins.max:asyncio.x›(0, 1)\n",
        "import builtins\ndef f(max):\n    builtins.max(0, 1)\n",
    );
    becomes(
        "from asyncio import TimeoutError\n‹builtins.TimeoutError:TimeoutError›\n",
        "TimeoutError\n",
    );
    becomes(
        "import asyncio\n‹anyio.abc.TaskGroup:asyncio.TaskGroup›\n",
        "from anyio.abc import TaskGroup\nTaskGroup\n",
    );
}

#[test]
fn a_name_that_a_function_imports_later_is_not_the_modules_there() {
    becomes(
        "import asyncio\ndef f():\n    ‹subprocess.PIPE:asyncio.subprocess.PIPE›\n    import subprocess\n",
        "import subprocess as subprocess_\ndef f():\n    subprocess_.PIPE\n    import subprocess\n",
    );
    becomes(
        "import asyncio\ndef f():\n    ‹anyio.sleep:asyncio.sleep›(1)\n    if a:\n        import anyio\ndef g():\n    ‹anyio.sleep/2:asyncio.sleep›(2)\n",
        "import anyio\nimport anyio as anyio_\ndef f():\n    anyio_.sleep(1)\n    if a:\n        import anyio\ndef g():\n    anyio.sleep(2)\n",
    );
    becomes(
        "import asyncio\ndef f():\n    def g():\n        ‹anyio.sleep:asyncio.sleep›(1)\n    g()\n    import anyio\n",
        "import anyio as anyio_\ndef f():\n    def g():\n        anyio_.sleep(1)\n    g()\n    import anyio\n",
    );
    becomes(
        "import asyncio\ndef f():\n    ‹anyio.sleep:asyncio.sleep›(1)\nf()\nimport anyio\n",
        "import anyio\ndef f():\n    anyio.sleep(1)\nf()\nimport anyio\n",
    );
    becomes(
        "import asyncio\n‹anyio.run:asyncio.run›(1)\ndef f():\n    import asyncio\n    ‹anyio.sleep:asyncio.sleep›(1)\n    if a:\n        import anyio\n",
        "import anyio\nanyio.run(1)\ndef f():\n    import anyio\n    anyio.sleep(1)\n    if a:\n        import anyio\n",
    );
}

#[test]
fn a_star_import_may_not_bind_a_new_name_again() {
    becomes(
        "import asyncio\nfrom lib import *\ndef f():\n    ‹subprocess.PIPE:asyncio.subprocess.PIPE›\n    ‹anyio.sleep:asyncio.sleep›(1)\n",
        "from lib import *\n\nimport subprocess\n\nimport anyio\ndef f():\n    subprocess.PIPE\n    anyio.sleep(1)\n",
    );
    becomes(
        "import asyncio\nfrom zope import run\nfrom lib import *\nimport anyway\n\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "from zope import run\nfrom lib import *\nimport anyway\nimport anyio\n\nanyio.sleep(1)\n",
    );
    becomes(
        "import asyncio\ntry:\n    from lib import *\nexcept ImportError:\n    pass\ndef f():\n    ‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio as anyio_\ntry:\n    from lib import *\nexcept ImportError:\n    pass\ndef f():\n    anyio_.sleep(1)\n",
    );
    becomes(
        "import asyncio\ndef f():\n    ‹anyio.to_thread.run_sync:asyncio.to_thread›(1)\nfrom lib import *\n",
        "from anyio import to_thread as to_thread_\ndef f():\n    to_thread_.run_sync(1)\nfrom lib import *\n",
    );
}

#[test]
fn sorted_blocks_stay_sorted() {
    becomes(
        "import asyncio\nimport logging\nimport os\n\nimport aiohttp\nimport pytest\n\nfrom . import x\n\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import logging\nimport os\n\nimport aiohttp\nimport anyio\nimport pytest\n\nfrom . import x\n\nanyio.sleep(1)\n",
    );
    becomes(
        "import asyncio\nimport logging\n\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import logging\n\nimport anyio\n\nanyio.sleep(1)\n",
    );
    becomes(
        "import asyncio\nimport aiohttp\nimport logging\n\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import aiohttp\nimport anyio\nimport logging\n\nanyio.sleep(1)\n",
    );
    becomes(
        "import asyncio\n\nimport zope\n\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio\nimport zope\n\nanyio.sleep(1)\n",
    );
    becomes(
        "import asyncio\nimport sys\nfrom typing import Any\n\nfrom x import y\n\n‹anyio.sleep:asyncio.sleep›(‹functools.partial:asyncio.p›)\n",
        "import sys\nfrom functools import partial\nfrom typing import Any\n\nimport anyio\nfrom x import y\n\nanyio.sleep(partial)\n",
    );
    becomes(
        "import asyncio\n\nfrom . import x\n\n‹anyio.sleep:asyncio.sleep›(asyncio, x)\n",
        "import asyncio\n\nimport anyio\n\nfrom . import x\n\nanyio.sleep(asyncio, x)\n",
    );
}

#[test]
fn new_imports_of_a_kind_stand_together() {
    becomes(
        "import asyncio, time\n‹anyio.sleep:asyncio.sleep›(asyncio, time, ‹functools.partial:asyncio.p›)\n‹anyio.to_thread.run_sync:asyncio.to_thread›()\n",
        "import asyncio, time\nfrom functools import partial\n\nimport anyio\nfrom anyio import to_thread\nanyio.sleep(asyncio, time, partial)\nto_thread.run_sync()\n",
    );
    becomes(
        "import asyncio\nimport time\n‹anyio.sleep:asyncio.sleep›(time)\n‹anyio.to_thread.run_sync:asyncio.to_thread›()\n",
        "import time\n\nimport anyio\nfrom anyio import to_thread\nanyio.sleep(time)\nto_thread.run_sync()\n",
    );
}

#[test]
fn the_head_of_the_file_stays_first() {
    becomes(
        "#!/usr/bin/python\n\"\"\"Doc.\"\"\"\n\nfrom __future__ import annotations\n\nimport asyncio\n\nx = ‹anyio.sleep:asyncio.sleep›\n",
        "#!/usr/bin/python\n\"\"\"Doc.\"\"\"\n\nfrom __future__ import annotations\n\nimport anyio\n\nx = anyio.sleep\n",
    );
    becomes(
        "\"\"\"Doc.\"\"\"\n\ndef f():\n    if a:\n        import asyncio\n    ‹anyio.sleep:asyncio.sleep›(asyncio)\n",
        "\"\"\"Doc.\"\"\"\n\nimport anyio\n\ndef f():\n    if a:\n        import asyncio\n    anyio.sleep(asyncio)\n",
    );
    becomes(
        "from __future__ import annotations\nx = 1\nfrom asyncio import *\ny = ‹anyio.run:nothing›\n",
        "from __future__ import annotations\nx = 1\nfrom asyncio import *\n\nimport anyio\ny = anyio.run\n",
    );
    becomes("# c\n\nx = ‹anyio.run:y›\n", "# c\n\nimport anyio\n\nx = anyio.run\n");
    becomes("x = ‹anyio.run:y›\nimport os\n", "import anyio\n\nx = anyio.run\nimport os\n");
}

#[test]
fn imports_inside_functions() {
    becomes(
        "def f():\n    import asyncio\n\n    ‹anyio.sleep:asyncio.sleep›(1)\n",
        "def f():\n    import anyio\n\n    anyio.sleep(1)\n",
    );
    becomes(
        "def f():\n    import asyncio\n    ‹anyio.sleep:asyncio.sleep›(asyncio.x)\ndef g():\n    from asyncio import sleep\n    ‹anyio.sleep/2:sleep›(1)\n",
        "def f():\n    import asyncio\n    import anyio\n    anyio.sleep(asyncio.x)\ndef g():\n    from anyio import sleep\n    sleep(1)\n",
    );
    becomes("def f(): import asyncio; ‹builtins.max:asyncio.sleep›(1)\n", "def f():\n    max(1)\n");
    becomes(
        "import asyncio\n‹anyio.run:asyncio.run›(1)\ndef f():\n    import asyncio\n    ‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio\nanyio.run(1)\ndef f():\n    anyio.sleep(1)\n",
    );
}

#[test]
fn imports_beside_other_statements_are_no_choice() {
    becomes(
        "def f():\n    try:\n        import asyncio\n\n        ‹anyio.sleep:asyncio.sleep›(1)\n    except ValueError:\n        pass\n",
        "import anyio\n\n\ndef f():\n    try:\n        anyio.sleep(1)\n    except ValueError:\n        pass\n",
    );
    becomes(
        "try:\n    import asyncio\nexcept ImportError:\n    pass\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio\n\ntry:\n    import asyncio\nexcept ImportError:\n    pass\nanyio.sleep(1)\n",
    );
}

#[test]
fn an_import_without_which_nothing_goes_on_is_relied_on() {
    becomes(
        "import asyncio\ntry:\n    import anyio\nexcept ImportError:\n    raise SystemExit\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "try:\n    import anyio\nexcept ImportError:\n    raise SystemExit\nanyio.sleep(1)\n",
    );
    becomes(
        "import asyncio\ntry:\n    import anyio\nexcept ImportError:\n    ‹anyio.sleep:asyncio.sleep›(1)\n    raise\n",
        "import anyio\ntry:\n    import anyio\nexcept ImportError:\n    anyio.sleep(1)\n    raise\n",
    );
}

#[test]
fn imports_for_type_checkers() {
    becomes(
        "from __future__ import annotations\nif TYPE_CHECKING:\n    import asyncio\ndef f(x: ‹anyio.Event:asyncio.Event›): ...\n",
        "from __future__ import annotations\nif TYPE_CHECKING:\n    import anyio\ndef f(x: anyio.Event): ...\n",
    );
    becomes(
        "from __future__ import annotations\nimport asyncio as a\nif TYPE_CHECKING:\n    import asyncio\ndef f(x: ‹anyio.Event:asyncio.Event›): ‹anyio.sleep:a.sleep›\n",
        "from __future__ import annotations\n\nimport anyio\nif TYPE_CHECKING:\n    pass\ndef f(x: anyio.Event): anyio.sleep\n",
    );
}

#[test]
fn any_line_end() {
    becomes(
        "import asyncio\r\nimport os\r\n\r\nimport aiohttp\r\n\r\n‹anyio.run:asyncio.run›(os)\r\n",
        "import os\r\n\r\nimport aiohttp\r\nimport anyio\r\n\r\nanyio.run(os)\r\n",
    );
    becomes(
        "import asyncio\r\nimport os\r\n\r\n‹anyio.sleep:asyncio.sleep›(os)\r\n",
        "import os\r\n\r\nimport anyio\r\n\r\nanyio.sleep(os)\r\n",
    );
    becomes("import asyncio; ‹anyio.sleep:asyncio.sleep›(1)", "import anyio; anyio.sleep(1)");
}

#[test]
fn joined_lines() {
    becomes(
        "from asyncio import sleep, \\\n    Queue\n‹anyio.sleep:sleep›(Queue)\n",
        "from asyncio import \\\n    Queue\n\nfrom anyio import sleep\nsleep(Queue)\n",
    );
    becomes(
        "from asyncio import Queue, \\\n    sleep\n‹anyio.sleep:sleep›(Queue)\n",
        "from asyncio import Queue\n\nfrom anyio import sleep\nsleep(Queue)\n",
    );
    becomes(
        "from asyncio import Queue, \\\n    sleep, \\\n    Task\n‹anyio.sleep:sleep›(Queue, Task)\n",
        "from asyncio import Queue, \\\n    Task\n\nfrom anyio import sleep\nsleep(Queue, Task)\n",
    );
    becomes(
        "from asyncio import sleep\nfrom anyio import run, \\\n    to_thread\n‹anyio.sleep:sleep›(run, to_thread)\n",
        "from anyio import run, \\\n    sleep, to_thread\nsleep(run, to_thread)\n",
    );
}

#[test]
fn imports_that_may_not_run_are_not_relied_on() {
    becomes(
        "import asyncio\nif a:\n    import anyio\n‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio\nif a:\n    import anyio\nanyio.sleep(1)\n",
    );
    becomes(
        "def f():\n    global asyncio\n    import asyncio\ndef g():\n    ‹anyio.sleep:asyncio.sleep›(1)\n",
        "import anyio\n\n\ndef f():\n    global asyncio\n    import asyncio\ndef g():\n    anyio.sleep(1)\n",
    );
    becomes(
        "from . import x\ny = ‹anyio.run:x.run›(x)\n",
        "import anyio\n\nfrom . import x\ny = anyio.run(x)\n",
    );
    becomes(
        "from asyncio import tasks\n‹anyio.sleep:tasks.sleep›(1)\n",
        "import anyio\nanyio.sleep(1)\n",
    );
}

#[test]
fn several_new_imports() {
    becomes(
        "import asyncio, os\nfrom asyncio import (\n    Queue,\n    sleep,\n)\n\n‹functools.partial:asyncio.p›(‹anyio.run:asyncio.run›, ‹anyio.sleep:sleep›, Queue, os)\n",
        "import anyio, os\nfrom asyncio import (\n    Queue,\n)\nfrom functools import partial\n\nfrom anyio import sleep\n\npartial(anyio.run, sleep, Queue, os)\n",
    );
    becomes(
        "'Doc.'\nx = ‹anyio.run:a›(‹functools.partial:b›, ‹anyio.abc.X:c›)\n",
        "'Doc.'\n\nfrom functools import partial\n\nimport anyio\nfrom anyio.abc import X\nx = anyio.run(partial, X)\n",
    );
    becomes(
        "import aiohttp\nx = ‹math.inf:a›(‹anyio.run:b›, aiohttp)\n",
        "import math\n\nimport aiohttp\nimport anyio\nx = math.inf(anyio.run, aiohttp)\n",
    );
    becomes(
        "import asyncio\nfrom x import y\n\nz = ‹anyio.run:asyncio.run›(asyncio, ‹anyio.sleep/2:asyncio.sleep›, ‹anyio.abc.X:asyncio.X›, y)\n",
        "import anyio\nimport asyncio\nfrom anyio.abc import X\nfrom x import y\n\nz = anyio.run(asyncio, anyio.sleep, X, y)\n",
    );
}
