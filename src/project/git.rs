//! Whether git could give back what a run is about to replace.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use rustc_hash::FxHashSet;

use super::{Roots, discovery::real};

/// Why writing some files could lose work. Empty when it could not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Uncommitted {
    /// Files with changes that are not committed, in the repositories concerned; absolute, sorted.
    pub changed: Vec<PathBuf>,
    /// Files to be written that no repository holds, as given.
    pub unversioned: Vec<PathBuf>,
    /// What git said when it could not be asked.
    pub complaint: Option<String>,
}

impl Uncommitted {
    /// Whether everything is safe in a repository.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.unversioned.is_empty()
    }
}

/// Asks git about the repositories that `files`, which are about to be written, are in.
pub fn uncommitted(files: &[PathBuf], roots: &mut Roots) -> Uncommitted {
    let mut answer = Uncommitted::default();
    let mut asked: Vec<(PathBuf, FxHashSet<PathBuf>)> = Vec::new();
    for file in files {
        let Some(root) = roots.repository(file) else {
            answer.unversioned.push(file.clone());
            continue;
        };
        let known = asked.iter().position(|(repository, _)| *repository == root);
        let at = known.unwrap_or_else(|| {
            asked.push((root.clone(), ask(&root, &mut answer)));
            asked.len() - 1
        });
        if asked.get(at).is_none_or(|(_, versioned)| !versioned.contains(&real(file))) {
            answer.unversioned.push(file.clone());
        }
    }
    answer.changed.sort_unstable();
    answer
}

/// The files that the repository at `root` holds; its uncommitted changes go to `answer`.
fn ask(root: &Path, answer: &mut Uncommitted) -> FxHashSet<PathBuf> {
    let status = ["status", "--porcelain=v1", "-z", "--untracked-files=no", "--no-renames"];
    let mut files = |arguments: &[&str]| match git(root, arguments) {
        Ok(output) => output,
        Err(complaint) => {
            answer.complaint = Some(complaint);
            Vec::new()
        }
    };
    let versioned =
        entries(&files(&["ls-files", "-z"])).map(|name| root.join(path(name))).collect();
    let status = files(&[&status[..], &["--ignore-submodules=dirty"]].concat());
    answer.changed.extend(
        entries(&status).filter_map(|entry| entry.get(3..)).map(|name| root.join(path(name))),
    );
    versioned
}

fn git(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments).env("GIT_OPTIONAL_LOCKS", "0");
    // A hook's environment speaks of the hook's repository, not of the one at `root`.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    match command.output() {
        Ok(output) if output.status.success() => Ok(output.stdout),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Err(format!("git cannot be run: {error}")),
    }
}

fn entries(output: &[u8]) -> impl Iterator<Item = &[u8]> {
    output.split(|byte| *byte == 0).filter(|entry| !entry.is_empty())
}

#[cfg(unix)]
fn path(name: &[u8]) -> PathBuf {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    PathBuf::from(OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}
