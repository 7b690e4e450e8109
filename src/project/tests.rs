#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod discovery;
mod git;
mod manifest;
mod write;

use std::{fs, path::Path};

/// Writes `text` to `path` under `folder`, and the folders that it needs.
fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
