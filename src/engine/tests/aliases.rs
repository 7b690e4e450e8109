use std::{collections::BTreeMap, fs, path::PathBuf, sync::Arc};

use super::{migrated, options, report, told};
use crate::{
    engine::{Options, Patched},
    finding::Outcome,
};

const NAP: &[(&str, &str)] = &[("myapp.aio.nap", "asyncio.sleep")];

/// Every way in which a file of the project may reach the wrapper, and what becomes of it.
/// What `files` have to say of others.
fn searched(files: &[PathBuf], aliases: &BTreeMap<String, &'static str>) -> Arc<Patched> {
    let mut patched = Patched::default();
    patched.search(files, aliases, 1);
    Arc::new(patched)
}

#[test]
fn a_wrapper_is_what_it_stands_for() {
    let jobs = "src/myapp/jobs.py";
    let deep = "src/myapp/sub/jobs.py";
    let package = "src/myapp/__init__.py";
    for (path, import, call) in [
        (jobs, "from myapp.aio import nap", "nap"),
        (jobs, "from myapp.aio import nap as doze", "doze"),
        (jobs, "from .aio import nap", "nap"),
        (jobs, "from .aio import nap as doze", "doze"),
        (package, "from .aio import nap", "nap"),
        (deep, "from ..aio import nap", "nap"),
        ("/x/myapp/a/b/c.py", "from ...aio import nap", "nap"),
        (jobs, "import myapp.aio", "myapp.aio.nap"),
        (jobs, "import myapp.aio as a", "a.nap"),
        (jobs, "from myapp import aio", "aio.nap"),
        (jobs, "from myapp import aio as a", "a  .nap"),
        (jobs, "from . import aio", "aio.nap"),
        (deep, "from .. import aio as a", "a.nap"),
        ("src/myapp/aio/jobs.py", "from . import nap", "nap"),
    ] {
        let text = format!("{import}\n\n\nasync def f():\n    await {call}(1)\n");
        let told = told(path, &text, &options(NAP));
        assert_eq!(told, ["5: `myapp.aio.nap` (as `asyncio.sleep`): rewritten"], "{path}: {text}");
        let after = migrated(path, &text, &options(NAP));
        assert!(after.contains("sleep(1)") && after.contains("import"), "{after}");
        let stays = path == package;
        assert_eq!(after.contains(import), stays, "{path}: {after}");
        assert_eq!(migrated(path, &after, &options(NAP)), after);
    }
}

#[test]
fn members_are_imported_where_members_were() {
    let text = "from .aio import nap, other\n\n\nasync def f():\n    await nap(1), other\n";
    let expected = "from anyio import sleep\n\nfrom .aio import other\n\n\nasync def f():\n    await sleep(1), other\n";
    assert_eq!(migrated("myapp/jobs.py", text, &options(NAP)), expected);
}

#[test]
fn other_things_of_the_same_name_are_not_it() {
    for (path, text) in [
        ("src/other/jobs.py", "from .aio import nap\nawait_ = nap\n"),
        ("src/myapp/sub/jobs.py", "from .aio import nap\nnap(1)\n"),
        ("src/myapp/jobs.py", "from myapp import nap\nnap(1)\n"),
        ("src/myapp/jobs.py", "from aio import nap\nnap(1)\n"),
        ("src/myapp/jobs.py", "from ...aio import nap\nnap(1)\n"),
        ("src/myapp/jobs.py", "import myapp.aio as a\na.napping(1)\n"),
        ("src/myapp/jobs.py", "from .aio import nap\ndef f(nap):\n    nap(1)\n"),
        ("src/myapp/aio.py", "async def nap(): ...\nnap(1)\n"),
        ("/myapp/jobs.py", "from ......aio import nap\nnap(1)\n"),
    ] {
        let told = told(path, text, &options(NAP));
        let is_import = told.iter().all(|told| told.contains("is imported, but nothing"));
        assert!(is_import, "{path}: {text}{told:?}");
        assert_eq!(migrated(path, text, &options(NAP)), text);
    }
}

#[test]
fn the_module_that_defines_it_keeps_it() {
    let text =
        "import asyncio\n\n\nasync def nap(delay):\n    await asyncio.sleep(1)\n    nap(2)\n";
    let after = migrated("src/myapp/aio.py", text, &options(NAP));
    assert_eq!(after, text.replace("asyncio", "anyio"));
}

#[test]
fn one_that_is_reexported_has_to_be_named() {
    let both = options(&[NAP[0], ("myapp.nap", "asyncio.sleep")]);
    let text = "from myapp import nap\n\n\nasync def f():\n    await nap(1)\n";
    assert_eq!(told("x.py", text, &both), ["5: `myapp.nap` (as `asyncio.sleep`): rewritten"]);
}

#[test]
fn names_of_any_length_stand_for_names_of_any_length() {
    for (alias, name, import, code) in [
        ("a.b.c.d.pipe", "asyncio.subprocess.PIPE", "import a.b.c", "a.b.c.d.pipe"),
        ("a.pipe", "asyncio.subprocess.PIPE", "from a import pipe", "pipe"),
        ("a.sub", "asyncio.subprocess", "from a import sub", "sub.PIPE"),
        ("a.aio", "asyncio", "from a.aio import subprocess as s", "s.PIPE"),
        ("a.aio", "asyncio", "from a.aio.subprocess import PIPE", "PIPE"),
        ("a.aio", "asyncio", "import a.aio", "a.aio.subprocess.PIPE"),
        ("a.aio", "asyncio", "import a", "(a . aio) . subprocess.PIPE"),
    ] {
        let text = format!("{import}\nx = {code}\n");
        let after = migrated("x.py", &text, &options(&[(alias, name)]));
        assert_eq!(after, "import subprocess\nx = subprocess.PIPE\n", "{text}");
    }
}

#[test]
fn other_transforms_see_through_it() {
    let aliases = [("w.timeout_after", "asyncio.wait_for"), ("w.Mutex", "asyncio.Lock")];
    let text = "from w import Mutex, timeout_after


class A:
    def __init__(self):
        self.lock: Mutex = Mutex()

    async def f(self):
        await timeout_after(self.lock.acquire(), 5)
        self.lock.release()
";
    let expected = "from anyio import Lock, fail_after


class A:
    def __init__(self):
        self.lock: Lock = Lock()

    async def f(self):
        with fail_after(5):
            await self.lock.acquire()
        self.lock.release()
";
    assert_eq!(migrated("x.py", text, &options(&aliases)), expected);
}

#[test]
fn strings_and_attributes_name_it_too() {
    let told = |code: &str| told("x.py", code, &options(NAP));
    let reason = "replaces `asyncio.sleep` by its name in a string; once the code uses AnyIO this replaces nothing";
    let title = "`myapp.aio.nap` (as `asyncio.sleep`)";
    assert_eq!(
        told("import mock\nmock.patch('myapp.aio.nap')\n"),
        [format!("2: {title}: {reason}")]
    );
    let by_name = told("import myapp.aio as a\nsetattr(a, 'nap', 1)\n");
    assert!(by_name.len() == 1 && by_name[0].starts_with(&format!("2: {title}: ")), "{by_name:?}");
    let quoted = told("from myapp.aio import nap\nx: 'nap' = 1\n");
    assert!(quoted.len() == 1 && quoted[0].starts_with(&format!("2: {title}: ")), "{quoted:?}");
    let star = told("from myapp.aio import *\nnap(1)\n");
    assert!(
        star.iter().any(|told| told.starts_with(&format!("2: {title}: the name is bound"))),
        "{star:?}"
    );
}

#[test]
fn what_others_replace_stays() {
    let folder = tempfile::tempdir().unwrap();
    let test = folder.path().join("test_jobs.py");
    let aliases: BTreeMap<String, &'static str> =
        NAP.iter().map(|(alias, name)| ((*alias).to_owned(), *name)).collect();
    let is_replaced = |path: &str, code: &str| {
        fs::write(&test, code).unwrap();
        let patched = searched(&[PathBuf::from(&test)], &aliases);
        let options = Options { patched, ..options(NAP) };
        let text = "from .aio import nap\n\n\nasync def f():\n    await nap(1)\n";
        let report = report(path, text, &options).unwrap();
        report.findings.iter().all(|finding| finding.outcome == Outcome::Left)
    };
    for code in [
        "mock.patch('myapp.aio.nap')",
        "@patch(\n    \"myapp.aio.nap\", new=x)",
        "patch('myapp.jobs.nap')",
        "monkeypatch.setattr(aio, 'nap', x)",
        "patch.object(jobs, \"nap\")",
    ] {
        assert!(is_replaced("myapp/jobs.py", code), "{code}");
    }
    assert!(is_replaced("myapp/other.py", "mock.patch('myapp.aio.nap')"));
    for code in [
        "patch('myapp.others.nap')",
        "patch('myapp.aio.napping')",
        "print('myapp.aio.nap')",
        "f(aio, 'nap')",
    ] {
        assert!(!is_replaced("myapp/jobs.py", code), "{code}");
    }
}

#[test]
fn what_others_import_stays_importable() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("myapp/other.py");
    fs::create_dir(folder.path().join("myapp")).unwrap();
    fs::write(&other, "from .jobs import nap\n").unwrap();
    let aliases: BTreeMap<String, &'static str> =
        NAP.iter().map(|(alias, name)| ((*alias).to_owned(), *name)).collect();
    let patched = searched(&[other], &aliases);
    let text = "from .aio import nap\n\n\nasync def f():\n    await nap(1)\n";
    let after = migrated("myapp/jobs.py", text, &Options { patched, ..options(NAP) });
    assert!(
        after.contains("from .aio import nap\n") && after.contains("await sleep(1)"),
        "{after}"
    );
}
