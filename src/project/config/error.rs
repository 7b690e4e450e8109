//! What is wrong with a configuration file, and what was meant.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

use crate::source::LineColumn;

/// Something in a configuration file that cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// Where in it; `None` when it cannot be read at all.
    pub place: Option<LineColumn>,
    /// What is wrong and what to write, for users.
    pub message: String,
}

impl ConfigError {
    /// Speaks of the file at `path` as a whole.
    pub(super) fn of_file(path: &Path, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), place: None, message: message.into() }
    }

    /// Speaks of the bytes `range` of `text`, which the file at `path` holds.
    pub(super) fn at(path: &Path, text: &str, range: Range<usize>, message: String) -> Self {
        let place = Some(place(text, range.start));
        Self { path: path.to_owned(), place, message }
    }
}

/// Where the byte at `offset` of `text` stands.
pub(in crate::project) fn place(text: &str, offset: usize) -> LineColumn {
    let before = text.get(..offset).unwrap_or(text).trim_start_matches('\u{FEFF}');
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    LineColumn { line, column }
}

/// "; did you mean …?" with the one of `names` that `name` is a misspelling of; nothing without one.
pub(crate) fn near(name: &str, names: &[&str]) -> Option<String> {
    let near = similar::get_close_matches(name, names, 1, 0.6);
    near.first().map(|near| format!("; did you mean `{near}`?"))
}
