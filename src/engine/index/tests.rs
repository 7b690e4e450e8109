//! Proofs that go through several files.

use std::fs;

use tempfile::TempDir;

use crate::{
    engine::{Options, migrate_file},
    finding::{Finding, Verdict},
};

const CLEAN: &str = "import asyncio\n\nasync def fetch():\n    await asyncio.sleep(1)\n";

const CAREFUL: &str = "import asyncio

async def fetch():
    try:
        await asyncio.sleep(1)
    finally:
        await asyncio.sleep(0)
";

/// What is said of the timeout around `call` in a file of this `import`, in a project of `files`.
#[track_caller]
fn timeout(files: &[(&str, &str)], at: &str, import: &str, call: &str) -> Finding {
    let project = TempDir::new().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = project.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    };
    write("pyproject.toml", "");
    files.iter().for_each(|(name, text)| write(name, text));
    let text = format!(
        "import asyncio\n{import}\n\nasync def main():\n    async with asyncio.timeout(1):\n        {call}\n"
    );
    write(at, &text);
    let report = migrate_file(&project.path().join(at), &Options::default());
    let findings = report.expect("the file can be migrated").expect("it has findings").findings;
    let found = findings.into_iter().find(|finding| finding.name == "asyncio.timeout");
    found.expect("the timeout is found")
}

#[track_caller]
fn proved(files: &[(&str, &str)], at: &str, import: &str, call: &str) {
    let finding = timeout(files, at, import, call);
    assert_eq!(finding.verdict, Verdict::Safe, "{finding:#?}");
}

#[track_caller]
fn unproved(files: &[(&str, &str)], at: &str, import: &str, call: &str) {
    let finding = timeout(files, at, import, call);
    assert_eq!(finding.verdict, Verdict::Changes, "{finding:#?}");
}

/// Checks that the timeout stays, since cleanup in another file would be cut short.
#[track_caller]
fn refused(files: &[(&str, &str)], at: &str, import: &str, call: &str) {
    let finding = timeout(files, at, import, call);
    assert_eq!(finding.verdict, Verdict::Manual, "{finding:#?}");
    assert!(finding.places.iter().all(|place| place.elsewhere.is_some()), "{finding:#?}");
}

#[test]
fn functions_of_other_files_are_followed() {
    let net = &[("net.py", CLEAN)];
    proved(net, "main.py", "from net import fetch", "await fetch()");
    proved(net, "main.py", "import net", "await net.fetch()");
    proved(net, "main.py", "import net as n", "await n.fetch()");
    let app = &[("src/app/__init__.py", ""), ("src/app/net.py", CLEAN)];
    proved(app, "src/app/main.py", "from .net import fetch", "await fetch()");
    proved(app, "src/app/main.py", "from . import net", "await net.fetch()");
    proved(app, "src/app/main.py", "from app.net import fetch", "await fetch()");
    proved(app, "tests/test_app.py", "import app.net", "await app.net.fetch()");
    proved(app, "src/app/jobs/main.py", "from ..net import fetch", "await fetch()");
    unproved(app, "src/app/main.py", "from .other import fetch", "await fetch()");
    unproved(net, "main.py", "from net import other", "await other()");
}

#[test]
fn names_are_followed_through_packages() {
    let app = &[
        ("app/__init__.py", "from .client import fetch\n"),
        ("app/client/__init__.py", "from app.client.net import fetch as fetch\n"),
        ("app/client/net.py", CLEAN),
    ];
    proved(app, "main.py", "from app import fetch", "await fetch()");
    let ring = &[("a.py", "from b import fetch\n"), ("b.py", "from a import fetch\n")];
    unproved(ring, "main.py", "from a import fetch", "await fetch()");
}

#[test]
fn what_is_in_the_way_is_named_with_its_file() {
    let files = &[
        ("net.py", CAREFUL),
        ("jobs.py", "from net import fetch\n\nasync def job():\n    await fetch()\n"),
    ];
    let finding = timeout(files, "main.py", "from jobs import job", "await job()");
    let [note] = finding.places.as_slice() else { panic!("{finding:#?}") };
    let spot = |spot: &crate::finding::Spot| {
        let name = spot.file.as_deref().and_then(|path| path.file_name());
        format!("{}:{}", name.unwrap_or_default().display(), spot.line)
    };
    assert_eq!(note.elsewhere.as_ref().map(spot).as_deref(), Some("net.py:7"));
    assert_eq!(note.through.iter().map(spot).collect::<Vec<_>>(), [":6", "jobs.py:4"]);
}

#[test]
fn methods_of_imported_classes_are_followed() {
    let files = &[
        (
            "base.py",
            "import asyncio\n\nclass Base:\n    async def close(self):\n        await asyncio.sleep(1)\n",
        ),
        (
            "net.py",
            "import asyncio
from base import Base

class Client(Base):
    def __init__(self):
        self.lock = asyncio.Lock()

    async def get(self):
        async with self.lock:
            await self.close()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.close()
",
        ),
    ];
    proved(files, "main.py", "from net import Client", "await Client().get()");
    let annotated = "from net import Client\nasync def use(c: Client): await c.get()";
    proved(files, "main.py", annotated, "await use(x)");
    refused(files, "main.py", "from net import Client", "async with Client(): pass");
    unproved(files, "main.py", "from net import Client", "await Client().other()");
}

#[test]
fn files_that_import_each_other_are_followed() {
    let files = &[
        ("a.py", "import b\n\nasync def f(n):\n    await b.g(n)\n"),
        ("b.py", "import a\n\nasync def g(n):\n    await a.f(n)\n"),
    ];
    proved(files, "main.py", "import a", "await a.f(1)");
}

#[test]
fn files_that_cannot_be_read_are_unknown() {
    unproved(&[("net.py", "def (")], "main.py", "from net import fetch", "await fetch()");
}

#[test]
fn methods_that_other_files_replace_are_followed() {
    let files = &[
        (
            "base.py",
            "class Base:
    async def run(self):
        await self.step()

    async def step(self):
        pass
",
        ),
        (
            "app/jobs.py",
            "import asyncio
import base

class Job(base.Base):
    async def step(self):
        try:
            await asyncio.sleep(1)
        finally:
            await asyncio.sleep(0)
",
        ),
    ];
    refused(files, "main.py", "from base import Base", "await Base().run()");
    proved(&files[..1], "main.py", "from base import Base", "await Base().run()");
}

#[test]
fn bases_are_read_from_bytes() {
    let code = b"class A: pass\nclass B(x.C, D[int]): pass\nclass E[T: int](\n    F,\n): pass\nx = 'class '\n";
    assert_eq!(super::bases_in(code), ["x", "C", "D", "int", "F"]);
}
