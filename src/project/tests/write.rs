use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
};

use super::put;
use crate::project::replace;

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
