//! What holds for each file: what the command line says, else the configuration, else the project's
//! manifest, else a default.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use super::{args::Format, settings::Settings, shown};
use crate::{
    change::Changes,
    engine::{Accepts, Index, Options, Patched},
    project::{Config, Declared, Given, Manifest, Roots},
};

/// The Python that is assumed where nothing says.
pub(super) const DEFAULT_PYTHON: (u8, u8) = (3, 11);

/// The AnyIO that is assumed where nothing says: the current release.
pub(super) const DEFAULT_ANYIO: (u16, u16) = (4, 16);

/// What gives a value where nothing else does.
pub(super) const DEFAULT: &str = "default";

/// A value, and what gives it, in a few words for users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sourced<T> {
    pub(super) value: T,
    pub(super) source: String,
}

/// What holds for some files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) accept: Sourced<Changes>,
    /// Whether that was decided for these files, so that `--accept` says nothing here.
    is_of_files: bool,
    pub(super) accept_of: Vec<(&'static str, Sourced<Changes>)>,
    /// What each line says that decides on a transform.
    decided: Vec<(&'static str, Sourced<Changes>)>,
    /// `None` means all.
    pub(super) select: Sourced<Option<Vec<&'static str>>>,
    pub(super) ignore: Vec<Sourced<&'static str>>,
    pub(super) exclude: Vec<Sourced<String>>,
    pub(super) target_version: Sourced<(u8, u8)>,
    pub(super) anyio_version: Sourced<(u16, u16)>,
    pub(super) aliases: Vec<Sourced<(String, &'static str)>>,
}

impl Resolved {
    /// The lines that do not accept `changes` of `transform` here, whatever `--accept` says.
    pub(super) fn decisions(&self, transform: &str, changes: Changes) -> Vec<&str> {
        let decides = |(name, _): &&(_, _)| *name == transform;
        let own = self.decided.iter().filter(decides).map(|(_, accepted)| accepted);
        let own: Vec<&Sourced<Changes>> = own.collect();
        let of_files = self.is_of_files.then_some(&self.accept).filter(|_| own.is_empty());
        let all = own.into_iter().chain(of_files);
        let refusing = all.filter(|accepted| !accepted.value.contains_all(changes));
        refusing.map(|accepted| accepted.source.as_str()).collect()
    }

    /// The engine's options for it.
    pub(super) fn options(
        &self,
        format: Format,
        patched: &Arc<Patched>,
        index: &Arc<Index>,
    ) -> Options {
        let accepts = self
            .accept_of
            .iter()
            .fold(Accepts::from(self.accept.value), |accepts, (transform, changes)| {
                accepts.with(transform, changes.value)
            });
        Options {
            accept: accepts,
            select: self.select.value.clone(),
            ignore: self.ignore.iter().map(|ignored| ignored.value).collect(),
            target_version: self.target_version.value,
            anyio_version: self.anyio_version.value,
            edits: format == Format::Json,
            patched: Arc::clone(patched),
            index: Arc::clone(index),
            aliases: Arc::new(self.aliases.iter().map(|alias| alias.value.clone()).collect()),
        }
    }
}

/// The projects that files are in, and what holds for each file.
pub(super) struct Projects<'a> {
    pub(super) settings: &'a Settings,
    pub(super) roots: Roots,
    /// By root.
    manifests: FxHashMap<PathBuf, Manifest>,
    resolved: Vec<Resolved>,
    known: FxHashMap<Key, usize>,
}

/// What decides: the project's root, the configuration by its address, and which of its entries for
/// single files matches.
type Key = (PathBuf, Option<*const Config>, Option<usize>);

impl<'a> Projects<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        let (roots, manifests, known) = Default::default();
        Self { settings, roots, manifests, resolved: Vec::new(), known }
    }

    /// The number of what holds for `file`, for [`Projects::get`].
    pub(super) fn resolve(&mut self, file: &Path) -> usize {
        let folder = self.roots.folder(file);
        let config = self.settings.exclude.configs.of_folder(&folder);
        let root = self.roots.project_around(folder);
        let entry = config.as_deref().and_then(|config| config.entry_for(file));
        let key = (root, config.as_ref().map(Arc::as_ptr), entry);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let resolved = match &config {
            Some(config) => resolve(self.settings, config, entry, self.manifest(&key.0)),
            None => resolve(self.settings, &Config::default(), None, self.manifest(&key.0)),
        };
        let index = self.resolved.iter().position(|other| *other == resolved);
        let index = index.unwrap_or_else(|| {
            self.resolved.push(resolved);
            self.resolved.len() - 1
        });
        self.known.insert(key, index);
        index
    }

    /// What holds, by its number.
    pub(super) fn get(&self, number: usize) -> Option<&Resolved> {
        self.resolved.get(number)
    }

    /// Everything that holds somewhere, by number.
    pub(super) fn all(&self) -> &[Resolved] {
        &self.resolved
    }

    /// What the project at `root` declares, by itself or as a part of another one.
    pub(super) fn manifest(&mut self, root: &Path) -> &Manifest {
        if !self.manifests.contains_key(root) {
            let mut manifest = Manifest::read(root);
            if let Some(outer) = self.roots.outer_project(root) {
                manifest.inherit(self.manifest(&outer));
            }
            self.manifests.insert(root.to_owned(), manifest);
        }
        self.manifests.entry(root.to_owned()).or_default()
    }
}

fn resolve(
    settings: &Settings,
    config: &Config,
    entry: Option<usize>,
    manifest: &Manifest,
) -> Resolved {
    let in_file = entry.and_then(|at| config.per_file_accept.as_ref()?.get(at));
    let accept = flag("--accept", settings.accept).or(config.accept.as_ref().map(given));
    let in_transforms = config.per_transform_accept.iter().flatten().map(|own| {
        let (transform, changes) = own.value;
        let sourced = match in_file {
            Some(in_file) => Sourced {
                value: changes.intersection(in_file.value.changes),
                source: format!("{} and {}", place(own), place(in_file)),
            },
            None => Sourced { value: changes, source: place(own) },
        };
        (transform, sourced)
    });
    let decided = config.per_transform_accept.iter().flatten().flat_map(|own| {
        let (transform, changes) = own.value;
        let of_file = in_file.map(|own| Sourced { value: own.value.changes, source: place(own) });
        let own = Sourced { value: changes, source: place(own) };
        [Some(own), of_file].into_iter().flatten().map(move |accepted| (transform, accepted))
    });
    let of_files = in_file.map(|own| Sourced { value: own.value.changes, source: place(own) });
    let select = flag("--select", settings.select.clone().map(Some)).or_else(|| {
        let own = config.select.as_ref()?;
        Some(Sourced { value: Some(own.value.clone()), source: place(own) })
    });
    let python = manifest.requires_python.as_ref().map(declared);
    let anyio = manifest.oldest_anyio();
    Resolved {
        is_of_files: of_files.is_some(),
        accept: of_files.or(accept).unwrap_or_else(|| by_default(Changes::NONE)),
        accept_of: in_transforms.collect(),
        decided: decided.collect(),
        select: select.unwrap_or_else(|| by_default(None)),
        ignore: ignored(settings, config),
        exclude: excluded(settings, config),
        target_version: flag("--target-version", settings.target_version)
            .or(config.target_version.as_ref().map(given))
            .or(python)
            .unwrap_or_else(|| by_default(DEFAULT_PYTHON)),
        anyio_version: flag("--anyio-version", settings.anyio_version)
            .or(config.anyio_version.as_ref().map(given))
            .or(anyio.as_ref().map(declared))
            .unwrap_or_else(|| by_default(DEFAULT_ANYIO)),
        aliases: config.aliases.iter().flatten().map(given).collect(),
    }
}

fn ignored(settings: &Settings, config: &Config) -> Vec<Sourced<&'static str>> {
    let selected = |name: &&str| settings.select.iter().flatten().any(|other| other == name);
    let own = config.ignore.iter().flat_map(|own| {
        let names = own.value.iter().filter(|name| !selected(name));
        names.map(|name| Sourced { value: *name, source: place(own) })
    });
    own.chain(settings.ignore.iter().filter_map(|name| flag("--ignore", Some(*name)))).collect()
}

fn excluded(settings: &Settings, config: &Config) -> Vec<Sourced<String>> {
    let own = config.exclude.iter().flat_map(|own| {
        let patterns = own.value.patterns().iter();
        patterns.map(|pattern| Sourced { value: pattern.clone(), source: place(own) })
    });
    let by_command = settings.exclude.globs.patterns().iter();
    own.chain(by_command.filter_map(|pattern| flag("--exclude", Some(pattern.clone())))).collect()
}

fn flag<T>(name: &str, value: Option<T>) -> Option<Sourced<T>> {
    value.map(|value| Sourced { value, source: name.to_owned() })
}

fn given<T: Clone>(given: &Given<T>) -> Sourced<T> {
    Sourced { value: given.value.clone(), source: place(given) }
}

fn declared<T: Copy>(declared: &Declared<T>) -> Sourced<T> {
    let source = format!("{}:{}", shown(&declared.file), declared.line);
    Sourced { value: declared.value, source }
}

fn by_default<T>(value: T) -> Sourced<T> {
    Sourced { value, source: DEFAULT.to_owned() }
}

fn place<T>(given: &Given<T>) -> String {
    format!("{}:{}", shown(&given.file), given.line)
}
