//! What a run is asked for.

use std::{collections::BTreeMap, sync::Arc};

use super::{Index, Patched};
use crate::change::Changes;

/// What a run was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The changes that the user can live with.
    pub accept: Accepts,
    /// Transforms to apply; `None` means all. Others' findings are still made, as not selected.
    pub select: Option<Vec<&'static str>>,
    /// Transforms not to apply, also when selected.
    pub ignore: Vec<&'static str>,
    /// The oldest Python that the program supports, as (major, minor).
    pub target_version: (u8, u8),
    /// The oldest AnyIO that it will require, as (major, minor).
    pub anyio_version: (u16, u16),
    /// Whether to work out what each rewrite would do by itself.
    pub edits: bool,
    /// What the project's tests replace by name.
    pub patched: Arc<Patched>,
    /// What other files of the project say.
    pub index: Arc<Index>,
    /// Qualified names of the user's own, each with the owned name that it stands for: the wrapper
    /// `app.aio.spawn` with `asyncio.create_task`.
    pub aliases: Arc<BTreeMap<String, &'static str>>,
}

impl Default for Options {
    /// Nothing accepted, every transform, Python 3.11 and AnyIO 4.16.
    fn default() -> Self {
        Self {
            accept: Accepts::default(),
            select: None,
            ignore: Vec::new(),
            target_version: (3, 11),
            anyio_version: (4, 16),
            edits: false,
            patched: Arc::default(),
            index: Arc::default(),
            aliases: Arc::default(),
        }
    }
}

impl Options {
    /// Whether the transform is to be applied.
    pub(super) fn selects(&self, transform: &str) -> bool {
        let selected = self.select.as_ref().is_none_or(|names| names.contains(&transform));
        selected && !self.ignore.contains(&transform)
    }
}

/// The changes that a user can live with: in general, and where a transform makes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepts {
    everywhere: Changes,
    by_transform: Vec<(&'static str, Changes)>,
}

impl Accepts {
    /// The same, but for `transform`, where `changes` are accepted in place of the general ones.
    #[must_use]
    pub fn with(mut self, transform: &'static str, changes: Changes) -> Self {
        self.by_transform.retain(|(name, _)| *name != transform);
        self.by_transform.push((transform, changes));
        self
    }

    /// What is accepted of `transform`.
    pub fn of(&self, transform: &str) -> Changes {
        let own = self.by_transform.iter().find(|(name, _)| *name == transform);
        own.map_or(self.everywhere, |(_, changes)| *changes)
    }
}

impl From<Changes> for Accepts {
    /// Accepts `changes` of every transform.
    fn from(changes: Changes) -> Self {
        Self { everywhere: changes, by_transform: Vec::new() }
    }
}
