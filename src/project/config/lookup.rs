//! Which configuration speaks for which folder.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use rustc_hash::FxHashMap;

use super::{
    Config, ConfigError,
    read::{BARE, PYPROJECT, Reading},
};

/// The configuration of every folder that is asked about, each looked up once. The default is none
/// at all.
///
/// Paths are absolute, with their links resolved.
#[derive(Debug, Default)]
pub struct Configs {
    lookup: Lookup,
    known: RwLock<Known>,
}

#[derive(Debug)]
enum Lookup {
    /// The nearest file on the way up.
    Nearest,
    /// This, or none, everywhere.
    Fixed(Option<Arc<Config>>),
}

impl Default for Lookup {
    fn default() -> Self {
        Self::Fixed(None)
    }
}

#[derive(Debug, Default)]
struct Known {
    folders: FxHashMap<PathBuf, Folder>,
    errors: Vec<ConfigError>,
}

/// What holds in a folder.
#[derive(Debug, Clone, Default)]
struct Folder {
    /// Whether what is further up leaves it out; its own configuration is then not read.
    is_excluded: bool,
    config: Option<Arc<Config>>,
}

impl Configs {
    /// The nearest file on the way up from each folder.
    pub fn nearest() -> Self {
        Self { lookup: Lookup::Nearest, ..Self::default() }
    }

    /// The file at `path` for all folders. Patterns in it are relative to `folder`, an absolute path.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, or that it is none.
    pub fn only(path: &Path, folder: &Path) -> Result<Self, Vec<ConfigError>> {
        let reading = Reading { folder: Some(folder), extended_by: Vec::new() };
        let missing = match path.is_file() {
            true => "has no `[tool.anyiofy]`",
            false => "is not a file",
        };
        let config =
            reading.file(path)?.ok_or_else(|| vec![ConfigError::of_file(path, missing)])?;
        let lookup = Lookup::Fixed(Some(Arc::new(config)));
        Ok(Self { lookup, ..Self::default() })
    }

    /// What speaks for the files in `folder`.
    pub fn of_folder(&self, folder: &Path) -> Option<Arc<Config>> {
        self.folder(folder).config
    }

    /// What speaks for some folder that was asked about, each once, in no order.
    pub fn all(&self) -> Vec<Arc<Config>> {
        if let Lookup::Fixed(config) = &self.lookup {
            return config.iter().cloned().collect();
        }
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<Arc<Config>> =
            known.folders.values().filter_map(|folder| folder.config.clone()).collect();
        all.sort_by_key(Arc::as_ptr);
        all.dedup_by_key(|config| Arc::as_ptr(config));
        all
    }

    /// Whether what speaks for the folder of `path`, or for one further up, leaves `path` out.
    pub fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        let Some(parent) = path.parent() else { return false };
        let folder = self.folder(parent);
        folder.is_excluded || folder.config.is_some_and(|config| config.excludes(path, is_folder))
    }

    /// What is wrong with the files that were looked at so far, sorted by place.
    pub fn errors(&self) -> Vec<ConfigError> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut errors = known.errors.clone();
        errors.sort_by(|a, b| (&a.path, a.place).cmp(&(&b.path, b.place)));
        errors.dedup();
        errors
    }

    fn folder(&self, path: &Path) -> Folder {
        if let Lookup::Fixed(config) = &self.lookup {
            return Folder { is_excluded: false, config: config.clone() };
        }
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = known.folders.get(path) {
            return folder.clone();
        }
        // Others go on while the file is looked for; at worst they look for it as well.
        drop(known);
        let outer = path.parent().map(|parent| self.folder(parent)).unwrap_or_default();
        let leaves_out = |config: &Arc<Config>| config.excludes(path, true);
        let (folder, errors) =
            match outer.is_excluded || outer.config.as_ref().is_some_and(leaves_out) {
                true => (Folder { is_excluded: true, config: None }, Vec::new()),
                false => {
                    let (own, errors) = own(path);
                    (Folder { is_excluded: false, config: own.or(outer.config) }, errors)
                }
            };
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.errors.extend(errors);
        known.folders.entry(path.to_owned()).or_insert(folder).clone()
    }
}

/// What the folder's own file says, or what is wrong with it.
fn own(folder: &Path) -> (Option<Arc<Config>>, Vec<ConfigError>) {
    let reading = Reading { folder: None, extended_by: Vec::new() };
    for name in [BARE, PYPROJECT] {
        match reading.file(&folder.join(name)) {
            Ok(None) => {}
            Ok(Some(config)) => return (Some(Arc::new(config)), Vec::new()),
            Err(errors) => return (None, errors),
        }
    }
    (None, Vec::new())
}
