//! What a team has decided for its code: `[tool.anyiofy]` in `pyproject.toml`, or `anyiofy.toml`.
//!
//! The nearest file speaks for a folder as a whole, those further up are silent; it may take over
//! the keys that it lacks from another with `extend`.

mod error;
mod keys;
mod lookup;
mod read;

use std::{path::Path, sync::Arc};

pub use error::ConfigError;
pub(crate) use error::near;
pub(super) use error::place;
pub use lookup::Configs;

use super::{Globs, discovery::real};
use crate::change::Changes;

/// What one file says; `None` where it says nothing.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The changes that are accepted.
    pub accept: Option<Given<Changes>>,
    /// The transforms to apply.
    pub select: Option<Given<Vec<&'static str>>>,
    /// The transforms not to apply.
    pub ignore: Option<Given<Vec<&'static str>>>,
    /// What is left out.
    pub exclude: Option<Given<Globs>>,
    /// The oldest Python that the program supports.
    pub target_version: Option<Given<(u8, u8)>>,
    /// The oldest AnyIO that it will require.
    pub anyio_version: Option<Given<(u16, u16)>>,
    /// What is accepted of a transform, in place of `accept`.
    pub per_transform_accept: Option<Vec<Given<(&'static str, Changes)>>>,
    /// What is accepted in some files, in place of `accept`; the last that matches counts.
    pub per_file_accept: Option<Vec<Given<FileAccept>>>,
    /// Names of the user's own, each with the owned name that it stands for.
    pub aliases: Option<Vec<Given<(String, &'static str)>>>,
}

/// A value, and where a configuration file gives it.
#[derive(Debug, Clone)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// The file.
    pub file: Arc<Path>,
    /// The 1-based line.
    pub line: usize,
}

/// What is accepted in some files.
#[derive(Debug, Clone)]
pub struct FileAccept {
    files: Globs,
    /// Whether the files are those that `files` does not match.
    is_negated: bool,
    /// What is accepted there.
    pub changes: Changes,
}

impl FileAccept {
    fn matches(&self, path: &Path) -> bool {
        self.files.matches(path, false) != self.is_negated
    }
}

impl Config {
    /// Which entry of `per_file_accept` speaks of the file at `path`.
    ///
    /// One that speaks of a module speaks of the stub beside it too: the two move together.
    pub fn entry_for(&self, path: &Path) -> Option<usize> {
        let entries = self.per_file_accept.as_ref().filter(|entries| !entries.is_empty())?;
        let path = real(path);
        let module = path.with_extension("py");
        let is_stub = path.extension().is_some_and(|it| it == "pyi") && module.is_file();
        entries.iter().rposition(|entry| {
            entry.value.matches(&path) || is_stub && entry.value.matches(&module)
        })
    }

    /// The same, with what `base` says of the keys that are missing here.
    fn or(self, base: Self) -> Self {
        Self {
            accept: self.accept.or(base.accept),
            select: self.select.or(base.select),
            ignore: self.ignore.or(base.ignore),
            exclude: self.exclude.or(base.exclude),
            target_version: self.target_version.or(base.target_version),
            anyio_version: self.anyio_version.or(base.anyio_version),
            per_transform_accept: self.per_transform_accept.or(base.per_transform_accept),
            per_file_accept: self.per_file_accept.or(base.per_file_accept),
            aliases: self.aliases.or(base.aliases),
        }
    }

    /// Whether nothing is left out.
    pub(super) fn excludes_nothing(&self) -> bool {
        self.exclude.as_ref().is_none_or(|globs| globs.value.patterns().is_empty())
    }

    /// Whether the file or folder at `path`, absolute and with its links resolved, is left out.
    pub(crate) fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        self.exclude.as_ref().is_some_and(|globs| globs.value.matches(path, is_folder))
    }
}
