//! Requirements files, as pip reads them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{Manifest, Said, Style, text_of};
use crate::project::{
    Requirement,
    discovery::{normalize, real},
};

/// Words in the names of files that only developers install.
const FOR_DEVELOPERS: [&str; 7] = ["ci", "dev", "doc", "docs", "lint", "test", "tests"];

impl Manifest {
    pub(super) fn add_requirements(&mut self, root: &Path) {
        for path in requirements_files(root) {
            let mut known = Vec::new();
            let is_main = !is_for_developers(&path);
            for (file, found) in read(&path, &mut known) {
                let mut said = Said::default();
                match is_main {
                    true => said.anyio = found,
                    false => said.anyio_beside = found,
                }
                said.style = is_main.then_some(Style::Requirements);
                self.add(file, said);
            }
        }
    }
}

/// What the file at `path` and those that it includes say of AnyIO, file by file. `known` are those
/// that are read already.
fn read(path: &Path, known: &mut Vec<PathBuf>) -> Vec<(PathBuf, Vec<(Requirement, usize)>)> {
    let path = normalize(path);
    let Some(text) = text_of(&path) else { return Vec::new() };
    known.push(real(&path));
    let lines = text.lines().enumerate();
    let own = lines.filter_map(|(at, line)| Some((Requirement::of_anyio(line)?, at + 1)));
    let mut all = vec![(path.clone(), own.collect())];
    for included in text.lines().filter_map(included) {
        let included = path.parent().unwrap_or(Path::new("")).join(included);
        if !known.contains(&real(&included)) {
            all.extend(read(&included, known));
        }
    }
    all
}

/// The file that a line includes.
fn included(line: &str) -> Option<&str> {
    let line = line.split(" #").next()?.trim();
    let rest = line.strip_prefix("--requirement").or_else(|| line.strip_prefix("-r"))?;
    let name = rest.trim_start_matches(['=', ' ', '\t']);
    (!name.is_empty() && !name.contains("://")).then_some(name)
}

/// The project's requirements files: `requirements.txt`, `requirements.in`, then others by name, here
/// and in `requirements/`.
fn requirements_files(root: &Path) -> Vec<PathBuf> {
    let within = |folder: &Path, prefix: &str| {
        let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let mut files: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                name.starts_with(prefix) && (name.ends_with(".txt") || name.ends_with(".in"))
            })
            .collect();
        files.sort_by_key(|path| (order(path), path.clone()));
        files
    };
    let mut files = within(root, "requirements");
    files.extend(within(&root.join("requirements"), ""));
    files
}

/// What is installed in production comes first, and what is resolved before what it is made from.
fn order(path: &Path) -> (bool, bool) {
    let is_main = path.file_stem().is_some_and(|stem| stem == "requirements" || stem == "base");
    (!is_main, path.extension().is_some_and(|extension| extension == "in"))
}

fn is_for_developers(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    stem.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| FOR_DEVELOPERS.contains(&word))
}
