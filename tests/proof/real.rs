//! Real code: the standard library of the tests' Python, and packages as they are on PyPI.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
    thread::available_parallelism,
};

use anyiofy::engine::{self, Failure, FileReport};
use tempfile::TempDir;

use crate::support::{Python, accepting, entries, misaccounts, program, references_in};

/// The packages of `tests/requirements.txt` that are there to be migrated.
const PACKAGES: [&str; 5] = ["asyncssh", "discord", "distributed", "nats", "textual"];

#[test]
fn standard_library_by_default() {
    let [library, _] = installed();
    prove(&library, "none");
}

#[test]
fn standard_library_with_every_change_accepted() {
    let [library, _] = installed();
    prove(&library, "all");
}

#[test]
fn packages_by_default() {
    let [_, packages] = installed();
    PACKAGES.iter().for_each(|name| prove(&packages.join(name), "none"));
}

#[test]
fn packages_with_every_change_accepted() {
    let [_, packages] = installed();
    PACKAGES.iter().for_each(|name| prove(&packages.join(name), "all"));
}

/// Where the standard library is, and where packages are.
fn installed() -> [PathBuf; 2] {
    let printed = Python::get().print(&[&program("paths.py")], "");
    let mut paths = printed.lines().map(PathBuf::from);
    [(); 2].map(|()| paths.next().expect("two paths are printed"))
}

type Answer = Result<Option<FileReport>, Failure>;

/// Migrates everything under `root` into a temporary folder, and looks at what comes out.
fn prove(root: &Path, preset: &str) {
    let options = accepting(preset, Python::get().version);
    let paths = python_files(root);
    assert!(!paths.is_empty(), "{} holds no Python", root.display());
    let answers = engine::migrate(&paths, &options, jobs());
    only_bad_files_fail(&paths, &answers);

    let folder = TempDir::new().expect("a temporary folder");
    let named = paths.iter().filter_map(|path| path.strip_prefix(root).ok());
    let migrated: Vec<_> = named
        .zip(&answers)
        .filter_map(|(name, answer)| write(folder.path(), name, answer))
        .collect();
    let again = engine::migrate(&migrated, &options, jobs());
    results_are_settled(&migrated, &again);
    everything_is_accounted_for(root, &paths, &answers, folder.path(), &again);
    names_are_bound_and_used_as_before(folder.path());
    let (read, written) = (paths.len(), migrated.len());
    println!("{}: {read} files, {written} rewritten accepting {preset}", root.display());
}

/// A file may only fail where Python cannot parse it either.
fn only_bad_files_fail(paths: &[PathBuf], answers: &[Answer]) {
    let failed = paths.iter().zip(answers).filter(|(_, answer)| answer.is_err());
    let failed: Vec<_> = failed.map(|(path, _)| path.clone()).collect();
    for residue in references_in(&failed) {
        assert!(residue.error.is_some(), "{} is good and was refused", residue.path.display());
    }
}

/// Writes a file as it was to `before` and as it becomes to `after`; gives the latter.
fn write(folder: &Path, name: &Path, answer: &Answer) -> Option<PathBuf> {
    let report = answer.as_ref().ok()?.as_ref()?;
    let encode = |text: &str| report.source.encode(text).expect("written as it was read");
    let [before, after] = ["before", "after"].map(|which| folder.join(which).join(name));
    for (path, text) in [(&before, report.source.text()), (&after, report.migrated.as_deref()?)] {
        let parent = path.parent().expect("a path in a folder");
        fs::create_dir_all(parent).expect("the folder can be written");
        fs::write(path, encode(text)).expect("the folder can be written");
    }
    Some(after)
}

fn results_are_settled(migrated: &[PathBuf], again: &[Answer]) {
    for (path, answer) in migrated.iter().zip(again) {
        let path = path.display();
        let report = answer.as_ref().unwrap_or_else(|e| panic!("{path}: {}", e.message));
        let again = report.as_ref().and_then(|report| report.migrated.as_ref());
        assert_eq!(again, None, "{path} is migrated again");
    }
}

/// Accounts for what Python sees of asyncio in each file, as it was and as it was written into `folder`;
/// a file that is answered for must parse.
fn everything_is_accounted_for(
    root: &Path,
    paths: &[PathBuf],
    answers: &[Answer],
    folder: &Path,
    again: &[Answer],
) {
    let mut again = again.iter().map(|answer| answer.as_ref().expect("it is settled"));
    let good = paths.iter().zip(answers).filter_map(|(path, answer)| {
        let first = answer.as_ref().ok()?.as_ref();
        let written = first.is_some_and(|report| report.migrated.is_some());
        let name = path.strip_prefix(root).ok()?;
        let after = if written { folder.join("after").join(name) } else { path.clone() };
        let second = if written { again.next()?.as_ref() } else { first };
        is_named_in(path).then_some(((path.clone(), first), (after, second)))
    });
    let (before, after): (Vec<_>, Vec<_>) = good.unzip();
    let paths =
        |files: &[(PathBuf, _)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    let residues = references_in(&paths(&before)).into_iter().zip(references_in(&paths(&after)));
    let mut found = vec![];
    for (residues, ((_, first), (_, second))) in residues.zip(before.iter().zip(&after)) {
        let text = |path: &Path, report: &Option<&FileReport>| match report {
            Some(report) => report.source.text().to_owned(),
            None => String::from_utf8_lossy(&fs::read(path).expect("it can be read")).into_owned(),
        };
        let (old, new) = (text(&residues.0.path, first), text(&residues.1.path, second));
        assert_eq!(residues.1.error, None, "{} is broken", residues.1.path.display());
        found.extend(misaccounts((&residues.0, *first), (&residues.1, *second), [&old, &new]));
    }
    let count = found.len();
    found.truncate(20);
    assert_eq!(count, 0, "not accounted for, such as\n{}", found.join("\n"));
}

fn is_named_in(path: &Path) -> bool {
    let bytes = fs::read(path).expect("it can be read");
    memchr::memmem::find(&bytes, b"asyncio").is_some()
}

/// What pyflakes says of names is said before and after; only that an import was made twice may end.
fn names_are_bound_and_used_as_before(folder: &Path) {
    let [before, after] = ["before", "after"].map(|which| pyflakes(&folder.join(which)));
    let new: Vec<_> = after.iter().filter(|message| !before.contains(message)).collect();
    let is_double = |message: &&String| message.contains("redefinition of unused");
    let gone: Vec<_> = before.iter().filter(|message| !after.contains(message)).collect();
    let (double, gone): (Vec<_>, Vec<_>) = gone.into_iter().partition(is_double);
    assert!(new.is_empty() && gone.is_empty(), "new: {new:#?}\ngone: {gone:#?}");
    assert_eq!(before.len() - double.len(), after.len(), "some are said more or less often");
}

/// Its messages on `folder`, sorted, without lines and columns.
fn pyflakes(folder: &Path) -> Vec<String> {
    if !folder.exists() {
        return vec![];
    }
    let arguments = [Path::new("-m"), Path::new("pyflakes"), folder];
    let Output { stdout, .. } = Python::get().run(&arguments, "");
    let printed = String::from_utf8(stdout).expect("pyflakes prints UTF-8");
    let root = format!("{}/", folder.display());
    let placeless = |line: &str| -> String {
        line.strip_prefix(&root).unwrap_or(line).replace(|c: char| c.is_ascii_digit(), "")
    };
    let mut messages: Vec<_> = printed.lines().map(placeless).collect();
    messages.sort();
    messages
}

/// Every Python file under `folder`, sorted, without the packages that are installed in it.
fn python_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for path in entries(folder) {
        let skipped = path.ends_with("site-packages") || path.ends_with("__pycache__");
        if path.is_dir() && !path.is_symlink() && !skipped {
            found.extend(python_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
    found
}

fn jobs() -> usize {
    available_parallelism().map_or(1, usize::from)
}
