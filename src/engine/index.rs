//! What other files of a project say, each read when a proof asks for it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use memchr::{memchr, memmem};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Options, aliases, members, named, read_all};
use crate::{
    project::{Exclude, discover},
    semantic::{
        Ast, Block, Files, Instances, Obstacle, OutsideKind, OutsideOwner, OutsideUse,
        SemanticModel, Summary,
    },
    source::{self, Source, TextRange},
    transforms::{self, cleanup::Known},
};

/// The file of a module, and what is left of the name that begins with it.
type Found = Option<(PathBuf, String)>;

/// A file's summary, made by whoever asks first; `None` where it cannot be read.
type Made = Arc<OnceLock<Option<Arc<Summary>>>>;

/// What a file does with attributes of one name, each use with its 1-based line.
type Uses = Arc<[(usize, OutsideUse)]>;

/// The same for all names that may hold something that is followed, by whoever asks first.
type Outside = Arc<OnceLock<FxHashMap<String, Uses>>>;

/// The same for another name, where only calls of those methods may be told.
type Asked = Arc<OnceLock<Uses>>;

/// The methods whose calls are asked for; nothing where all uses are.
type Methods = Option<&'static [&'static str]>;

/// The files that call methods of attributes of one name, by whoever asks first.
type Callers = Arc<OnceLock<Arc<FxHashSet<PathBuf>>>>;

/// Files by the names of their classes' bases.
type Bases = FxHashMap<String, Vec<PathBuf>>;

/// What is known of the files of a project, by their paths.
#[derive(Debug, Default)]
pub struct Index {
    /// By project: the files with classes that have bases, by what these are called.
    bases: Mutex<FxHashMap<PathBuf, Arc<OnceLock<Bases>>>>,
    /// Where modules are, by the folder of the file that imports them and their names.
    modules: Mutex<FxHashMap<(PathBuf, String), Found>>,
    summaries: Mutex<FxHashMap<PathBuf, Made>>,
    outside: Mutex<FxHashMap<PathBuf, Outside>>,
    /// By file, and how what is used is spelled.
    asked: Mutex<FxHashMap<(PathBuf, String, Methods), Asked>>,
    /// By project, and how that whose methods are called is spelled.
    callers: Mutex<FxHashMap<(PathBuf, String, Methods), Callers>>,
}

/// What the project says where one file asks.
pub struct ProjectView<'a> {
    model: &'a SemanticModel<'a>,
    instances: &'a Instances<&'static str>,
    path: PathBuf,
    options: &'a Options,
    own: OnceLock<Arc<Summary>>,
}

/// How often a name is followed from the module that imports it to the one it is imported from.
const REEXPORTS: usize = 8;

impl PartialEq for Index {
    /// What was read so far says nothing about what is there.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Index {}

impl Index {
    /// What [`module`] says, each asked once.
    fn module(&self, from: &Path, name: &str) -> Found {
        let key = (from.parent()?.to_owned(), name.to_owned());
        let known = || self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known().get(&key) {
            return answer.clone();
        }
        let answer = module(from, name);
        known().insert(key, answer.clone());
        answer
    }

    /// The files in the project of the file at `from` with a class that has a base called `name`.
    fn inheriting(&self, from: &Path, name: &str) -> Vec<PathBuf> {
        let Some(project) = project(from) else { return Vec::new() };
        let known = {
            let mut bases = self.bases.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(bases.entry(project.to_owned()).or_default())
        };
        known.get_or_init(|| bases(project)).get(name).cloned().unwrap_or_default()
    }

    /// What the file at `path` does with what is `spelled` so, an attribute with its dot.
    fn outside_uses(
        &self,
        (path, spelled, methods): (&Path, &str, Methods),
        options: &Options,
    ) -> Uses {
        let name = spelled.trim_start_matches('.');
        let holds = |name: &str| options.patched.may_hold(path, name);
        let outside = {
            let mut outside = self.outside.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(outside.entry(path.to_owned()).or_default())
        };
        let known = |uses: &FxHashMap<String, Uses>| uses.get(name).cloned().unwrap_or_default();
        if let Some(uses) = outside.get().filter(|_| holds(name)) {
            return known(uses);
        }
        let asked = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            let key = (path.to_owned(), spelled.to_owned(), methods);
            Arc::clone(asked.entry(key).or_default())
        };
        let read = || {
            let bytes = source::read_bytes(path).ok()?;
            let may_use = named::may_use(&bytes, spelled, methods);
            let bytes = may_use.then_some(bytes)?;
            let uses = |model: &SemanticModel<'_>, source: &Source, name: &str| -> Uses {
                let uses = model.outside_uses(name).into_iter();
                uses.map(|used| (source.line_column(used.range.start()).line, used)).collect()
            };
            if !holds(name) {
                return modelled(path, bytes, options, |model, source| uses(model, source, name));
            }
            let read = || {
                modelled(path, bytes, options, |model, source| {
                    let names = model.outside_names().into_iter().filter(|name| holds(name));
                    names.map(|name| (name.to_owned(), uses(model, source, name))).collect()
                })
            };
            Some(known(outside.get_or_init(|| read().unwrap_or_default())))
        };
        Arc::clone(asked.get_or_init(|| read().unwrap_or_default()))
    }

    /// The summary of the file at `path`, if it can be read.
    fn summary(&self, path: &Path, options: &Options) -> Option<Arc<Summary>> {
        let known = {
            let mut summaries = self.summaries.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(summaries.entry(path.to_owned()).or_default())
        };
        known.get_or_init(|| read(path, options).map(Arc::new)).clone()
    }
}

fn read(path: &Path, options: &Options) -> Option<Summary> {
    modelled(path, source::read_bytes(path).ok()?, options, |model, _| {
        let owned: Vec<_> = model
            .references()
            .iter()
            .filter_map(|reference| {
                let segments: Vec<&str> = reference.name.segments().collect();
                Some((reference, transforms::owner(&segments)?))
            })
            .collect();
        let instances = members::instances(model, &owned);
        Summary::new(model, &known(model, &instances, options))
    })
}

/// What `work` makes of the file at `path`, which holds `bytes`, if that can be read.
fn modelled<T>(
    path: &Path,
    bytes: Vec<u8>,
    options: &Options,
    work: impl FnOnce(&SemanticModel<'_>, &Source) -> T,
) -> Option<T> {
    let read = || {
        let source = Source::from_bytes(path, bytes).ok()?;
        let ast = Ast::parse(source.text()).ok()?;
        let model = SemanticModel::with_aliases(&ast, source.text(), aliases(path, options));
        Some(work(&model, &source))
    };
    // What a bug spoils is not known.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_default()
}

fn known<'a>(
    model: &'a SemanticModel<'a>,
    instances: &'a Instances<&'static str>,
    options: &Options,
) -> Known<'a> {
    Known { model, instances, target_version: options.target_version }
}

impl<'a> ProjectView<'a> {
    pub(super) fn new(
        model: &'a SemanticModel<'a>,
        instances: &'a Instances<&'static str>,
        path: &Path,
        options: &'a Options,
    ) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Self { model, instances, path, options, own: OnceLock::new() }
    }

    /// What stands in the way of a proof that nothing waits while the code at `block` unwinds.
    pub(crate) fn unwinding(&self, block: Block) -> Vec<Obstacle> {
        let known = known(self.model, self.instances, self.options);
        self.model.unwinding(block, &known, (&self.path, self.own(&known)), self)
    }

    /// Whether what is called at `callee` is a function that gives a coroutine, wherever in the project
    /// it is written; `None` where that is not known.
    pub(crate) fn gives_coroutine(&self, callee: TextRange) -> Option<bool> {
        let known = known(self.model, self.instances, self.options);
        self.model.gives_coroutine(callee, (&self.path, self.own(&known)), self)
    }

    /// What the file at `path` does with what is `spelled` so, an attribute with its dot, each use with its
    /// 1-based line; nothing where the file cannot be read. With `methods`, what calls none of them may be
    /// left out.
    pub(crate) fn outside_uses(&self, path: &Path, spelled: &str, methods: Methods) -> Uses {
        self.options.index.outside_uses((path, spelled, methods), self.options)
    }

    /// The files of the project that call one of `methods` of what is `spelled` so, an attribute with its
    /// dot, but for those of their own objects; by the paths that they were found by.
    pub(crate) fn outside_callers(
        &self,
        spelled: &str,
        methods: &'static [&'static str],
    ) -> Arc<FxHashSet<PathBuf>> {
        let patched = &self.options.patched;
        let known = {
            let callers = &self.options.index.callers;
            let mut callers = callers.lock().unwrap_or_else(PoisonError::into_inner);
            let asked = (patched.root(&self.path), spelled.to_owned(), Some(methods));
            Arc::clone(callers.entry(asked).or_default())
        };
        let calls = |used: &OutsideUse| match &used.kind {
            Some(OutsideKind::Called { name, .. }) => {
                used.of != OutsideOwner::Alike && methods.contains(&name.as_str())
            }
            _ => false,
        };
        let read = || {
            let others = patched.files_naming(&self.path, spelled);
            let others = others.iter().map(|naming| naming.file);
            let mut callers: FxHashSet<PathBuf> = others
                .filter(|file| {
                    let uses = self.outside_uses(file, spelled, Some(methods));
                    uses.iter().any(|(_, used)| calls(used))
                })
                .map(Path::to_owned)
                .collect();
            if self.model.outside_uses(spelled.trim_start_matches('.')).iter().any(calls) {
                callers.extend(patched.found_at(&self.path).map(Path::to_owned));
            }
            Arc::new(callers)
        };
        Arc::clone(known.get_or_init(read))
    }

    fn own(&self, known: &Known<'_>) -> &Arc<Summary> {
        self.own.get_or_init(|| Arc::new(Summary::new(self.model, known)))
    }

    fn summary(&self, path: &Path) -> Option<Arc<Summary>> {
        match path == self.path {
            true => self.own.get().cloned(),
            false => self.options.index.summary(path, self.options),
        }
    }
}

impl Files for ProjectView<'_> {
    fn inheriting(&self, from: &Path, name: &str) -> Vec<(Arc<Path>, Arc<Summary>)> {
        let files = self.options.index.inheriting(from, name);
        let summaries = files.into_iter().filter_map(|path| {
            let summary = self.summary(&path)?;
            Some((path.into(), summary))
        });
        summaries.collect()
    }

    fn defining(&self, from: &Path, name: &str) -> Option<(Arc<Path>, Arc<Summary>, String)> {
        let (mut from, mut name) = (from.to_owned(), name.to_owned());
        for _ in 0..REEXPORTS {
            let (path, rest) = self.options.index.module(&from, &name)?;
            let summary = self.summary(&path)?;
            let (first, more) = match rest.split_once('.') {
                Some((first, more)) => (first, Some(more)),
                None => (rest.as_str(), None),
            };
            let Some(imported) = summary.imported(first) else {
                return Some((path.into(), summary, rest));
            };
            name = match more {
                Some(more) => format!("{imported}.{more}"),
                None => imported.to_owned(),
            };
            from = path;
        }
        None
    }
}

/// The file of the module that the qualified name `name`, as the file at `from` has it, begins with, and
/// the rest of the name, which is not empty.
fn module(from: &Path, name: &str) -> Found {
    let dotless = name.trim_start_matches('.');
    let level = name.len() - dotless.len();
    let segments: Vec<&str> = dotless.split('.').filter(|segment| !segment.is_empty()).collect();
    let folders: Vec<PathBuf> = match level.checked_sub(1) {
        Some(up) => vec![from.parent()?.ancestors().nth(up)?.to_owned()],
        None => roots(from),
    };
    folders.into_iter().find_map(|folder| {
        // The longest name of a module wins.
        (0..segments.len()).rev().find_map(|length| {
            let (module, rest) = segments.split_at_checked(length)?;
            if module.is_empty() && level == 0 {
                return None;
            }
            let base = module.iter().fold(folder.clone(), |path, segment| path.join(segment));
            let file = base.with_extension("py");
            let package = base.join("__init__.py");
            let found = match (package.is_file(), !module.is_empty() && file.is_file()) {
                (true, _) => package,
                (false, true) => file,
                (false, false) => return None,
            };
            Some((found, rest.join(".")))
        })
    })
}

/// The folders in which the modules may be that the file at `from` imports: where its own package is,
/// those around it up to the project's, and the project's `src`.
fn roots(from: &Path) -> Vec<PathBuf> {
    let mut roots = Vec::new();
    for folder in from.ancestors().skip(1) {
        if !folder.join("__init__.py").is_file() {
            roots.push(folder.to_owned());
        }
        if is_project(folder) {
            roots.push(folder.join("src"));
            return roots;
        }
    }
    // No project is declared: the nearest folder is all that is known.
    roots.truncate(1);
    roots
}

fn is_project(folder: &Path) -> bool {
    ["pyproject.toml", "setup.py", ".git"].iter().any(|name| folder.join(name).exists())
}

/// The folder of the project that `file` is in; where none is declared, its own.
fn project(file: &Path) -> Option<&Path> {
    file.ancestors().skip(1).find(|folder| is_project(folder))
}

/// The files of `project` with classes that have bases, by what these are called.
fn bases(project: &Path) -> Bases {
    let mut bases = Bases::default();
    let files = discover(&[project.to_owned()], &Exclude::default()).files;
    read_all(&files, bases_in, |path, names| {
        for name in names {
            let files = bases.entry(name).or_default();
            if files.last() != Some(path) {
                files.push(path.clone());
            }
        }
    });
    bases
}

/// The words between the parentheses of what looks like a class.
fn bases_in(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    for at in memmem::find_iter(bytes, b"class ") {
        let rest = bytes.get(at..).unwrap_or_default();
        let line = rest.get(..memchr(b'\n', rest).unwrap_or(rest.len())).unwrap_or_default();
        let Some(open) = memchr(b'(', line) else { continue };
        let inside = rest.get(open..).unwrap_or_default();
        let inside = inside.get(..memchr(b')', inside).unwrap_or(inside.len())).unwrap_or_default();
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let words = inside.split(|byte| !is_part(byte));
        let words = words.filter_map(|word| std::str::from_utf8(word).ok());
        names.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
    }
    names
}

#[cfg(test)]
mod tests;
