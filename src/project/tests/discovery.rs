use std::{fs, os::unix::fs::symlink, path::Path};

use super::put;
use crate::project::{Exclude, Globs, Roots, discover};

/// What `paths` under `folder` stand for, relative to it.
fn found(folder: &Path, paths: &[&str], exclude: &[&str]) -> Vec<String> {
    let globs: Vec<String> = exclude.iter().map(|&glob| glob.to_owned()).collect();
    let exclude = excluding(globs, folder);
    let paths: Vec<_> = paths.iter().map(|path| folder.join(path)).collect();
    let found = discover(&paths, &exclude);
    assert_eq!(found.failures, []);
    let relative =
        |path: &std::path::PathBuf| path.strip_prefix(folder).unwrap().display().to_string();
    found.files.iter().map(relative).collect()
}

fn excluding(patterns: Vec<String>, folder: &Path) -> Exclude {
    let globs = Globs::new(patterns, folder.to_owned()).unwrap();
    Exclude { globs, ..Exclude::default() }
}

fn tree(paths: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in paths {
        put(folder.path(), path, "x\n");
    }
    folder
}

#[test]
fn folders_give_their_python_sorted() {
    let folder =
        tree(&["b.py", "a/z.py", "a/z.pyi", "a/.hidden.py", ".github/x.py", "a/c.txt", "s"]);
    let all = [".github/x.py", "a/.hidden.py", "a/z.py", "a/z.pyi", "b.py"];
    assert_eq!(found(folder.path(), &["."], &[]).len(), 5);
    assert_eq!(found(folder.path(), &[""], &[]), all);
    assert_eq!(found(folder.path(), &["b.py", "a", "", "a/z.py"], &[]), all);
}

#[test]
fn foreign_folders_are_passed_over() {
    let folder = tree(&[
        "a.py",
        ".git/b.py",
        ".tox/py/b.py",
        ".venv/b.py",
        "env39/pyvenv.cfg",
        "env39/lib/b.py",
        "lib/site-packages/b.py",
        "node_modules/x/b.py",
        "build/lib/b.py",
        "dist/b.py",
        "src/build/__init__.py",
        "venv/__init__.py",
    ]);
    assert_eq!(
        found(folder.path(), &[""], &[]),
        ["a.py", "src/build/__init__.py", "venv/__init__.py"]
    );
    assert_eq!(found(folder.path(), &["env39", "dist"], &[]), ["dist/b.py", "env39/lib/b.py"]);
}

#[test]
fn ignore_files_hold_in_and_outside_git() {
    let folder = tree(&["a.py", "gen/b.py", "c_pb2.py", "sub/d.py"]);
    put(folder.path(), ".gitignore", "gen/\n*_pb2.py\n");
    put(folder.path(), "sub/.gitignore", "d.py\n");
    assert_eq!(found(folder.path(), &[""], &[]), ["a.py"]);
    assert_eq!(found(folder.path(), &["c_pb2.py", "gen/b.py"], &[]), ["c_pb2.py", "gen/b.py"]);
}

#[test]
fn what_is_named_is_taken() {
    let folder = tree(&["script", "a.py", "a.pyi", "only.pyi"]);
    assert_eq!(found(folder.path(), &["script"], &[]), ["script"]);
    assert_eq!(found(folder.path(), &["a.py"], &[]), ["a.py", "a.pyi"]);
    assert_eq!(found(folder.path(), &["only.pyi"], &[]), ["only.pyi"]);
}

#[test]
fn exclusions_are_relative_to_the_folder() {
    let folder = tree(&["a.py", "tests/b.py", "x/tests/c.py", "x/d_pb2.py"]);
    let path = folder.path();
    assert_eq!(found(path, &[""], &["tests"]), ["a.py", "x/d_pb2.py"]);
    assert_eq!(found(path, &[""], &["/tests/", "*_pb2.py"]), ["a.py", "x/tests/c.py"]);
    assert_eq!(found(path, &[""], &["x/*", "!x/tests"]), ["a.py", "tests/b.py", "x/tests/c.py"]);
    assert_eq!(found(path, &["a.py", "tests/b.py", "x"], &["tests"]), ["a.py", "x/d_pb2.py"]);
    let absolute = path.join("x").display().to_string();
    assert_eq!(found(path, &["", "x/../x/d_pb2.py"], &[&absolute]), ["a.py", "tests/b.py"]);
    let broken = Globs::new(vec!["{a".to_owned()], path.to_owned());
    assert!(broken.unwrap_err().starts_with("`{a`: "));
}

#[test]
fn links_are_followed_only_when_named() {
    let folder = tree(&["real/a.py"]);
    let path = folder.path();
    symlink(path.join("real"), path.join("real/loop")).unwrap();
    symlink(path.join("real/a.py"), path.join("real/link.py")).unwrap();
    symlink(path.join("real"), path.join("alias")).unwrap();
    assert_eq!(found(path, &[""], &[]), ["real/a.py"]);
    assert_eq!(found(path, &["alias"], &[]), ["alias/a.py"]);
    assert_eq!(found(path, &["real/link.py"], &[]), ["real/link.py"]);
    assert_eq!(found(path, &["real/link.py", "alias", "real"], &[]), ["alias/a.py"]);
}

#[test]
fn empty_and_missing_files_are_told() {
    let folder = tree(&["a.py"]);
    put(folder.path(), "empty.py", "");
    let exclude = Exclude::default();
    let paths = ["empty.py", "no.py"].map(|path| folder.path().join(path));
    let found = discover(&paths, &exclude);
    assert_eq!(found.files, [] as [&Path; 0]);
    assert_eq!(found.empty, [folder.path().join("empty.py")]);
    assert_eq!(found.failures[0].1.to_string(), "cannot be read: no such file or directory");
}

#[test]
fn roots_are_the_nearest() {
    let folder = tree(&["pyproject.toml", "a/b/c.py", "a/setup.py", "d/e.py", "d/.git/HEAD"]);
    let path = fs::canonicalize(folder.path()).unwrap();
    let mut roots = Roots::default();
    assert_eq!(roots.project(&path.join("a/b/c.py")), path.join("a"));
    assert_eq!(roots.project(&path.join("d/e.py")), path.join("d"));
    assert_eq!(roots.project(&path.join("x.py")), path);
    assert_eq!(roots.repository(&path.join("d/e.py")), Some(path.join("d")));
    assert_eq!(roots.patch_path(&path.join("d/e.py")), b"e.py");
}
