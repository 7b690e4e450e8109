use std::path::Path;

use crate::report::{escape, escape_path};

#[test]
fn harmless_text_is_kept() {
    assert_eq!(escape("naïve \\ \"quoted\" 日本"), "naïve \\ \"quoted\" 日本");
}

#[test]
fn controls_are_spelled_out() {
    assert_eq!(escape("a\x1b[0m\n\u{9b}\u{202e}"), "a\\u{1b}[0m\\n\\u{9b}\\u{202e}");
}

#[cfg(unix)]
#[test]
fn paths_need_not_be_utf_8() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let path = Path::new(OsStr::from_bytes(b"caf\xE9/\tx.py"));
    assert_eq!(escape_path(path), "caf\\xE9/\\tx.py");
}
