//! `setup.cfg` and `setup.py`.

use std::path::PathBuf;

use super::{Manifest, Said, Style, text_of};
use crate::project::{Requirement, config::place, requirement::lower_bound};

impl Manifest {
    pub(super) fn add_setup_cfg(&mut self, path: PathBuf) {
        let Some(text) = text_of(&path) else { return };
        let mut said = Said::default();
        for Value { section, key, text, line } in values(&text) {
            let anyio = Requirement::of_anyio(text).map(|requirement| (requirement, line));
            match (section, key) {
                ("options", "python_requires") => {
                    said.python = said.python.or(lower_bound(text).map(|bound| (bound, line)));
                }
                ("options", "install_requires") => {
                    said.style = Some(Style::SetupCfg);
                    said.anyio.extend(anyio);
                }
                ("options.extras_require", _) => said.anyio_beside.extend(anyio),
                _ => {}
            }
        }
        self.add(path, said);
    }

    pub(super) fn add_setup_py(&mut self, path: PathBuf) {
        let Some(text) = text_of(&path) else { return };
        let line = |at: usize| place(&text, at).line;
        let python = text.match_indices("python_requires").find_map(|(at, key)| {
            let after = text.get(at + key.len()..)?.trim_start_matches(['"', '\'', ' ']);
            let value = quoted(after.strip_prefix(['=', ':'])?.trim_start())?;
            Some((lower_bound(value)?, line(at)))
        });
        let anyio = text.match_indices(['"', '\'']).filter_map(|(at, _)| {
            Some((Requirement::of_anyio(quoted(text.get(at..)?)?)?, line(at)))
        });
        let said = Said {
            python,
            anyio: anyio.collect(),
            anyio_beside: Vec::new(),
            style: text.contains("install_requires").then_some(Style::SetupPy),
        };
        self.add(path, said);
    }
}

/// What stands between the quotes that `text` begins with.
fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text.get(1..)?.split(quote).next()
}

/// A line of a value of `setup.cfg`.
struct Value<'a> {
    section: &'a str,
    key: &'a str,
    text: &'a str,
    /// The 1-based line.
    line: usize,
}

fn values(text: &str) -> Vec<Value<'_>> {
    let mut values = Vec::new();
    let (mut section, mut key) = ("", "");
    for (index, whole) in text.lines().enumerate() {
        let mut value = whole.trim();
        if value.is_empty() || value.starts_with(['#', ';']) {
            continue;
        }
        if !whole.starts_with([' ', '\t']) {
            if let Some(name) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                (section, key) = (name, "");
                continue;
            }
            let Some((name, rest)) = value.split_once(['=', ':']) else { continue };
            (key, value) = (name.trim(), rest.trim());
        }
        if !value.is_empty() {
            values.push(Value { section, key, text: value, line: index + 1 });
        }
    }
    values
}
