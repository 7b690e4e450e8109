//! Patterns for paths, in the syntax of `.gitignore`.

use std::{
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::discovery::normalize;

/// A list of patterns; later ones win, and one that begins with `!` takes back what earlier ones
/// match. The default matches nothing.
#[derive(Debug, Clone)]
pub struct Globs {
    patterns: Vec<String>,
    globs: Arc<Gitignore>,
    folder: PathBuf,
}

impl Default for Globs {
    fn default() -> Self {
        let (patterns, folder) = Default::default();
        Self { patterns, globs: Arc::new(Gitignore::empty()), folder }
    }
}

impl Globs {
    /// `patterns` are relative to `folder`, an absolute path.
    ///
    /// # Errors
    ///
    /// A message for users when a pattern has a syntax error.
    pub fn new(patterns: Vec<String>, folder: PathBuf) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new("");
        for pattern in &patterns {
            let relative = Path::new(pattern).strip_prefix(&folder).ok().and_then(Path::to_str);
            let line = relative.unwrap_or(pattern);
            builder.add_line(None, line).map_err(|error| format!("`{pattern}`: {error}"))?;
        }
        let globs = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { patterns, globs: Arc::new(globs), folder })
    }

    /// The patterns as they were given.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// Whether a pattern matches `path`, or a folder that it is in.
    pub fn matches(&self, path: &Path, is_folder: bool) -> bool {
        if self.globs.is_empty() {
            return false;
        }
        let absolute = normalize(&self.folder.join(path));
        let relative = absolute.strip_prefix(&self.folder).unwrap_or(&absolute);
        let relative: PathBuf =
            relative.components().filter(|part| matches!(part, Component::Normal(_))).collect();
        self.globs.matched_path_or_any_parents(relative, is_folder).is_ignore()
    }
}
