//! Diffs, as git itself reads them.

use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt, path::Path, process::Command};

use crate::report::{Line, unified_diff};

fn patch(path: &[u8], before: &[u8], after: &[u8]) -> Vec<u8> {
    let mut patch = Vec::new();
    let mut emit = |_: Line, line: &[u8]| {
        patch.extend_from_slice(line);
        Ok::<(), ()>(())
    };
    unified_diff(path, before, after, &mut emit).unwrap();
    patch
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What the file at `path` holds after `git apply` in its repository.
fn applied(path: &[u8], before: &[u8], after: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(OsStr::from_bytes(path));
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, before).unwrap();
    git(folder.path(), &["init", "-q"]);
    fs::write(folder.path().join("it.patch"), patch(path, before, after)).unwrap();
    git(folder.path(), &["-c", "core.autocrlf=false", "apply", "it.patch"]);
    fs::read(file).unwrap()
}

#[test]
fn the_form() {
    let before = b"1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12";
    let after = b"0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
    let expected = b"\
diff --git a/a.py b/a.py
--- a/a.py
+++ b/a.py
@@ -1,3 +1,4 @@
+0
 1
 2
 3
@@ -9,4 +10,4 @@
 9
 10
 11
-12
\\ No newline at end of file
+12
";
    assert_eq!(
        patch(b"a.py", before, after).escape_ascii().to_string(),
        expected.escape_ascii().to_string()
    );
}

#[test]
fn equal_files_have_no_diff() {
    assert_eq!(patch(b"a.py", b"x\n", b"x\n"), b"");
}

#[test]
fn git_applies_any_bytes() {
    let files: [(&[u8], &[u8]); 9] = [
        (b"a\r\nb\r\n", b"a\r\nc\r\n"),
        (b"a\rb\rc", b"a\rd\rc"),
        (b"a\nb\r\nc\rd\n", b"a\nb\nc\rd\n"),
        (b"# coding: latin-1\n'\xE9'\nx\n", b"# coding: latin-1\n'\xE9'\ny\n"),
        (b"a\nb", b"a\nc"),
        (b"a\nb", b"a\nb\n"),
        (b"", b"a\n"),
        (b"\xEF\xBB\xBFa\n", b"\xEF\xBB\xBFb\n"),
        (b"-- x\n++ y\n@@ z\n\x0c\t \n", b"-- y\n++ z\n@@ z\n\x0c\t \n"),
    ];
    for (before, after) in files {
        assert_eq!(applied(b"a.py", before, after), after, "{}", before.escape_ascii());
    }
}

#[test]
fn git_applies_any_path() {
    let paths: [&[u8]; 10] = [
        b"app/deep/er/jobs.py",
        b"with blank.py",
        b" lead and trail ",
        "caf\u{e9}/\u{65e5}\u{672c}.py".as_bytes(),
        b"latin-\xE9.py",
        b"tab\there.py",
        b"line\nbreak.py",
        b"quote\"back\\slash.py",
        b"b/a/b.py",
        b"bell\x07 \x1b\x7f\r\x0b\x0c\x08.py",
    ];
    for path in paths {
        assert_eq!(applied(path, b"a\n", b"b\n"), b"b\n", "{}", path.escape_ascii());
    }
}

#[test]
fn many_changes_in_a_large_file() {
    let line = |number: usize| format!("    line = {}\n", number % 97).into_bytes();
    let before: Vec<u8> = (0..50_000).flat_map(line).collect();
    let changed =
        |number: usize| if number.is_multiple_of(10) { b"x\n".to_vec() } else { line(number) };
    let after: Vec<u8> = (0..50_000).flat_map(changed).collect();
    assert_eq!(applied(b"a.py", &before, &after), after);
}
