//! What a project says of itself: the oldest Python that it runs on and the AnyIO that it needs.

mod pip;
mod setup;
mod toml;

use std::path::{Path, PathBuf};

use super::{Requirement, requirement::Version};
use crate::source::read_bytes;

/// A project's declarations, gathered from whichever files it keeps them in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// The oldest Python it runs on, as (major, minor).
    pub requires_python: Option<Declared<(u8, u8)>>,
    /// What its dependencies say of AnyIO; `None` when nothing.
    pub anyio: Option<Declared<Requirement>>,
    /// What its extras, dependency groups and files for developers say of AnyIO.
    pub anyio_beside: Option<Declared<Requirement>>,
    /// Where its dependencies are declared: the file and its style.
    pub dependencies: Option<(PathBuf, Style)>,
    /// The file that cannot be read, and why, as a message for users without the path.
    pub problem: Option<(PathBuf, String)>,
}

/// Something that a manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared<T> {
    /// What it says.
    pub value: T,
    /// The file.
    pub file: PathBuf,
    /// The 1-based line.
    pub line: usize,
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
    /// The `packages` of a `Pipfile`.
    Pipfile,
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
            Self::Pipfile => "`[packages]`",
        }
    }

    /// The line that declares AnyIO from `version` on.
    pub fn anyio_line(self, version: (u16, u16)) -> String {
        let (major, minor) = version;
        match self {
            Self::Project | Self::SetupPy => format!("\"anyio>={major}.{minor}\","),
            Self::Poetry | Self::Pipfile => format!("anyio = \">={major}.{minor}\""),
            Self::SetupCfg | Self::Requirements => format!("anyio>={major}.{minor}"),
        }
    }
}

/// What one list of requirements, or one file, says.
#[derive(Debug, Default)]
struct Said {
    /// The oldest Python, and its line.
    python: Option<(Version, usize)>,
    /// What is said of AnyIO, and the line of each; one for each environment.
    anyio: Vec<(Requirement, usize)>,
    /// The same in extras and groups.
    anyio_beside: Vec<(Requirement, usize)>,
    /// How dependencies are declared here, if they are.
    style: Option<Style>,
}

impl Manifest {
    /// Reads what the project at `root` declares. Never fails: what cannot be read is in
    /// [`Manifest::problem`], and says nothing.
    pub fn read(root: &Path) -> Self {
        let mut manifest = Self::default();
        manifest.add_pyproject(root.join("pyproject.toml"));
        manifest.add_setup_cfg(root.join("setup.cfg"));
        manifest.add_setup_py(root.join("setup.py"));
        manifest.add_requirements(root);
        manifest.add_pipfile(root.join("Pipfile"));
        manifest
    }

    /// Takes over what is missing here from the project that this one is a part of.
    pub fn inherit(&mut self, outer: &Self) {
        self.requires_python = self.requires_python.take().or(outer.requires_python.clone());
        if self.dependencies.is_none() {
            self.anyio = self.anyio.take().or(outer.anyio.clone());
            self.anyio_beside = self.anyio_beside.take().or(outer.anyio_beside.clone());
            self.dependencies.clone_from(&outer.dependencies);
        }
    }

    /// The oldest AnyIO that is declared anywhere, and where; not when any version will do.
    pub fn oldest_anyio(&self) -> Option<Declared<Version>> {
        let declared = self.anyio.iter().chain(&self.anyio_beside);
        let mut bounds = declared.filter_map(|it| match it.value {
            Requirement::AtLeast(value) => {
                Some(Declared { value, file: it.file.clone(), line: it.line })
            }
            Requirement::AnyVersion => None,
        });
        bounds.next()
    }

    /// Adds what a further file says; the first to say something is believed.
    fn add(&mut self, file: PathBuf, said: Said) {
        let declared = |line| Declared { value: (), file: file.clone(), line };
        let python = said.python.and_then(|((major, minor), line)| {
            let value = (u8::try_from(major).ok()?, u8::try_from(minor).ok()?);
            Some(declared(line).with(value))
        });
        let oldest = |all: &[(Requirement, usize)]| {
            // Of several environments, the one with the oldest AnyIO decides.
            let found = all.iter().min_by_key(|(requirement, _)| requirement.age());
            found.map(|(requirement, line)| declared(*line).with(*requirement))
        };
        self.requires_python = self.requires_python.take().or(python);
        self.anyio = self.anyio.take().or(oldest(&said.anyio));
        self.anyio_beside = self.anyio_beside.take().or(oldest(&said.anyio_beside));
        self.dependencies = self.dependencies.take().or(said.style.map(|style| (file, style)));
    }
}

/// What the file at `path` holds; `None` for what is no text, or no file: a named pipe would be waited
/// for.
fn text_of(path: &Path) -> Option<String> {
    String::from_utf8(read_bytes(path).ok()?).ok()
}

impl<T> Declared<T> {
    fn with<U>(self, value: U) -> Declared<U> {
        Declared { value, file: self.file, line: self.line }
    }
}
