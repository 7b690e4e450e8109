//! What `diff` prints is what `fix` writes, and git takes it.

use std::fs;

use super::support::Folder;

const CODE: &str = "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(1)  # wait\n";

/// Files whose bytes or names are easily got wrong.
fn odd_files() -> Vec<(&'static str, Vec<u8>)> {
    let code = |replace: &str, with: &str| CODE.replace(replace, with).into_bytes();
    let mut latin = b"# -*- coding: latin-1 -*-\nname = 'caf\xE9'\n".to_vec();
    latin.extend(CODE.bytes());
    vec![
        ("plain.py", CODE.into()),
        ("app/deep/crlf.py", code("\n", "\r\n")),
        ("cr.py", code("\n", "\r")),
        ("latin.py", latin),
        ("bom.py", code("import", "\u{FEFF}import")),
        ("no_end.py", code("  # wait\n", "")),
        ("form_feed.py", code("\n\n\n", "\n\x0c\n\n")),
        ("tabs.py", code("    ", "\t")),
        ("with blank.py", CODE.into()),
        ("caf\u{e9}/\u{65e5}\u{672c}.py", CODE.into()),
        ("tab\tquote\"back\\slash\nline.py", CODE.into()),
    ]
}

fn repository(files: &[(&str, Vec<u8>)]) -> Folder {
    let folder = Folder::new(&[]);
    for (path, bytes) in files {
        folder.put(path, bytes);
    }
    folder.git(&["init", "-q"]);
    folder.git(&["add", "."]);
    folder.git(&["commit", "-qm", "x"]);
    folder
}

#[test]
fn git_applies_the_diff_to_what_fix_writes() {
    let files = odd_files();
    let (applied, fixed) = (repository(&files), repository(&files));
    let output = applied.command(&["diff", "."]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    for (path, before) in &files {
        assert_eq!(applied.read(path), *before, "{path:?} is only read");
    }
    applied.put(".git/it.patch", &output.stdout);
    applied.git(&["apply", ".git/it.patch"]);
    let ended = fixed.run(&["fix"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    for (path, before) in &files {
        assert_ne!(fixed.read(path), *before, "{path:?} is migrated");
        assert_eq!(
            fixed.read(path).escape_ascii().to_string(),
            applied.read(path).escape_ascii().to_string(),
            "{path:?}"
        );
    }
}

#[test]
fn paths_start_at_the_root_of_the_repository() {
    let folder = Folder::repository(&[("src/app/a.py", CODE)]);
    let mut command = folder.command(&["diff", "a.py"]);
    let output = command.current_dir(folder.path().join("src/app")).output().unwrap();
    let diff = String::from_utf8(output.stdout).unwrap();
    assert!(diff.contains("\n--- a/src/app/a.py\n+++ b/src/app/a.py\n@@ "), "{diff}");
}

#[test]
fn outside_git_paths_start_at_the_current_folder() {
    let folder = Folder::new(&[("src/a.py", CODE)]);
    assert!(folder.run(&["diff"]).stdout.starts_with("diff --git a/src/a.py b/src/a.py\n"));
}

#[test]
fn uncommitted_work_is_not_touched() {
    let folder = Folder::repository(&[("a.py", CODE), ("b.py", "x\n")]);
    folder.put("b.py", b"y\n");
    let ended = folder.run(&["fix", "a.py"]);
    let expected = "\
error: nothing was written, since git could not give it back
  uncommitted: b.py
commit or stash first, or pass --allow-dirty
";
    assert_eq!((ended.code, ended.stderr.as_str()), (2, expected));
    assert_eq!(folder.read("a.py"), CODE.as_bytes());
    assert_eq!(folder.run(&["fix", "a.py", "--allow-dirty"]).code, 0);
    assert_ne!(folder.read("a.py"), CODE.as_bytes());
}

#[test]
fn unversioned_files_are_not_touched() {
    let folder = Folder::new(&[("a.py", CODE)]);
    let ended = folder.run(&["fix"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("\n  not under version control: a.py\n"), "{}", ended.stderr);
    folder.git(&["init", "-q"]);
    assert_eq!(folder.run(&["fix"]).code, 2);
    folder.git(&["add", "."]);
    folder.git(&["commit", "-qm", "x"]);
    folder.put("scratch.txt", b"x");
    assert_eq!(folder.run(&["fix"]).code, 0);
}

#[test]
fn without_git_every_file_is_unversioned() {
    let folder = Folder::repository(&[("a.py", CODE)]);
    let output = folder.command(&["fix"]).env("PATH", "").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("git says: git cannot be run: "));
}

#[test]
fn a_second_run_is_empty_and_succeeds_in_a_dirty_tree() {
    let folder = Folder::repository(&[("a.py", CODE)]);
    assert_eq!(folder.run(&["fix"]).code, 0);
    let fixed = folder.read("a.py");
    assert_eq!(folder.run(&["fix"]).code, 0);
    assert_eq!(folder.run(&["diff"]).stdout, "");
    assert_eq!(folder.run(&["check"]).code, 0);
    assert_eq!(fs::read(folder.path().join("a.py")).unwrap(), fixed);
}
