//! What the tests share.

mod migration;
mod python;
mod references;

use std::{
    fs,
    path::{Path, PathBuf},
};

pub use migration::{Migrated, accepting, migrate, problems};
pub use python::{Python, program};
pub use references::{misaccounts, references_in};

/// The repository, with `path` in it.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What is in `folder`, sorted; nothing when there is no such folder.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// The files in `folder` with `extension`, sorted.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut paths = entries(folder);
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths
}

/// The name of a file up to its first dot.
pub fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_string()
}
