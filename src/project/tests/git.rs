use std::{fs, path::Path, process::Command};

use super::put;
use crate::project::{Roots, Uncommitted, uncommitted};

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@b.c"];
    let mut command = Command::new("git");
    let output = command.arg("-C").arg(folder).args(identity).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with `a.py` and `b é.py` committed.
fn repository() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = fs::canonicalize(folder.path()).unwrap();
    put(&path, "a.py", "x\n");
    put(&path, "b é.py", "x\n");
    put(&path, ".gitignore", "ignored.py\n");
    git(&path, &["init", "-q"]);
    git(&path, &["add", "."]);
    git(&path, &["commit", "-qm", "x"]);
    (folder, path)
}

fn ask(folder: &Path, files: &[&str]) -> Uncommitted {
    let files: Vec<_> = files.iter().map(|file| folder.join(file)).collect();
    uncommitted(&files, &mut Roots::default())
}

#[test]
fn a_clean_tree_is_safe() {
    let (_folder, path) = repository();
    put(&path, "untracked.py", "x\n");
    assert_eq!(ask(&path, &["a.py", "b é.py"]), Uncommitted::default());
}

#[test]
fn any_change_in_the_repository_counts() {
    let (_folder, path) = repository();
    put(&path, "b é.py", "y\n");
    assert_eq!(ask(&path, &["a.py"]).changed, [path.join("b é.py")]);
    git(&path, &["add", "."]);
    assert_eq!(ask(&path, &["a.py"]).changed, [path.join("b é.py")]);
}

#[test]
fn files_must_be_versioned() {
    let (_folder, path) = repository();
    put(&path, "untracked.py", "x\n");
    put(&path, "ignored.py", "x\n");
    let answer = ask(&path, &["a.py", "ignored.py", "untracked.py"]);
    assert_eq!(answer.unversioned, [path.join("ignored.py"), path.join("untracked.py")]);
    assert!(answer.changed.is_empty() && !answer.is_empty());
    let outside = tempfile::tempdir().unwrap();
    put(outside.path(), "a.py", "x\n");
    assert_eq!(ask(outside.path(), &["a.py"]).unversioned, [outside.path().join("a.py")]);
}

#[test]
fn a_repository_that_git_cannot_read_is_not_safe() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), ".git", "gitdir: nowhere\n");
    put(folder.path(), "a.py", "x\n");
    let answer = ask(folder.path(), &["a.py"]);
    assert!(!answer.is_empty() && answer.complaint.is_some());
}
