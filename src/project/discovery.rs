//! Which files a user means by PATHS.
//!
//! What is named is taken as it is; what is found in folders must look like Python and like the
//! user's own: not ignored by git, not in a virtual environment, not built.

use std::{
    env, fs, io,
    path::{Component, MAIN_SEPARATOR, Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use ignore::{DirEntry, WalkBuilder, WalkState};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Configs, Globs};
use crate::source::SourceError;

/// Folders that are never a user's own code.
const FOREIGN: [&str; 17] = [
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".jj",
    ".mypy_cache",
    ".nox",
    ".pytest_cache",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    "__pycache__",
    "__pypackages__",
    "node_modules",
    "site-packages",
];

/// Folders that hold what tools wrote, unless they are packages of that name.
const BUILT: [&str; 4] = ["_build", "build", "dist", "venv"];

/// What PATHS stand for.
#[derive(Debug, Default)]
pub struct Discovery {
    /// The files, each once, sorted; spelled as the user spelled what they were found under.
    pub files: Vec<PathBuf>,
    /// Those of `files` that the user named.
    pub named: FxHashSet<PathBuf>,
    /// Files named by the user that hold nothing; they are not in `files`.
    pub empty: Vec<PathBuf>,
    /// Paths named by the user that are left out, in their order.
    pub excluded: Vec<PathBuf>,
    /// Paths that cannot be looked into, sorted.
    pub failures: Vec<(PathBuf, SourceError)>,
}

/// What is left out of PATHS. The default leaves nothing out.
#[derive(Debug, Clone, Default)]
pub struct Exclude {
    /// By command.
    pub globs: Globs,
    /// By what speaks for the folder that something is in.
    pub configs: Arc<Configs>,
}

impl Exclude {
    /// Whether nothing is left out, as far as folders have been looked at.
    pub fn is_empty(&self) -> bool {
        self.globs.patterns().is_empty()
            && self.configs.all().iter().all(|config| config.excludes_nothing())
    }

    /// Whether `path`, which the user named, is left out.
    pub fn leaves_out(&self, path: &Path) -> bool {
        let is_folder = path.is_dir();
        self.globs.matches(path, is_folder) || self.configs.excludes(&real(path), is_folder)
    }
}

/// Finds the files that `paths` stand for. Symbolic links are followed where they are named, and
/// nowhere else.
pub fn discover(paths: &[PathBuf], exclude: &Exclude) -> Discovery {
    let mut found = Discovery::default();
    let mut folders = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Err(error) => found.failures.push((path.clone(), error.into())),
            Ok(_) if exclude.leaves_out(path) => found.excluded.push(path.clone()),
            Ok(metadata) if metadata.is_dir() => folders.push(path),
            Ok(metadata) if metadata.is_file() && metadata.len() == 0 => {
                found.empty.push(path.clone());
            }
            Ok(_) => {
                found.files.extend(stub_of(path).filter(|stub| !exclude.leaves_out(stub)));
                found.files.push(path.clone());
                found.named.insert(path.clone());
            }
        }
    }
    walk(&folders, exclude, &mut found);
    found.failures.sort_by(|a, b| a.0.cmp(&b.0));
    if !found.named.is_empty() || folders.len() > 1 {
        found.files.sort();
    }
    if paths.len() > 1 {
        keep_first_of_each(&mut found.files);
    }
    found
}

/// The `.pyi` beside a `.py`: the two speak of the same names and move together.
fn stub_of(path: &Path) -> Option<PathBuf> {
    let is_module = path.extension().is_some_and(|extension| extension == "py");
    Some(path.with_extension("pyi")).filter(|stub| is_module && stub.is_file())
}

/// What sorts paths as their components do, whose comparison takes many times as long.
fn by_components(path: &Path) -> Vec<u8> {
    let bytes = path.as_os_str().as_encoded_bytes().iter().copied();
    bytes.map(|byte| if char::from(byte) == MAIN_SEPARATOR { 0 } else { byte }).collect()
}

fn walk(folders: &[&PathBuf], exclude: &Exclude, found: &mut Discovery) {
    let Some((first, rest)) = folders.split_first() else { return };
    let mut builder = WalkBuilder::new(first);
    for folder in rest {
        builder.add(folder);
    }
    let roots = real_roots(folders);
    let left_out = (exclude.clone(), roots.clone());
    builder.hidden(false).require_git(false).filter_entry(move |entry| {
        // What was named has been looked at, and nothing else that is no Python is taken.
        entry.depth() == 0 || is_wanted(entry, &left_out.0, &left_out.1)
    });
    let walked = Mutex::new((Vec::new(), Vec::new()));
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            let mut walked = walked.lock().unwrap_or_else(PoisonError::into_inner);
            match entry {
                Ok(entry) if is_python(&entry) => walked.0.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => walked.1.extend(failure(&error)),
            }
            WalkState::Continue
        })
    });
    let (mut files, failures) = walked.into_inner().unwrap_or_else(PoisonError::into_inner);
    files.sort_by_cached_key(|path| by_components(path));
    for files in files.chunk_by(|a, b| a.parent() == b.parent()) {
        let wanted = wanted_files(files, exclude, &roots);
        found.files.extend(wanted.map(|path| tidy(path)));
    }
    found.failures.extend(failures);
}

/// Folders as they were named, with the links in them resolved.
fn real_roots(folders: &[&PathBuf]) -> FxHashMap<PathBuf, PathBuf> {
    folders.iter().map(|folder| (PathBuf::clone(folder), real(folder))).collect()
}

/// Whether a walk that began at one of `roots` goes into a folder that it found, or takes a file. What is
/// left out of a folder's files is asked for all of them together.
fn is_wanted(entry: &DirEntry, exclude: &Exclude, roots: &FxHashMap<PathBuf, PathBuf>) -> bool {
    if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return is_python(entry);
    }
    let path = entry.path();
    !is_foreign(entry)
        && !exclude.globs.matches(path, true)
        && !real_in(path, roots).is_some_and(|real| exclude.configs.excludes(&real, true))
}

/// Those of `files`, all of one folder, that are not left out.
fn wanted_files<'f>(
    files: &'f [PathBuf],
    exclude: &Exclude,
    roots: &FxHashMap<PathBuf, PathBuf>,
) -> impl Iterator<Item = &'f PathBuf> {
    let folder = files.first().and_then(|file| real_in(file.parent()?, roots));
    let config = folder.as_ref().and_then(|folder| exclude.configs.of_folder(folder));
    let config = config.filter(|config| !config.excludes_nothing());
    let rules = config.zip(folder);
    files.iter().filter(move |path| {
        let named = rules.as_ref().zip(path.file_name());
        !exclude.globs.matches(path, false)
            && !named
                .is_some_and(|((config, folder), name)| config.excludes(&folder.join(name), false))
    })
}

/// The folder at `path`, which a walk that began at one of `roots` found, with the links in it resolved.
fn real_in(path: &Path, roots: &FxHashMap<PathBuf, PathBuf>) -> Option<PathBuf> {
    // A walk follows no links, so that only its beginning has any to resolve.
    let (root, real) = path.ancestors().find_map(|root| roots.get_key_value(root))?;
    Some(real.join(path.strip_prefix(root).ok()?))
}

fn is_python(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
        && entry.path().extension().is_some_and(|extension| extension == "py" || extension == "pyi")
}

/// Whether a folder holds what is not the user's own code.
fn is_foreign(entry: &DirEntry) -> bool {
    let has = |name: &str| entry.path().join(name).is_file();
    let name = entry.file_name();
    FOREIGN.iter().any(|foreign| name == *foreign)
        || (BUILT.iter().any(|built| name == *built) && !has("__init__.py"))
        || has("pyvenv.cfg")
}

/// What the walk could not do, and where. Faults in ignore files are not among it: the files are
/// found all the same.
fn failure(error: &ignore::Error) -> Option<(PathBuf, SourceError)> {
    match error {
        ignore::Error::WithPath { path, err } => {
            let reason = err.io_error().map(io::Error::to_string)?;
            Some((tidy(path), SourceError::from(io::Error::other(reason))))
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            failure(err)
        }
        ignore::Error::Partial(errors) => errors.iter().find_map(failure),
        _ => None,
    }
}

/// `./app/jobs.py` as `app/jobs.py`.
fn tidy(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// Keeps the first of the paths that lead to one file.
fn keep_first_of_each(files: &mut Vec<PathBuf>) {
    let mut seen = FxHashSet::default();
    files.retain(|path| seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
}

/// Resolves `.` and `..` by spelling alone.
pub(super) fn normalize(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => normal.push(part),
        }
    }
    normal
}

/// `path` with the links in it resolved, also when there is no such file.
pub(super) fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| {
        let folder = env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
        normalize(&folder.join(path))
    })
}
