//! `pyproject.toml` and `Pipfile`.

use std::path::{Path, PathBuf};

use toml_edit::{Document, Item, TableLike, Value};

use super::{Manifest, Said, Style, text_of};
use crate::project::{
    Requirement,
    config::place,
    requirement::{Version, lower_bound},
};

impl Manifest {
    pub(super) fn add_pyproject(&mut self, path: PathBuf) {
        let Some(file) = self.parse(&path) else { return };
        for (said, table) in [
            (file.project(), &["project"][..]),
            (file.poetry(), &["tool", "poetry", "dependencies"]),
            (file.groups(), &[]),
        ] {
            if file.table(table).is_some() {
                self.add(path.clone(), said);
            }
        }
    }

    pub(super) fn add_pipfile(&mut self, path: PathBuf) {
        let Some(file) = self.parse(&path) else { return };
        let versions = file.table(&["requires"]);
        let version =
            ["python_version", "python_full_version"].iter().find_map(|key| versions?.get(key));
        let packages = file.table(&["packages"]);
        let said = Said {
            python: version.and_then(|item| file.python(item)),
            anyio: packages.map(|table| file.in_table(table)).unwrap_or_default(),
            anyio_beside: file
                .table(&["dev-packages"])
                .map(|table| file.in_table(table))
                .unwrap_or_default(),
            style: packages.map(|_| Style::Pipfile),
        };
        self.add(path, said);
    }

    /// The file at `path`; what is wrong with it is kept as the problem.
    fn parse(&mut self, path: &Path) -> Option<Toml> {
        let text = text_of(path)?;
        match Document::parse(text) {
            Ok(document) => Some(Toml(document)),
            Err(error) => {
                let message = error.message().lines().next().unwrap_or("syntax error").to_owned();
                self.problem = Some((path.to_owned(), format!("not valid TOML ({message})")));
                None
            }
        }
    }
}

struct Toml(Document<String>);

impl Toml {
    fn table(&self, keys: &[&str]) -> Option<&dyn TableLike> {
        let root: &dyn TableLike = self.0.as_table();
        keys.iter().try_fold(root, |table, key| table.get(key)?.as_table_like())
    }

    fn line(&self, span: Option<std::ops::Range<usize>>) -> usize {
        place(self.0.raw(), span.unwrap_or_default().start).line
    }

    /// `[project]`, as PEP 621 has it.
    fn project(&self) -> Said {
        let Some(project) = self.table(&["project"]) else { return Said::default() };
        let dynamic = project.get("dynamic").and_then(Item::as_array);
        let mut dynamic = dynamic.into_iter().flatten().filter_map(Value::as_str);
        let extras = project.get("optional-dependencies").and_then(Item::as_table_like);
        let extras = extras.into_iter().flat_map(|table| table.iter());
        Said {
            python: project.get("requires-python").and_then(|item| self.python(item)),
            anyio: project.get("dependencies").map(|list| self.in_list(list)).unwrap_or_default(),
            anyio_beside: extras.flat_map(|(_, list)| self.in_list(list)).collect(),
            style: (!dynamic.any(|name| name == "dependencies")).then_some(Style::Project),
        }
    }

    fn poetry(&self) -> Said {
        let Some(poetry) = self.table(&["tool", "poetry", "dependencies"]) else {
            return Said::default();
        };
        Said {
            python: poetry.get("python").and_then(|item| self.python(item)),
            anyio: self.in_table(poetry),
            anyio_beside: Vec::new(),
            style: Some(Style::Poetry),
        }
    }

    /// The groups of PEP 735, Poetry, PDM and uv.
    fn groups(&self) -> Said {
        let lists = [&["dependency-groups"][..], &["tool", "pdm", "dev-dependencies"]];
        let lists = lists.into_iter().filter_map(|keys| self.table(keys));
        let lists = lists.flat_map(|table| table.iter()).map(|(_, list)| list);
        let uv = self.table(&["tool", "uv"]).and_then(|uv| uv.get("dev-dependencies"));
        let groups = self.table(&["tool", "poetry", "group"]);
        let groups = groups.into_iter().flat_map(|table| table.iter());
        let tables = groups.filter_map(|(_, group)| group.as_table_like()?.get("dependencies"));
        let older = self.table(&["tool", "poetry"]).and_then(|it| it.get("dev-dependencies"));
        let tables = tables.chain(older).filter_map(Item::as_table_like);
        let lists = lists.chain(uv).flat_map(|list| self.in_list(list));
        let anyio_beside = lists.chain(tables.flat_map(|table| self.in_table(table))).collect();
        Said { anyio_beside, ..Said::default() }
    }

    /// The oldest Python that a specifier, or a table with one, allows.
    fn python(&self, item: &Item) -> Option<(Version, usize)> {
        Some((lower_bound(version(item)?)?, self.line(item.span())))
    }

    /// What a list of requirements says of AnyIO.
    fn in_list(&self, list: &Item) -> Vec<(Requirement, usize)> {
        let values = list.as_array().into_iter().flatten();
        let found = values.filter_map(|value| {
            Some((Requirement::of_anyio(value.as_str()?)?, self.line(value.span())))
        });
        found.collect()
    }

    /// What a table from names to versions says of AnyIO: `"^4"`, `{ version = "^4" }`, or a list of
    /// these.
    fn in_table(&self, table: &dyn TableLike) -> Vec<(Requirement, usize)> {
        let Some((_, item)) = table.iter().find(|(name, _)| name.eq_ignore_ascii_case("anyio"))
        else {
            return Vec::new();
        };
        let line = self.line(item.span());
        match item.as_array() {
            Some(versions) => {
                let versions = versions.iter().filter_map(Value::as_inline_table);
                let versions = versions.filter_map(|table| table.get("version")?.as_str());
                versions.map(|version| (Requirement::in_version(version), line)).collect()
            }
            None => vec![(Requirement::in_version(version(item).unwrap_or_default()), line)],
        }
    }
}

/// `"^4"` or `{ version = "^4", extras = […] }`.
fn version(item: &Item) -> Option<&str> {
    item.as_str().or_else(|| item.as_table_like()?.get("version")?.as_str())
}
