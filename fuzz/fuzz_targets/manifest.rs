//! Any bytes as what a project says of itself, in each of the files in which it may.
#![no_main]

use std::{fs, sync::LazyLock};

use anyiofy::project::Manifest;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

const FILES: [&str; 4] = ["pyproject.toml", "setup.cfg", "setup.py", "requirements.txt"];

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a temporary folder"));

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let path = FOLDER.path().join(FILES[usize::from(choice) % FILES.len()]);
    fs::write(&path, bytes).expect("the folder can be written");
    let manifest = Manifest::read(FOLDER.path());
    if let Some((_, problem)) = manifest.problem {
        assert!(!problem.is_empty() && !problem.contains('\n'), "{problem:?}");
    }
    fs::remove_file(path).expect("the folder can be written");
});
