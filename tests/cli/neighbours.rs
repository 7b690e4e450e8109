//! What other files of a project do to a file's rewrites.

use super::support::Folder;

const APP: &str = "import asyncio\n\n\nasync def go():\n    await asyncio.sleep(30)\n";

/// What becomes of `app.py`, which holds `app`, beside other files: its diff, and what is said of it.
#[track_caller]
fn diff(app: &str, others: &[(&str, &str)]) -> String {
    let files = [&[("app.py", app)], others].concat();
    let ended = Folder::new(&files).run(&["diff", "app.py", "--isolated"]);
    let whole = Folder::new(&files).run(&["diff", ".", "--isolated"]);
    assert_eq!((ended.code, whole.code), (0, 0), "{}{}", ended.stderr, whole.stderr);
    whole
        .stdout
        .split("diff --git ")
        .find(|diff| diff.starts_with("a/app.py"))
        .map(str::to_owned)
        .unwrap_or_default()
}

fn told(files: &[(&str, &str)]) -> String {
    Folder::new(files).run(&["check", ".", "--isolated"]).stdout
}

#[track_caller]
fn stays(app: &str, test: &str) {
    let diff = diff(app, &[("test_app.py", test)]);
    assert_eq!(diff, "", "{test}");
}

#[track_caller]
fn is_rewritten(app: &str, test: &str) {
    let diff = diff(app, &[("test_app.py", test)]);
    assert!(diff.contains("anyio"), "{test}");
}

#[test]
fn what_is_replaced_through_the_module_stays() {
    for test in [
        "import app\npatch.object(app.asyncio, 'sleep', f)\n",
        "import app\nmonkeypatch.setattr(app.asyncio, 'sleep', f)\n",
        "import app as m\nmonkeypatch.setattr(m.asyncio, \"sleep\", f)\n",
        "from app import go, asyncio as aio\nmonkeypatch.setattr(aio, 'sleep', f)\n",
        "import app\napp.asyncio.sleep = f\n",
        "import app\nif x: app.asyncio.sleep = f\n",
        "import app\ndel app.asyncio.sleep\n",
        "import app\naio = app.asyncio\naio.sleep = f\n",
        "import app\nwith patch.multiple(app.asyncio, sleep=f): ...\n",
        "patch.multiple('asyncio', sleep=f)\n",
        "patch.object(target=app.asyncio, attribute='sleep')\n",
        "import asyncio\nasyncio.sleep = f\n",
        "import asyncio as aio\naio.sleep, aio.run = f, g\n",
        "import asyncio\nfor name in ('sleep',):\n    monkeypatch.setattr(asyncio, name, f)\n",
        "import asyncio\nsetattr(asyncio.tasks, name, f)\n",
        "patch.object(import_module('app').asyncio, 'sleep')\n",
    ] {
        stays(APP, test);
    }
}

#[test]
fn what_is_replaced_by_a_string_that_is_put_together_stays() {
    for test in [
        "patch(f'{MODULE}.asyncio.sleep')\n",
        "patch(MODULE + '.asyncio.sleep')\n",
        "patch('app.' 'asyncio.sleep')\n",
        "patch('%s.asyncio.sleep' % MODULE)\n",
        "patch('app.asyncio.{}'.format(name))\n",
        "patch('app.asyncio.%s' % name)\n",
        "patch('app.asyncio.' + name)\n",
        "SLEEP = 'app.asyncio.sleep'\npatch(SLEEP)\n",
        "SLEEP = 'asyncio.sleep'\npatch(SLEEP)\n",
    ] {
        stays(APP, test);
    }
}

#[test]
fn a_module_that_is_replaced_as_a_whole_stays() {
    for test in [
        "@patch('app.asyncio')\ndef test(m): ...\n",
        "import app\npatch.object(app, 'asyncio')\n",
        "import app\nmonkeypatch.setattr(app, 'asyncio', Fake)\n",
        "import app\napp.asyncio = Fake\n",
        "def test(app):\n    app.asyncio = Fake\n",
    ] {
        stays(APP, test);
    }
    stays(
        &APP.replace("asyncio", "aio").replace("import aio", "import asyncio as aio"),
        "patch('app.aio')\n",
    );
}

#[test]
fn an_imported_name_that_is_replaced_stays() {
    let app = "from asyncio import sleep\n\n\nasync def go():\n    await sleep(30)\n";
    for test in [
        "import app\npatch.object(app, 'sleep', f)\n",
        "patch('app.sleep')\n",
        "import app\nmonkeypatch.setattr(app, 'sleep', f)\n",
        "import app\nfor name in names:\n    monkeypatch.setattr(app, name, f)\n",
    ] {
        stays(app, test);
        stays(&format!("__all__ = ['sleep']\n{app}"), test);
    }
    is_rewritten(app, "patch('app.go')\npatch('other.sleep')\nsetattr(self, name, x)\n");
}

#[test]
fn what_a_replaced_name_gives_stays() {
    let app = "import asyncio\n\n\nasync def now():\n    loop = asyncio.get_running_loop()\n    return loop.time()\n";
    stays(app, "patch('app.asyncio.get_running_loop')\n");
    is_rewritten(app, "patch('app.asyncio.sleep')\n");
}

#[test]
fn what_replaces_nothing_of_the_module_holds_nothing_back() {
    for test in [
        "import asyncio\nawait asyncio.sleep(0)\n",
        "import asyncio\npatch('app.db.connect')\npatch.object(app.db, 'connect')\n",
        "import asyncio\nmonkeypatch.setattr(obj, 'x', asyncio.sleep)\n",
        "patch('other.asyncio.sleep')\n",
        "import other\npatch.object(other, 'asyncio')\n",
        "import other\npatch.object(other.asyncio, 'sleep')\n",
        "patch('redis.asyncio.Redis')\nfrom redis import asyncio as redis\npatch.object(redis, 'from_url')\n",
        "import asyncio\nx: asyncio.Lock = None\ndef f(a, loop: asyncio.AbstractEventLoop = None): ...\npatch(x)\n",
        "import asyncio\nx = asyncio.sleep == y\nf(asyncio.sleep, x=patch)\n",
        "pytestmark = pytest.mark.asyncio\npatch.object(x, 'y')\npytestmark.x = 1\n",
        "caplog.set_level(1, logger='asyncio')\nparams = ['trio', 'asyncio']\npatch('a.b')\n",
        "assert 'asyncio.sleep' in text\npatch('a.b')\n",
        "patch.object(app.asyncio, 'run')\n",
    ] {
        is_rewritten(APP, test);
    }
}

#[test]
fn who_replaces_it_is_said() {
    let said = told(&[("app.py", APP), ("test_app.py", "import app\napp.asyncio.sleep = f\n")]);
    assert!(said.contains("`test_app.py` replaces it, which would replace nothing"), "{said}");
    let said = told(&[("app.py", APP), ("test_app.py", "patch('app.asyncio.' + name)\n")]);
    assert!(said.contains("`test_app.py` may replace it, which"), "{said}");
}

#[test]
fn what_a_string_imports_or_looks_up_is_not_said_to_be_replaced() {
    let app = "import asyncio\nimport importlib\nx = importlib.import_module('asyncio')\n\
               y = getattr(asyncio, 'sleep')\nz = vars(asyncio)\n";
    let said = told(&[("app.py", app)]);
    assert!(!said.contains("replace"), "{said}");
}

#[test]
fn private_objects_that_other_files_use_are_public() {
    let app = "import asyncio\n\n\nclass Base:\n    def __init__(self):\n        self._lock = asyncio.Lock()\n\n    \
               async def hold(self):\n        async with self._lock:\n            return 1\n";
    let global = "import asyncio\n\n_lock = asyncio.Lock()\n";
    for user in [
        "from app import Base\n\n\nclass D(Base):\n    async def begin(self):\n        await self._lock.acquire()\n",
        "async def f(d):\n    await d.x()\n    print(d._lock.locked())\n",
        "async def f(d):\n    await getattr(d, '_lock').acquire()\n",
    ] {
        stays(app, user);
        let files = [("app.py", app), ("test_app.py", user)];
        let said =
            Folder::new(&files).run(&["check", "--isolated", "--accept", "switch-point"]).stdout;
        let places = ["`_lock` is used in `test_app.py`", "`_lock` is called in `test_app.py:6`"];
        assert!(places.iter().any(|place| said.contains(place)), "{said}");
    }
    stays(global, "from app import _lock\nasync def f():\n    await _lock.acquire()\n");
    is_rewritten(
        app,
        "async def f(self):\n    self._lock = Lock()\n    await self._lock.acquire()\n",
    );
    is_rewritten(app, "async def f(self):\n    await self._locks.acquire()\n");
}

#[test]
fn other_projects_use_nothing() {
    let app = "import asyncio\n\n_lock = asyncio.Lock()\n\n\nasync def f():\n    async with _lock:\n        pass\n";
    let user = "import asyncio\nfrom app import _lock\n\n\nasync def f():\n    c.send(None)\n";
    let files = [("a/app.py", app), ("b/x.py", user), ("a/setup.py", ""), ("b/setup.py", "")];
    let ended = Folder::new(&files).run(&["diff", "--isolated"]);
    assert!(ended.stdout.contains("fast_acquire"), "{}", ended.stdout);
}

#[test]
fn a_module_called_anyio_is_in_the_way() {
    for module in ["anyio.py", "anyio/__init__.py", "src/anyio.py"] {
        let files = [("app.py", APP), (module, "x = 1\n")];
        let said = told(&files);
        assert!(said.contains("`import anyio` may find `"), "{said}");
        assert!(said.contains(&format!("{module}` here")), "{said}");
        assert_eq!(diff(APP, &[(module, "x = 1\n")]), "");
    }
    assert_eq!(diff(APP, &[("anyio/__init__.py", ""), ("anyio/x.py", "x = 1\n")]), "");
    for module in ["other/anyio.py", "pkg/anyio.py", "myanyio.py", "anyio/x.py"] {
        let others = [(module, "x = 1\n"), ("pkg/__init__.py", "x = 1\n")];
        assert_ne!(diff(APP, &others), "", "{module}");
    }
}

#[test]
fn coroutines_that_others_step_may_lack_a_loop() {
    let app = "import asyncio\n\n\nasync def go(x):\n    try:\n        await x()\n    except asyncio.CancelledError:\n        raise\n";
    stays(app, "def drive(c):\n    c.send(None)\n");
    stays(app, "def drive(c):\n    c.throw(KeyError())\n");
    is_rewritten(app, "def drive(c):\n    c.send(1)\n");
    stays(&APP.replace("30", "0"), "def drive(c):\n    c.send(None)\n");
    stays(&APP.replace("30", "x"), "def drive(c):\n    c.send(None)\n");
    is_rewritten(APP, "def drive(c):\n    c.send(None)\n");
    is_rewritten(&APP.replace("30", "0"), "def drive(c):\n    c.throw(KeyError())\n");
}

#[test]
fn what_errors_were_raised_from_may_be_asked_in_another_file() {
    let timeout = "import asyncio\n\n\nasync def go():\n    async with asyncio.timeout(5):\n        await asyncio.sleep(1)\n";
    let wait_for =
        "import asyncio\n\n\nasync def go():\n    await asyncio.wait_for(asyncio.sleep(1), 5)\n";
    for app in [timeout, wait_for] {
        for (other, has_changed) in [
            ("def root(e):\n    return e.__cause__ or e\n", true),
            ("def root(e):\n    return e.__context__\n", true),
            ("def root(e):\n    return e.args\n", false),
        ] {
            let files = [("app.py", app), ("errors.py", other)];
            let args = ["check", ".", "--isolated", "--target-version", "3.12"];
            let told = Folder::new(&files).run(&args).stdout;
            assert_eq!(told.contains("if you accept exception-type\n"), has_changed, "{told}");
        }
    }
}

#[test]
fn what_is_gathered_is_followed_into_other_files() {
    const APP: &str = "import asyncio\nfrom work import one\n\n\nasync def go():\n    await asyncio.gather(one(1), one(2))\n";
    for (work, verdict) in [
        ("async def one(x): ...\n", "if you accept exception-group, cancels-siblings\n"),
        ("from deep import one\n", "if you accept exception-group, cancels-siblings\n"),
        ("import asyncio\n\ndef one(x):\n    return asyncio.create_task(f(x))\n", "by hand"),
        ("class one:\n    def __await__(self): ...\n", "by hand"),
        ("async def one(x):\n    yield x\n", "by hand"),
        ("@retry\nasync def one(x): ...\n", ", exception-type, "),
    ] {
        let deep = ("deep.py", "async def one(x):\n    return x\n");
        let told = told(&[("app.py", APP), ("work.py", work), deep]);
        assert!(told.contains(verdict), "{work}\n{told}");
    }
}

#[test]
fn queues_that_other_files_use_stay_and_go_on_staying() {
    const BASE: &str = "import asyncio\n\n\nclass Base:\n    def __init__(self):\n        self.queue = asyncio.Queue()\n\n    async def add(self, item):\n        await self.queue.put(item)\n";
    const DERIVED: &str = "import asyncio\nfrom base import Base\n\n\nclass Derived(Base):\n    def __init__(self):\n        super().__init__()\n        self.queue = asyncio.Queue()\n\n    async def take(self):\n        return await self.queue.get()\n";
    const OWN: &str = "import asyncio\nfrom base import Base\n\n\nclass Other:\n    def __init__(self):\n        self.queue = asyncio.Queue()\n\n    async def both(self):\n        await self.queue.put(1)\n        return await self.queue.get()\n";
    // A base that is written elsewhere uses it, and what inherits from it does.
    let folder = Folder::new(&[("base.py", BASE), ("derived.py", DERIVED)]);
    let told = folder.run(&["diff", ".", "--isolated", "--accept", "all"]).stdout;
    assert!(!told.contains("memory_object_stream"), "{told}");
    // One that only is called the same is split, and the other does not follow in the next run.
    let folder = Folder::new(&[("base.py", BASE), ("other.py", OWN)]);
    assert_eq!(folder.run(&["fix", ".", "--isolated", "--accept", "all", "--allow-dirty"]).code, 0);
    let other = String::from_utf8(folder.read("other.py")).expect("text");
    assert!(other.contains("self.queue_send, self.queue_receive ="), "{other}");
    let again = folder.run(&["diff", ".", "--isolated", "--accept", "all"]);
    assert_eq!(again.stdout, "");
}

#[test]
fn what_other_files_do_with_an_object_counts() {
    const APP: &str = "import asyncio\n\n\nclass Base:\n    def __init__(self):\n        self.ready = asyncio.Event()\n        self._slots = asyncio.Semaphore(2)\n\n    async def go(self):\n        await self.ready.wait()\n        async with self._slots:\n            pass\n";
    let run = |command: &str, user: &str| {
        let files = [("app.py", APP), ("user.py", user)];
        Folder::new(&files).run(&[command, ".", "--isolated", "--accept", "all"]).stdout
    };
    let kept = "self.ready = ResettableEvent()";
    let plain = "self.ready = anyio.Event()";
    for (user, becomes) in [
        (
            "from app import Base\nclass D(Base):\n    async def f(self): await x(); self.ready.clear()\n",
            kept,
        ),
        ("async def f(base):\n    await x()\n    base.ready.clear()\n", kept),
        ("def stop(base):\n    base.ready.clear()\n", kept),
        ("from app import Base\nasync def f(b):\n    return await b.ready.wait()\n", kept),
        ("from app import Base\nasync def f(b):\n    await b.ready.wait()\n", plain),
        (
            "from app import Base\nasync def f(b):\n    await x()\n    return b.ready.set() if not b.ready else 1\n",
            kept,
        ),
        ("async def f(base):\n    await x()\n    print(base.ready)\n", plain),
        (
            "from app import x\nclass O:\n    async def f(self): await x(); self.ready = []; self.ready.clear()\n",
            plain,
        ),
        (
            "class O(P):\n    async def f(self): await x(); self.ready = []; self.ready.clear()\n",
            plain,
        ),
    ] {
        let diff = run("diff", user);
        assert!(diff.contains(becomes), "{user}\n{diff}");
    }
    let said = run(
        "check",
        "from app import Base\nasync def f(b):\n    keep(b.ready)\n    await x()\n    b._slots._value\n",
    );
    assert!(
        said.contains("`ready` is used in `user.py:3`, in a way that was not followed"),
        "{said}"
    );
    assert!(
        said.contains("`_slots` is used in `user.py:5`, in a way that was not followed"),
        "{said}"
    );
    let said = run("check", "async def f(b):\n    await x(b._slots.locked())\n");
    assert!(said.contains("`locked()` of `_slots` is called in `user.py:2`, where"), "{said}");
}

#[test]
fn a_base_in_another_file_uses_what_its_objects_have() {
    const APP: &str = "import asyncio\nfrom bases import Mixin\n\n\nclass App(Mixin):\n    def __init__(self):\n        self._gate = asyncio.Event()\n";
    const BASES: &str =
        "class Mixin:\n    async def close(self):\n        await x()\n        self._gate.clear()\n";
    let run = |bases: &str| {
        let files = [("app.py", APP), ("bases.py", bases)];
        Folder::new(&files).run(&["diff", ".", "--isolated", "--accept", "all"]).stdout
    };
    let diff = run(BASES);
    assert!(diff.contains("= ResettableEvent()"), "{diff}");
    let diff = run(&BASES.replace("Mixin", "Alone"));
    assert!(diff.contains("= anyio.Event()"), "{diff}");
}

#[test]
fn what_a_file_does_with_a_variable_that_another_one_hands_on_counts() {
    const APP: &str =
        "import asyncio\n\nready = asyncio.Event()\n\n\nasync def f():\n    await ready.wait()\n";
    let run = |user: &str| {
        let files = [("app.py", APP), ("names.py", "from app import ready\n"), ("user.py", user)];
        Folder::new(&files).run(&["diff", ".", "--isolated", "--accept", "all"]).stdout
    };
    let diff = run("from names import ready\nasync def f():\n    await x()\n    ready.clear()\n");
    assert!(diff.contains("ready = ResettableEvent()"), "{diff}");
    let diff = run("from names import ready\nasync def f():\n    await x()\n    ready.set()\n");
    assert!(diff.contains("ready = anyio.Event()"), "{diff}");
}

#[test]
fn what_other_files_do_with_what_a_collection_holds_counts() {
    const APP: &str = "import asyncio\nfrom bases import Mixin\n\nREADY = asyncio.Event()\n\n\nclass App(Mixin):\n    def __init__(self):\n        self.gates = {}\n\n    def gate(self, key):\n        return self.gates.setdefault(key, asyncio.Event())\n\n    async def go(self, key):\n        await READY.wait()\n        await self.gate(key).wait()\n";
    let run = |user: &str| {
        let files = [("app.py", APP), ("bases.py", "class Mixin: ...\n"), ("user.py", user)];
        Folder::new(&files).run(&["diff", ".", "--isolated", "--accept", "all"]).stdout
    };
    let resets = |user: &str, of: &str| {
        let diff = run(&format!("{user}    await x()\n"));
        assert!(diff.contains(of), "{user}\n{diff}");
    };
    let kept = ".setdefault(key, ResettableEvent())";
    resets("async def f(ctx):\n    ctx.app.gate(1).clear()\n", kept);
    resets("async def f(ctx):\n    ctx.app.gates[1].clear()\n", kept);
    resets("async def f(ctx):\n    ctx.app.gates.get(1).clear()\n", kept);
    resets("from app import *\nasync def f():\n    READY.clear()\n", "READY = ResettableEvent()");
    for user in [
        "class Mixin:\n    async def f(self):\n        for gate in self.gates.values(): gate.clear()\n        await x()\n",
        "import app\nasync def f(a):\n    await x()\n    a.gates[1] = Other()\n",
        "import app\nasync def f(a):\n    await keep(a.gates)\n",
    ] {
        let files = [("app.py", APP), ("bases.py", user)];
        let diff = Folder::new(&files).run(&["diff", ".", "--isolated", "--accept", "all"]).stdout;
        assert!(diff.contains("READY = anyio.Event()"), "{user}\n{diff}");
        assert!(!diff.contains(".setdefault(key, anyio"), "{user}\n{diff}");
        assert!(!diff.contains(".setdefault(key, Resettable"), "{user}\n{diff}");
    }
    for user in [
        "import app\nasync def f(a):\n    await a.gate(1).wait()\n    a.gates[2].set()\n",
        "import app\nasync def f(a):\n    return 1 in a.gates\n",
        "class Gates:\n    async def f(self):\n        self.gates = {}\n        self.gates.clear()\n",
        "async def f(self):\n    self.gates.sort()\n",
    ] {
        let diff = run(&format!("{user}    await x()\n"));
        assert!(diff.contains(".setdefault(key, anyio.Event())"), "{user}\n{diff}");
    }
}
