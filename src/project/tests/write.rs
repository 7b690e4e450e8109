use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
};

use super::put;
use crate::project::{may_replace, remove_leftovers, replace, write_whole};

#[test]
fn mode_and_content() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.py");
    put(folder.path(), "a.py", "x\n");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o751)).unwrap();
    replace(&file, b"x\n", b"y\r\n\xFF").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"y\r\n\xFF");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o751);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn links_stay_links() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "deep/a.py", "x\n");
    let link = folder.path().join("link.py");
    symlink("deep/a.py", &link).unwrap();
    replace(&link, b"x\n", b"y\n").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(folder.path().join("deep/a.py")).unwrap(), b"y\n");
}

#[test]
fn what_must_not_be_written_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.py");
    put(folder.path(), "a.py", "newer\n");
    let message = |before: &[u8]| replace(&file, before, b"y\n").unwrap_err().to_string();
    assert_eq!(message(b"x\n"), "changed since it was read, so left as it is; run again");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    assert_eq!(message(b"newer\n"), "read-only, so left as it is; make it writable");
    assert_eq!(fs::read(&file).unwrap(), b"newer\n");
    fs::remove_file(&file).unwrap();
    assert_eq!(
        message(b"newer\n"),
        "cannot be written, so left as it is: no such file or directory"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn asking_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.py");
    put(folder.path(), "a.py", "x\n");
    assert!(may_replace(&file, b"x\n").is_ok());
    assert!(may_replace(&file, b"y\n").is_err());
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    assert!(may_replace(&file, b"x\n").is_err());
    assert_eq!(fs::read(&file).unwrap(), b"x\n");
}

#[test]
fn a_whole_file_is_made_or_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.md");
    write_whole(&file, b"x\n").unwrap();
    put(folder.path(), "by hand", "");
    let mode =
        |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode("a.md"), mode("by hand"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("a.md", folder.path().join("link")).unwrap();
    write_whole(&folder.path().join("link"), b"y\n").unwrap();
    assert_eq!((fs::read(&file).unwrap(), mode("a.md")), (b"y\n".to_vec(), 0o640));
    assert!(folder.path().join("link").is_symlink());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn devices_and_loose_links_are_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    symlink("nowhere", folder.path().join("loose")).unwrap();
    assert!(write_whole(&folder.path().join("loose"), b"x").is_err());
    assert!(folder.path().join("loose").is_symlink());
    symlink("/dev/null", folder.path().join("null")).unwrap();
    write_whole(&folder.path().join("null"), b"x").unwrap();
    assert_eq!(fs::read(folder.path().join("null")).unwrap(), b"");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn what_is_no_longer_a_file_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.py")).status();
    assert!(made.unwrap().success());
    fs::create_dir(folder.path().join("folder.py")).unwrap();
    for name in ["pipe.py", "folder.py"] {
        let error = replace(&folder.path().join(name), b"x\n", b"y\n").unwrap_err();
        assert_eq!(error.to_string(), "changed since it was read, so left as it is; run again");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn leftovers_are_removed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let others = [".anyiofy-notes", ".anyiofy-abc.py", ".anyiofy-a-b-cd", "anyiofy-abcdef"];
    let used = ".anyiofy-A1b2C3";
    for name in others.iter().chain([&used, &".anyiofy-Xyz019"]) {
        put(folder.path(), name, "x\n");
    }
    let file = fs::File::open(folder.path().join(used)).unwrap();
    file.lock().unwrap();
    remove_leftovers(folder.path());
    let entries = fs::read_dir(folder.path()).unwrap();
    let mut left: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    let mut expected = [&others[..], &[used]].concat();
    expected.sort_unstable();
    assert_eq!(left, expected);
}
