//! Which project and which repository a file belongs to.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use rustc_hash::FxHashMap;

use super::discovery::real;

/// What a project's folder holds at least one of.
const PROJECT: [&str; 3] = ["pyproject.toml", "setup.py", ".git"];

/// The folders that projects and repositories begin at, each looked up once.
#[derive(Debug, Default)]
pub struct Roots {
    projects: FxHashMap<PathBuf, Option<PathBuf>>,
    repositories: FxHashMap<PathBuf, Option<PathBuf>>,
    /// Folders as they are spelled, with the links in them resolved.
    folders: FxHashMap<PathBuf, PathBuf>,
}

impl Roots {
    /// The project that `file` belongs to: the nearest folder with a `pyproject.toml`, `setup.py` or
    /// `.git`.
    pub fn declared_project(&mut self, file: &Path) -> Option<PathBuf> {
        nearest(&self.folder(file), &PROJECT, &mut self.projects)
    }

    /// The project that `file` belongs to; where none is declared, the file's own folder.
    pub fn project(&mut self, file: &Path) -> PathBuf {
        let folder = self.folder(file);
        self.project_around(folder)
    }

    /// The same for the files in `folder`, as [`Roots::folder`] gives it.
    pub fn project_around(&mut self, folder: PathBuf) -> PathBuf {
        nearest(&folder, &PROJECT, &mut self.projects).unwrap_or(folder)
    }

    /// The root of the git repository that `file` is in, links resolved.
    pub fn repository(&mut self, file: &Path) -> Option<PathBuf> {
        nearest(&self.folder(file), &[".git"], &mut self.repositories)
    }

    /// The path of `file` in a patch: from its repository's root, outside git from the current
    /// folder, and from the file system's root where that does not hold it. Bytes, with `/`.
    pub fn patch_path(&mut self, file: &Path) -> Vec<u8> {
        let file = real(file);
        let base = self.repository(&file).unwrap_or_else(|| real(Path::new(".")));
        let relative = file.strip_prefix(base).unwrap_or(&file);
        let parts = relative.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name.as_encoded_bytes()),
            _ => None,
        });
        parts.collect::<Vec<_>>().join(&b'/')
    }

    /// The project that the one at `root` is a part of: the next further up in the same repository.
    pub fn outer_project(&mut self, root: &Path) -> Option<PathBuf> {
        let is_whole = root.join(".git").exists();
        let repository = self.repository(root).filter(|_| !is_whole)?;
        self.declared_project(root).filter(|outer| outer.starts_with(repository))
    }

    /// The folder that `file` is in, links resolved.
    pub fn folder(&mut self, file: &Path) -> PathBuf {
        let parent = |file: &Path| file.parent().unwrap_or(file).to_owned();
        if fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_symlink()) {
            return parent(&real(file));
        }
        let folder = self.folders.entry(parent(file));
        folder.or_insert_with_key(|folder| real(&Path::new(".").join(folder))).clone()
    }
}

fn nearest(
    folder: &Path,
    markers: &[&str],
    known: &mut FxHashMap<PathBuf, Option<PathBuf>>,
) -> Option<PathBuf> {
    let mut unknown = Vec::new();
    let mut root = None;
    for ancestor in folder.ancestors() {
        if let Some(answer) = known.get(ancestor) {
            root.clone_from(answer);
            break;
        }
        unknown.push(ancestor.to_owned());
        if markers.iter().any(|marker| ancestor.join(marker).exists()) {
            root = Some(ancestor.to_owned());
            break;
        }
    }
    known.extend(unknown.into_iter().map(|ancestor| (ancestor, root.clone())));
    root
}
