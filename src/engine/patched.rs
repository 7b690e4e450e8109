//! What other files of the project know of a file's asyncio names.
//!
//! `mock.patch("app.jobs.asyncio.sleep")` stops working when the code it is about calls something else,
//! and `from app.jobs import sleep` when that module no longer imports it. Either may stand in any file,
//! so all of them are searched, as bytes.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    path::{Path, PathBuf, absolute},
    sync::{LazyLock, OnceLock},
};

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    imported::{Imported, Taken, taken_by},
    in_order,
    named::{Names, Role, find_word, used},
    replacing::{Target, What, Words as Found, targets},
    with_bytes,
};
use crate::{
    source::{self, SourceError},
    transforms,
};

/// The places of a project that replace or import an owned name, or copy contexts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patched {
    /// So many files were searched.
    searched: usize,
    /// By owned name, or the name of its package for any in it.
    owned: FxHashMap<String, Replaced>,
    /// By the name that a module binds, `*` for any.
    bound: FxHashMap<String, Replaced>,
    imported: Imported,
    /// Whether code may run in a copy of a context that `anyio.run` has marked as running.
    copies_context: bool,
    /// Folders from which imports find something else as AnyIO, each with that.
    shadowed: Vec<(PathBuf, PathBuf)>,
    /// The files that hold a word of [`transforms::HELD`], by that word.
    held: FxHashMap<&'static str, Vec<PathBuf>>,
    /// The files that may use asyncio's objects.
    asynchronous: Vec<PathBuf>,
    /// The folders of the projects that the files are of.
    roots: FxHashSet<PathBuf>,
    projects: OnceLock<FxHashMap<PathBuf, Project>>,
}

/// The files of one project, or of none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Project {
    held: FxHashSet<&'static str>,
    asynchronous: Vec<PathBuf>,
    names: OnceLock<Names>,
}

impl Project {
    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(&self.asynchronous))
    }
}

/// Where a name is replaced, each with the first file that does it and its number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Replaced {
    /// By the dotted module that is patched; empty for every module.
    in_modules: FxHashMap<String, (usize, PathBuf)>,
    /// By the file that does it.
    in_files: FxHashMap<PathBuf, usize>,
}

/// A file that replaces something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replacing<'p> {
    /// The file.
    pub file: &'p Path,
    /// Whether it names what it replaces; it may replace something else otherwise.
    pub certain: bool,
}

/// A file that may name something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Naming<'p> {
    /// The file.
    pub file: &'p Path,
    /// Whether it may import the module that it was asked about.
    pub imports: bool,
}

/// What one file holds.
#[derive(Debug, Default)]
struct Searched {
    can_matter: bool,
    targets: Vec<Target>,
    taken: Vec<Taken>,
    copies_context: bool,
    held: Vec<&'static str>,
    is_asynchronous: bool,
}

/// The user's own names that stand for owned ones.
pub(super) type Aliases = BTreeMap<String, &'static str>;

/// The longest dotted name, or line before `import`, that is taken for one, in bytes.
pub(super) const LONGEST: usize = 1 << 10;

/// So many files are searched in one go: most take less time than to say so.
const AT_ONCE: usize = 64;

impl Patched {
    /// Searches `files` too, in which `aliases` stand for owned names, on `jobs` threads. Says of each
    /// whether there can be anything to say about it.
    pub fn search(
        &mut self,
        files: &[PathBuf],
        aliases: &Aliases,
        jobs: usize,
    ) -> Vec<Result<bool, SourceError>> {
        let mut can_matter = Vec::with_capacity(files.len());
        let search = |files: &&[PathBuf]| {
            let searched =
                |file: &PathBuf| with_bytes(file, |bytes| searched(file, bytes, aliases));
            files.iter().map(searched).collect::<Vec<_>>()
        };
        let chunks: Vec<&[PathBuf]> = files.chunks(AT_ONCE).collect();
        let Ok(()) = in_order(&chunks, jobs, search, |files, all| {
            for (file, searched) in files.iter().zip(all) {
                can_matter.push(searched.map(|searched| self.add(file, searched)));
            }
            Ok::<_, Infallible>(())
        });
        can_matter
    }

    fn add(&mut self, file: &Path, searched: Searched) -> bool {
        self.searched += 1;
        for Target { module, what } in searched.targets {
            let replaced = match what {
                What::Owned(name) => {
                    let replaced = self.owned.entry(name).or_default();
                    replaced.in_files.entry(file.to_owned()).or_insert(self.searched);
                    replaced
                }
                What::Bound(name) => self.bound.entry(name).or_default(),
            };
            replaced.in_modules.entry(module).or_insert_with(|| (self.searched, file.to_owned()));
        }
        self.imported.extend(searched.taken);
        self.copies_context |= searched.copies_context;
        self.shadowed.extend(shadowed_by(file).map(|folder| (folder, file.to_owned())));
        for word in searched.held {
            self.held.entry(word).or_default().push(file.to_owned());
        }
        if searched.is_asynchronous {
            self.asynchronous.push(file.to_owned());
        }
        searched.can_matter
    }

    /// Whether some file copies contexts, in which a nested `anyio.run` would think that a loop runs.
    pub fn copies_context(&self) -> bool {
        self.copies_context
    }

    /// Whether another file may import `name` from the module at `path`.
    pub fn is_imported(&self, path: &Path, name: &str) -> bool {
        self.imported.from(path).any(|taken| taken == name || taken == "*")
    }

    /// Says where the projects are whose files were searched; files outside of them count as one.
    pub fn set_roots(&mut self, roots: impl IntoIterator<Item = PathBuf>) {
        self.roots = roots.into_iter().collect();
        self.projects = OnceLock::new();
    }

    /// What would be imported as AnyIO in the module at `path`, if not AnyIO.
    pub fn shadowing(&self, path: &Path) -> Option<&Path> {
        if self.shadowed.is_empty() {
            return None;
        }
        let path = absolute(path).unwrap_or_else(|_| path.to_owned());
        let shadowed = self.shadowed.iter().find(|(folder, _)| path.starts_with(folder));
        shadowed.map(|(_, module)| module.as_path())
    }

    /// Whether a file of the project that `path` is in holds `word`, one of [`transforms::HELD`].
    pub fn project_holds(&self, path: &Path, word: &str) -> bool {
        let holds = |project: &Project| project.held.contains(word);
        !self.held.is_empty() && self.project(path).is_some_and(holds)
    }

    /// A file of the same project that uses `name`, which is private to the module at `path`.
    pub fn file_using(&self, name: &str, path: &Path) -> Option<&Path> {
        let files = self.files(path, |names| names.files(Role::Private, name).collect());
        let uses = |file: &&Path| {
            // What cannot be read is told where it is looked at.
            source::read_bytes(file).is_ok_and(|bytes| used(&bytes).contains(name))
        };
        files.into_iter().find(uses)
    }

    /// A file of the same project that may import the module at `path`.
    pub fn file_importing(&self, path: &Path) -> Option<&Path> {
        let module = module_name(path)?;
        let files = self.files(path, |names| names.files(Role::Imported, module).collect());
        files.into_iter().next()
    }

    /// The files of the same project, other than the one at `path`, that may use what is called `name`
    /// there: as an attribute where that begins with a dot.
    pub fn files_naming<'p>(&'p self, path: &Path, name: &str) -> Vec<Naming<'p>> {
        let word = name.trim_start_matches('.');
        let naming = |names: &Names| {
            let mut files: Vec<u32> = names.files(Role::Named, word).collect();
            if word == name {
                files.extend(names.files(Role::Imported, "*"));
            }
            files.sort_unstable();
            files.dedup();
            files
        };
        let files = self.files(path, naming);
        if files.is_empty() {
            return Vec::new();
        }
        let importing = |names: &Names| {
            let module = module_name(path);
            module.into_iter().flat_map(|module| names.files(Role::Imported, module)).collect()
        };
        let importers: FxHashSet<&Path> = self.files(path, importing).into_iter().collect();
        let files = files.into_iter();
        files.map(|file| Naming { file, imports: importers.contains(file) }).collect()
    }

    /// Whether some file of the project of the one at `path` may give this name to an object that is followed
    /// into other files.
    pub(super) fn may_hold(&self, path: &Path, name: &str) -> bool {
        self.project(path)
            .is_some_and(|project| project.names().files(Role::Holding, name).next().is_some())
    }

    /// The files of the project that the one at `path` is in, which `chosen` chooses by what all say, without
    /// that one.
    fn files(&self, path: &Path, chosen: impl Fn(&Names) -> Vec<u32>) -> Vec<&Path> {
        let path = absolute(path).unwrap_or_else(|_| path.to_owned());
        let Some(project) = self.project(&path) else { return Vec::new() };
        let files = chosen(project.names()).into_iter();
        let files =
            files.filter_map(|index| project.asynchronous.get(usize::try_from(index).ok()?));
        files.filter(|file| !is_at(file, &path)).map(PathBuf::as_path).collect()
    }

    /// The path that the file at the absolute `path` was found by, if it was searched.
    pub(super) fn found_at(&self, path: &Path) -> Option<&Path> {
        let mut files = self.project(path)?.asynchronous.iter();
        files.find(|file| is_at(file, path)).map(PathBuf::as_path)
    }

    fn project(&self, path: &Path) -> Option<&Project> {
        let projects = self.projects.get_or_init(|| {
            let mut projects: FxHashMap<PathBuf, Project> = FxHashMap::default();
            for file in &self.asynchronous {
                let project = projects.entry(self.root(file)).or_default();
                project.asynchronous.push(file.clone());
            }
            for (word, files) in &self.held {
                for file in files {
                    projects.entry(self.root(file)).or_default().held.insert(word);
                }
            }
            projects
        });
        projects.get(&self.root(path))
    }

    /// The folder of the project that `path` is in; an empty path if it is in none.
    pub(super) fn root(&self, path: &Path) -> PathBuf {
        let path = absolute(path).unwrap_or_else(|_| path.to_owned());
        let root = path.ancestors().find(|folder| self.roots.contains(*folder));
        root.map(Path::to_owned).unwrap_or_default()
    }

    /// Who replaces what the owned `name` means in the module at `path`.
    pub fn replacing<'p>(&'p self, name: &str, path: &'p Path) -> Option<Replacing<'p>> {
        let by_name = |name: &str, certain| {
            let replaced = self.owned.get(name)?;
            let here = replaced.in_files.get(path).map(|number| (*number, path));
            let files = replaced.first_in(modules(path)).into_iter().chain(here);
            let (_, file) = files.min_by_key(|(number, _)| *number)?;
            Some(Replacing { file, certain })
        };
        let package = name.split('.').next().unwrap_or(name);
        by_name(name, true).or_else(|| by_name(package, false))
    }

    /// Who replaces `name` among what the module at `path` binds.
    pub fn rebinding(&self, name: &str, path: &Path) -> Option<Replacing<'_>> {
        self.rebound(name, || modules(path))
    }

    /// Who replaces the user's own `name`, wherever that is defined.
    pub fn replacing_own(&self, name: &str) -> Option<Replacing<'_>> {
        let (module, name) = name.rsplit_once('.')?;
        self.rebound(name, || ends(module.split('.').map(str::to_owned).collect()))
    }

    fn rebound<I: Iterator<Item = String>>(
        &self,
        name: &str,
        modules: impl Fn() -> I,
    ) -> Option<Replacing<'_>> {
        let by_name = |name: &str, certain| {
            let (_, file) = self.bound.get(name)?.first_in(modules())?;
            Some(Replacing { file, certain })
        };
        by_name(name, true).or_else(|| by_name("*", false))
    }
}

impl Naming<'_> {
    /// The 1-based line on which the file first holds `name`; none where it does not.
    pub fn line_of(&self, name: &str) -> Option<usize> {
        let bytes = source::read_bytes(self.file).ok()?;
        Some(source::line_at(&bytes, find_word(&bytes, name)?))
    }
}

impl Replaced {
    /// The first file that does it in one of `modules`.
    fn first_in(&self, modules: impl Iterator<Item = String>) -> Option<(usize, &Path)> {
        let files = modules.filter_map(|module| self.in_modules.get(&module));
        files.map(|(before, file)| (*before, file.as_path())).min_by_key(|(before, _)| *before)
    }
}

/// What import statements call the module at `path`, without the packages around it.
fn module_name(path: &Path) -> Option<&str> {
    let stem = path.file_stem()?.to_str()?;
    let package = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    if stem == "__init__" { package } else { Some(stem) }
}

/// Whether `file` is at the absolute `path`.
fn is_at(file: &Path, path: &Path) -> bool {
    // Where the current folder is, is asked for few.
    file.file_name() == path.file_name() && absolute(file).is_ok_and(|file| file == path)
}

/// The folder from which imports find `file` in AnyIO's place.
fn shadowed_by(file: &Path) -> Option<PathBuf> {
    let package = file.parent().filter(|package| package.ends_with(transforms::TARGET));
    let package = package.filter(|package| package.join("__init__.py").exists());
    let is_module = file.ends_with(format!("{}.py", transforms::TARGET));
    let module = package.or(Some(file).filter(|_| is_module))?;
    let folder = absolute(module).ok()?.parent()?.to_owned();
    if folder.join("__init__.py").exists() {
        return None;
    }
    // Tests import from beside it what the folder holds.
    let is_inner = folder.file_name().is_some_and(|name| name == "src" || name == "lib");
    Some(folder.parent().filter(|_| is_inner).map_or(folder.clone(), Path::to_owned))
}

/// The dotted names by which the file at `path` may be imported, down to none at all.
fn modules(path: &Path) -> impl Iterator<Item = String> {
    let path = absolute(path).unwrap_or_else(|_| path.to_owned()).with_extension("");
    let mut names: Vec<String> =
        path.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    names.pop_if(|last| last == "__init__");
    ends(names)
}

/// The dotted names that the one of these parts ends with, down to none at all.
fn ends(names: Vec<String>) -> impl Iterator<Item = String> {
    (0..=names.len()).map(move |first| names.get(first..).unwrap_or_default().join("."))
}

/// The words that are searched for.
struct Words {
    all: AhoCorasick,
    /// Their kinds, in the same order.
    kinds: Vec<Word>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Import,
    /// Part of what calls are named that replace something.
    Replacing,
    CopiesContext,
    /// One of [`transforms::HELD`].
    Held(&'static str),
    /// What code that has to do with coroutines says.
    Asynchronous,
    /// One of [`transforms::NEEDLES`].
    Needle,
    /// What comments that are meant for us begin with.
    Ours,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let copying = ["copy_context", "to_thread", "sync_to_async", "async_to_sync"];
    let needles = transforms::NEEDLES.iter().map(|needle| (*needle, Word::Needle));
    let copying = copying.map(|word| (word, Word::CopiesContext));
    let replacing = ["patch", "setattr", "delattr"].map(|word| (word, Word::Replacing));
    let held = transforms::HELD.into_iter().flatten().map(|word| (*word, Word::Held(word)));
    // What plain functions do with objects of asyncio that AnyIO's do otherwise.
    let asynchronous = ["await", ".clear(", ".release(", "_nowait(", ".notify"];
    let asynchronous = asynchronous.map(|word| (word, Word::Asynchronous));
    let others = [("import", Word::Import), ("anyiofy", Word::Ours)];
    let all = needles.chain(copying).chain(replacing).chain(held).chain(asynchronous).chain(others);
    let (words, kinds): (Vec<&str>, Vec<Word>) = all.unzip();
    // Leftmost matches, of which no word here has others, are found with vector instructions.
    let all = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
    Words { all: all.expect("a few words make a small automaton"), kinds }
});

fn searched(path: &Path, bytes: &[u8], aliases: &Aliases) -> Searched {
    let (mut needles, mut imports, mut replacing) = (Vec::new(), Vec::new(), Vec::new());
    let mut held = Vec::new();
    let (mut copies_context, mut is_ours, mut is_asynchronous) = (false, false, false);
    for found in WORDS.all.find_iter(bytes) {
        match WORDS.kinds.get(found.pattern().as_usize()) {
            Some(Word::Needle) => needles.push(found.range()),
            Some(Word::Import) => imports.push(found.range()),
            Some(Word::Replacing) => replacing.push(found.range()),
            Some(Word::CopiesContext) => copies_context = true,
            Some(Word::Held(word)) if held.contains(word) => {}
            Some(Word::Held(word)) => held.push(*word),
            Some(Word::Asynchronous) => is_asynchronous = true,
            Some(Word::Ours) => is_ours = true,
            None => {}
        }
    }
    let of_alias = |alias: &String| memmem::find(bytes, last_of(alias).as_bytes()).is_some();
    let words = Found { bytes, imports: &imports, needles: &needles, replacing: &replacing };
    Searched {
        can_matter: !needles.is_empty() || is_ours || aliases.keys().any(of_alias),
        targets: targets(words),
        taken: taken_by(path, bytes, (&imports, &needles), aliases),
        copies_context,
        held,
        is_asynchronous: is_asynchronous || !needles.is_empty(),
    }
}

/// The identifier that `bytes` end with; none if they end with something else.
pub(super) fn last_segment(bytes: &[u8]) -> Option<&str> {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    let length = bytes.iter().rev().take_while(part).count();
    let segment = std::str::from_utf8(bytes.get(bytes.len() - length..)?).ok()?;
    (!segment.is_empty()).then_some(segment)
}

/// The last segment of a dotted name.
pub(super) fn last_of(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

#[cfg(test)]
mod tests;
