//! From a file to what it says.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};

use memchr::memmem;
use toml_edit::{Document, TableLike};

use super::{Config, ConfigError, keys::read_keys};
use crate::{project::discovery::real, source::describe};

/// The name of a file that holds nothing but the table's keys.
pub(super) const BARE: &str = "anyiofy.toml";

/// The name of a file in which the keys stand under `[tool.anyiofy]`.
pub(super) const PYPROJECT: &str = "pyproject.toml";

/// A configuration file that is to be read.
pub(super) struct Reading<'a> {
    /// What the patterns in it are relative to; `None` for the folder that it is in.
    pub(super) folder: Option<&'a Path>,
    /// The files that extend it, one by another.
    pub(super) extended_by: Vec<PathBuf>,
}

impl Reading<'_> {
    /// What the file at `path` says; `None` when it is not there, or is a `pyproject.toml` without the
    /// table.
    pub(super) fn file(&self, path: &Path) -> Result<Option<Config>, Vec<ConfigError>> {
        if !path.is_file() {
            return Ok(None);
        }
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(None);
            }
            Err(error) => {
                let message = format!("cannot be read: {}", describe(&error));
                return Err(vec![ConfigError::of_file(path, message)]);
            }
        };
        let is_pyproject = path.file_name().is_some_and(|name| name == PYPROJECT);
        if is_pyproject && memmem::find(&bytes, b"anyiofy").is_none() {
            return Ok(None);
        }
        let has_table = !is_pyproject || memmem::find(&bytes, b"tool.anyiofy").is_some();
        let document = match parse(path, bytes) {
            Ok(document) => document,
            Err(error) if has_table => return Err(vec![error]),
            // The reader of manifests warns of it.
            Err(_) => return Ok(None),
        };
        let tool = document.get("tool").and_then(|tool| tool.as_table_like());
        match (is_pyproject, tool.and_then(|tool| tool.get("anyiofy"))) {
            (false, _) => self.table(path, document.raw(), document.as_table()).map(Some),
            (true, None) => Ok(None),
            (true, Some(item)) => match item.as_table_like() {
                Some(table) => self.table(path, document.raw(), table).map(Some),
                None => {
                    let message = "`tool.anyiofy` must be a table, so write `[tool.anyiofy]`";
                    let span = item.span().unwrap_or_default();
                    Err(vec![ConfigError::at(path, document.raw(), span, message.to_owned())])
                }
            },
        }
    }

    /// What the table says, and what it extends.
    fn table(
        &self,
        path: &Path,
        text: &str,
        table: &dyn TableLike,
    ) -> Result<Config, Vec<ConfigError>> {
        let own = path.parent().unwrap_or(Path::new(""));
        let folder = self.folder.map_or_else(|| real(&Path::new(".").join(own)), Path::to_owned);
        let (config, extend) = read_keys(Arc::from(path), &folder, text, table)?;
        let Some((base, span)) = extend else { return Ok(config) };
        let wrong = |what: &str| {
            let message = format!("`{base}` {what}");
            Err(vec![ConfigError::at(path, text, span.clone(), message)])
        };
        let joined = own.join(&base);
        let target = joined.file_name().zip(joined.parent());
        let target = target.map_or_else(|| joined.clone(), |(name, own)| real(own).join(name));
        let mut extended_by = self.extended_by.clone();
        extended_by.push(real(path));
        if extended_by.contains(&real(&target)) {
            return wrong("extends this file in turn");
        }
        match (Reading { folder: self.folder, extended_by }.file(&target)?, target.is_file()) {
            (Some(base), _) => Ok(config.or(base)),
            (None, true) => wrong("has no `[tool.anyiofy]`, so there is nothing to extend"),
            (None, false) => wrong("is not a file, so it cannot be extended"),
        }
    }
}

fn parse(path: &Path, bytes: Vec<u8>) -> Result<Document<String>, ConfigError> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        ConfigError::at(path, &text, offset..offset, "not valid TOML: not UTF-8".to_owned())
    })?;
    Document::parse(text.clone()).map_err(|error| {
        let what = error.message().lines().next().unwrap_or("syntax error");
        let span = error.span().unwrap_or_default();
        ConfigError::at(path, &text, span, format!("not valid TOML: {what}"))
    })
}
