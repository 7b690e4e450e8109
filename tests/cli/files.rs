use std::{fs, os::unix::fs::PermissionsExt};

use super::support::Folder;

#[test]
fn paths_default_to_the_current_folder() {
    let folder = Folder::new(&[("a.py", "x\n"), ("b/c.py", "x\n"), (".venv/d.py", "x\n")]);
    for command in ["check", "diff", "fix"] {
        let ended = folder.run(&[command]);
        assert_eq!((ended.code, ended.stdout.as_str()), (0, ""));
        assert_eq!(ended.stderr, "nothing to migrate in 2 files\n");
    }
}

#[test]
fn a_bad_file_does_not_stop_the_run() {
    let folder = Folder::new(&[("good.py", "x\n"), ("empty.py", "")]);
    folder.put("latin.py", b"'\xE9'\n");
    folder.put("binary.py", b"\n\0");
    folder.put("coded.py", b"# coding: klingon\n");
    folder.put("huge.py", &vec![b'#'; 10_000_001]);
    fs::create_dir(folder.path().join("folder.py")).unwrap();
    let ended = folder.run(&[
        "check",
        "latin.py",
        "good.py",
        "huge.py",
        "no.py",
        "binary.py",
        "coded.py",
        "empty.py",
        "folder.py",
    ]);
    let expected = "\
error: binary.py:2: binary (a NUL byte at offset 1); exclude the file
error: coded.py:1: the coding line names `klingon`, an encoding that is not known here; convert the file to UTF-8 or exclude it
error: huge.py: 11 MB, and more than 10 MB is not read; split or exclude the file
error: latin.py:1: not UTF-8 (byte 0xE9 at offset 1); add a coding line or exclude the file
error: no.py: cannot be read: no such file or directory
empty.py: empty, so there is nothing to migrate
nothing to migrate in 6 files
5 files could not be dealt with
";
    assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (3, "", expected));
    let quiet = folder.run(&["check", "-q", "good.py", "no.py"]);
    assert_eq!(quiet.stderr, "error: no.py: cannot be read: no such file or directory\n");
}

#[test]
fn pipes_and_devices_are_not_read() {
    let ended = Folder::new(&[]).run(&["check", "/dev/zero"]);
    assert_eq!(ended.code, 3);
    assert!(ended.stderr.starts_with("error: /dev/zero: not a regular file"), "{}", ended.stderr);
}

#[test]
fn an_unreadable_file_is_told() {
    let folder = Folder::new(&[("a.py", "x\n")]);
    let path = folder.path().join("a.py");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser reads everything.
    if fs::read(&path).is_err() {
        let ended = folder.run(&["check", "a.py"]);
        assert_eq!(ended.code, 3);
        assert!(ended.stderr.starts_with("error: a.py: cannot be read: permission denied\n"));
    }
}

#[test]
fn control_characters_in_paths_are_escaped() {
    let ended = Folder::new(&[]).run(&["check", "a\x1b[2J\n.py"]);
    assert!(ended.stderr.starts_with("error: a\\u{1b}[2J\\n.py: "), "{}", ended.stderr);
}
