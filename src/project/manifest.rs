//! What a project says of itself: the oldest Python that it runs on and the AnyIO that it needs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use toml_edit::{Document, Item, TableLike};

use super::requirement::{Requirement, lower_bound};

/// A project's declarations, gathered from whichever files it keeps them in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// The oldest Python it runs on, as (major, minor).
    pub requires_python: Option<(u8, u8)>,
    /// What it says of AnyIO.
    pub anyio: Requirement,
    /// Where its dependencies are declared: the file and its style.
    pub dependencies: Option<(PathBuf, Style)>,
    /// The file that cannot be read, and why, as a message for users without the path.
    pub problem: Option<(PathBuf, String)>,
}

/// How dependencies are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The `project.dependencies` of PEP 621.
    Project,
    /// Poetry's own table.
    Poetry,
    /// `install_requires` in `setup.cfg`.
    SetupCfg,
    /// `install_requires` in `setup.py`.
    SetupPy,
    /// A requirements file.
    Requirements,
}

impl Style {
    /// Where in its file a dependency stands.
    pub const fn place(self) -> &'static str {
        match self {
            Self::Project => "`dependencies` under `[project]`",
            Self::Poetry => "`[tool.poetry.dependencies]`",
            Self::SetupCfg => "`install_requires` under `[options]`",
            Self::SetupPy => "`install_requires`",
            Self::Requirements => "its lines",
        }
    }

    /// The line that declares AnyIO from `version` on.
    pub fn anyio_line(self, version: (u16, u16)) -> String {
        let (major, minor) = version;
        match self {
            Self::Project | Self::SetupPy => format!("\"anyio>={major}.{minor}\","),
            Self::Poetry => format!("anyio = \">={major}.{minor}\""),
            Self::SetupCfg | Self::Requirements => format!("anyio>={major}.{minor}"),
        }
    }
}

impl Manifest {
    /// Reads what the project at `root` declares. Never fails: what cannot be read is in
    /// [`Manifest::problem`], and says nothing.
    pub fn read(root: &Path) -> Self {
        let mut manifest = Self::default();
        manifest.add_pyproject(root.join("pyproject.toml"));
        manifest.add_setup_cfg(root.join("setup.cfg"));
        manifest.add_setup_py(root.join("setup.py"));
        for path in requirements_files(root) {
            manifest.add_requirements(path);
        }
        manifest
    }

    fn add_pyproject(&mut self, path: PathBuf) {
        let Ok(text) = fs::read_to_string(&path) else { return };
        let document = match Document::parse(text) {
            Ok(document) => document,
            Err(error) => {
                let message = error.message().lines().next().unwrap_or("syntax error").to_owned();
                self.problem = Some((path, format!("not valid TOML ({message})")));
                return;
            }
        };
        let root = document.as_table();
        if let Some(project) = table(root, &["project"]) {
            let python = text_in(project, "requires-python").and_then(lower_bound);
            let needed = project.get("dependencies").and_then(Item::as_array);
            let texts = needed.into_iter().flatten().filter_map(|value| value.as_str());
            let dynamic = project.get("dynamic").and_then(Item::as_array);
            let mut dynamic = dynamic.into_iter().flatten().filter_map(|value| value.as_str());
            let declares = !dynamic.any(|name| name == "dependencies");
            self.add(python, first_of(texts), declares.then(|| (path.clone(), Style::Project)));
        }
        if let Some(poetry) = table(root, &["tool", "poetry", "dependencies"]) {
            let python = poetry.get("python").and_then(poetry_version).and_then(lower_bound);
            let anyio = poetry.get("anyio").map_or(Requirement::Missing, |item| {
                Requirement::in_version(poetry_version(item).unwrap_or_default())
            });
            self.add(python, anyio, Some((path, Style::Poetry)));
        }
    }

    fn add_setup_cfg(&mut self, path: PathBuf) {
        let Ok(text) = fs::read_to_string(&path) else { return };
        let python = setup_cfg_values(&text, "python_requires").into_iter().find_map(lower_bound);
        let needed = setup_cfg_values(&text, "install_requires");
        let place = (!needed.is_empty()).then_some((path, Style::SetupCfg));
        self.add(python, first_of(needed), place);
    }

    fn add_setup_py(&mut self, path: PathBuf) {
        let Ok(text) = fs::read_to_string(&path) else { return };
        let python = text.split("python_requires").nth(1).and_then(|after| {
            let after = after.trim_start_matches(['"', '\'', ' ']);
            quoted(after.strip_prefix(['=', ':'])?.trim_start())
        });
        let needed = ["\"anyio", "'anyio"]
            .into_iter()
            .filter_map(|open| quoted(text.get(text.find(open)?..)?));
        let place = text.contains("install_requires").then_some((path, Style::SetupPy));
        self.add(python.and_then(lower_bound), first_of(needed), place);
    }

    fn add_requirements(&mut self, path: PathBuf) {
        let Ok(text) = fs::read_to_string(&path) else { return };
        self.add(None, first_of(text.lines()), Some((path, Style::Requirements)));
    }

    /// Adds what a further file says; the first to say something is believed.
    fn add(
        &mut self,
        python: Option<(u16, u16)>,
        anyio: Requirement,
        dependencies: Option<(PathBuf, Style)>,
    ) {
        let small = |(major, minor)| Some((u8::try_from(major).ok()?, u8::try_from(minor).ok()?));
        self.requires_python = self.requires_python.or(python.and_then(small));
        self.anyio = self.anyio.or(|| anyio);
        self.dependencies = self.dependencies.take().or(dependencies);
    }
}

fn table<'a>(root: &'a dyn TableLike, keys: &[&str]) -> Option<&'a dyn TableLike> {
    keys.iter().try_fold(root, |table, key| table.get(key)?.as_table_like())
}

fn text_in<'a>(table: &'a dyn TableLike, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Item::as_str)
}

/// `"^4"` or `{ version = "^4", extras = […] }`.
fn poetry_version(item: &Item) -> Option<&str> {
    item.as_str().or_else(|| text_in(item.as_table_like()?, "version"))
}

fn first_of<'a>(requirements: impl IntoIterator<Item = &'a str>) -> Requirement {
    requirements
        .into_iter()
        .map(Requirement::of_anyio)
        .find(|found| *found != Requirement::Missing)
        .unwrap_or_default()
}

/// What stands between the quotes that `text` begins with.
fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text.get(1..)?.split(quote).next()
}

/// The lines of the value of `key` under `[options]`.
fn setup_cfg_values<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    let mut values = Vec::new();
    let (mut in_options, mut in_key) = (false, false);
    for line in text.lines() {
        if line.starts_with('[') {
            (in_options, in_key) = (line.trim_end() == "[options]", false);
        } else if line.starts_with([' ', '\t']) {
            values.extend(in_key.then(|| line.trim()).filter(|value| !value.is_empty()));
        } else if let Some((name, value)) = line.split_once(['=', ':']) {
            in_key = in_options && name.trim() == key;
            values.extend(in_key.then(|| value.trim()).filter(|value| !value.is_empty()));
        }
    }
    values
}

/// `requirements.txt`, then the others beside it by name.
fn requirements_files(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with("requirements") && name.ends_with(".txt")
        })
        .collect();
    files.sort_by_key(|path| {
        (path.file_name().is_none_or(|name| name != "requirements.txt"), path.clone())
    });
    files
}
