//! The engine, as the tests drive it.

use std::path::Path;

use anyiofy::{
    change::Changes,
    engine::{self, FileReport, Options},
};
use rayon::prelude::*;

/// As deep as the program's own worker threads.
const STACK_IN_BYTES: usize = 16 << 20;

/// Options that accept what `preset` stands for, for the newest AnyIO and `python`.
pub fn accepting(preset: &str, python: (u8, u8)) -> Options {
    Options {
        accept: Changes::named(preset).expect("a preset").into(),
        target_version: python,
        edits: true,
        ..Options::default()
    }
}

/// What becomes of a file.
pub struct Migrated {
    /// The whole file afterwards, as it would be written.
    pub bytes: Vec<u8>,
    /// What is said of it; `None` when nothing in it can matter.
    pub report: Option<FileReport>,
}

/// Migrates the file `path` that holds `bytes`.
///
/// # Panics
///
/// When the engine fails: the tests' input is good.
pub fn migrate(path: &Path, bytes: &[u8], options: &Options) -> Migrated {
    let report = engine::migrate_text(path, bytes, options).unwrap_or_else(|failure| {
        panic!("{}: {} (line {:?})", path.display(), failure.message, failure.line)
    });
    let migrated = report.as_ref().and_then(|report| {
        let text = report.migrated.as_deref()?;
        Some(report.source.encode(text).expect("the result can be written as the file was"))
    });
    Migrated { bytes: migrated.unwrap_or_else(|| bytes.to_vec()), report }
}

/// What `f` says is wrong with each of `subjects`, all of them together, on all cores.
pub fn problems<T: Sync>(subjects: &[T], f: impl Fn(&T) -> Vec<String> + Sync) -> String {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_IN_BYTES).build();
    let pool = pool.expect("threads can be started");
    let found: Vec<_> = pool.install(|| subjects.par_iter().flat_map_iter(&f).collect());
    found.join("\n")
}
