//! What must fit together: folders, transforms, names, cases and snapshots.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

use anyiofy::{syntax::Pattern, transforms};

use crate::{
    cases::cases,
    support::{Python, entries, files, program, repository, stem},
};

#[test]
fn folders_are_registered_in_alphabetical_order() {
    let registered: Vec<_> = transforms::ALL.iter().map(|t| t.name.to_owned()).collect();
    let folders = entries(&repository("transforms")).into_iter().filter(|path| path.is_dir());
    let folders: Vec<_> = folders.map(|path| stem(&path)).collect();
    assert_eq!(registered, folders);
}

#[test]
fn queries_compile() {
    for transform in transforms::ALL {
        let compiled = transform.query.as_ref().map_or(Ok(()), Pattern::compile);
        compiled.unwrap_or_else(|error| panic!("the query of {}: {error}", transform.name));
    }
}

#[test]
fn names_have_one_owner() {
    let mut owners = BTreeMap::new();
    for transform in transforms::ALL {
        for name in transform.names {
            let other = owners.insert(name, transform.name);
            assert_eq!(other, None, "{name} is also {}'s", transform.name);
        }
    }
}

#[test]
fn public_names_have_owners() {
    let (mut names, mut walked) = (BTreeSet::new(), vec![]);
    let with_neighbours = Python::get().interpreter.clone();
    for interpreter in std::iter::once(with_neighbours).chain(interpreters()) {
        let Some(public) = public_names(&interpreter) else { continue };
        walked.push(interpreter.display().to_string());
        names.extend(public);
    }
    println!("walked {}", walked.join(", "));
    assert!(names.contains("uvloop.install") && names.contains("asyncio.run"), "{walked:?}");
    names.extend(IN_3_14.iter().map(|name| (*name).to_owned()));
    names.extend(OF_OTHERS.iter().map(|name| (*name).to_owned()));
    let orphans: Vec<_> = names.iter().filter(|name| !is_owned(name)).collect();
    assert!(orphans.is_empty(), "nothing is said of {orphans:#?}");
}

/// Public names that Python 3.14 adds, by its documentation ("What's New In Python 3.14", and the pages
/// "Call Graph Introspection", "Queues" and "Event Loop" of asyncio).
const IN_3_14: &[&str] = &[
    "asyncio.FrameCallGraphEntry",
    "asyncio.FutureCallGraph",
    "asyncio.capture_call_graph",
    "asyncio.format_call_graph",
    "asyncio.future_add_to_awaited_by",
    "asyncio.future_discard_from_awaited_by",
    "asyncio.print_call_graph",
];

/// Names that are public, and that no module here lists.
const OF_OTHERS: &[&str] = &[
    "aiofiles.os.path.exists",
    "aiofiles.threadpool.open",
    "aiofiles.threadpool.wrap",
    "asyncio.AbstractEventLoop.slow_callback_duration",
    "asyncio.ProactorEventLoop",
    "asyncio.WindowsProactorEventLoopPolicy",
    "asyncio.WindowsSelectorEventLoopPolicy",
    "asyncio.subprocess.Process.pid",
    "asyncio.subprocess.Process.stdin",
    "asyncio.subprocess.Process.stdout",
    "asyncio.subprocess.Process.stderr",
    "async_timeout.Timeout.shift",
    "nest_asyncio.apply",
    "pytest.mark.asyncio",
    "uvloop.Loop",
];

/// Classes whose methods are spoken of one by one.
const ONE_BY_ONE: &[&str] = &[
    "AbstractEventLoop",
    "AbstractServer",
    "Barrier",
    "Condition",
    "Future",
    "Handle",
    "Process",
    "Queue",
    "Runner",
    "Server",
    "StreamReader",
    "StreamWriter",
    "Task",
    "TaskGroup",
    "Timeout",
    "TimerHandle",
];

/// Whether something is said of exactly this name; of a method of another class, of its class.
fn is_owned(name: &str) -> bool {
    let segments: Vec<_> = name.split('.').collect();
    let Some(owned) = transforms::owner(&segments) else { return false };
    let class = segments.iter().rev().nth(1).copied().unwrap_or_default();
    let least = match transforms::is_method(name) && !ONE_BY_ONE.contains(&class) {
        true => segments.len() - 1,
        false => segments.len(),
    };
    owned.segments >= least
}

/// Every Python of this machine that is found: those on the path and those of pyenv.
fn interpreters() -> Vec<PathBuf> {
    let on_path = (8..=15).map(|minor| PathBuf::from(format!("python3.{minor}")));
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let root = std::env::var_os("PYENV_ROOT").map_or_else(|| home.join(".pyenv"), PathBuf::from);
    let of_pyenv = entries(&root.join("versions")).into_iter();
    on_path.chain(of_pyenv.map(|version| version.join("bin/python3"))).collect()
}

/// The public names of asyncio in `interpreter`; `None` when it is not there or older than 3.8.
fn public_names(interpreter: &Path) -> Option<Vec<String>> {
    let version = "import sys; sys.exit(sys.version_info < (3, 8))";
    let status = Command::new(interpreter).args(["-c", version]).output().ok()?.status;
    if !status.success() {
        return None;
    }
    let output = Command::new(interpreter).arg(program("public_names.py")).output();
    let output = output.expect("an interpreter that has just run");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {stderr}", interpreter.display());
    Some(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

#[test]
fn names_that_are_left_are_said_once() {
    let mut said = BTreeSet::new();
    let twice: Vec<_> = transforms::left::names().filter(|name| !said.insert(*name)).collect();
    assert_eq!(twice, Vec::<&str>::new());
}

#[test]
fn every_name_has_a_page() {
    for name in transforms::left::names() {
        let page = transforms::left::page(name).expect("a page");
        assert!(page.starts_with(&format!("# `{name}` ")), "{page}");
        assert_eq!(page.matches('`').count() % 2, 0, "a quote is open in {page}");
        assert!(!page.contains("..\n"), "a full stop too many in {page}");
    }
}

#[test]
fn transforms_have_cases() {
    let covered: BTreeSet<_> = cases().into_iter().map(|case| case.transform).collect();
    let bare = transforms::ALL.iter().filter(|transform| !covered.contains(transform.name));
    assert_eq!(bare.map(|transform| transform.name).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn snapshots_and_cases_belong_together() {
    let cases: BTreeSet<_> =
        cases().into_iter().map(|case| format!("{}/{}", case.transform, case.name)).collect();
    let folders = entries(&repository("snapshots")).into_iter().filter(|path| path.is_dir());
    let snapshots = folders.flat_map(|folder| {
        let of = |path: &PathBuf| format!("{}/{}", stem(&folder), stem(path));
        files(&folder, "snap").iter().map(of).collect::<Vec<_>>()
    });
    assert_eq!(cases, snapshots.collect());
}
