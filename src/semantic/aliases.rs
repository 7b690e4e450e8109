//! Names of the user's own that stand for others: a wrapper for what it wraps.

use std::collections::BTreeMap;

use super::QualifiedName;

/// Qualified names that stand for others, as one file sees them.
#[derive(Debug, Clone)]
pub struct Aliases<'a> {
    names: &'a BTreeMap<String, &'static str>,
    /// The names of the folders around the file, outermost first: what its dots mean.
    folders: Vec<String>,
}

impl Default for Aliases<'_> {
    /// No name stands for another.
    fn default() -> Self {
        static NONE: BTreeMap<String, &'static str> = BTreeMap::new();
        Self { names: &NONE, folders: Vec::new() }
    }
}

/// An alias at the beginning of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alias<'a> {
    /// As the user spells it, from the outermost package on.
    pub name: &'a str,
    /// What it stands for.
    pub meaning: &'static str,
    /// How many segments of the name it takes up.
    pub segments: usize,
}

impl<'a> Aliases<'a> {
    /// `names` stand for what is beside them, in a file inside `folders`, the outermost first.
    pub fn new(names: &'a BTreeMap<String, &'static str>, folders: Vec<String>) -> Self {
        Self { names, folders }
    }

    /// The longest alias that `name` is or is inside of.
    pub(super) fn of(&self, name: &QualifiedName) -> Option<Alias<'a>> {
        let aliases = self.names.iter().filter_map(|(alias, meaning)| {
            let segments = match name.is_relative() {
                true => self.segments_in_package(alias, name)?,
                false => name.is_within(alias).then(|| alias.split('.').count())?,
            };
            Some(Alias { name: alias, meaning, segments })
        });
        aliases.max_by_key(|alias| alias.segments)
    }

    /// How many segments of the relative `name` are the end of `alias`, whose beginning is the package
    /// that the dots mean.
    fn segments_in_package(&self, alias: &str, name: &QualifiedName) -> Option<usize> {
        let text = name.as_str();
        let own = text.trim_start_matches('.');
        let up = (text.len() - own.len()).checked_sub(1)?;
        let package = self.folders.get(..self.folders.len().checked_sub(up)?)?;
        let alias: Vec<&str> = alias.split('.').collect();
        let own: Vec<&str> = own.split('.').collect();
        (1..alias.len())
            .find(|cut| {
                let (outer, inner) = alias.split_at(*cut);
                own.starts_with(inner)
                    && package
                        .iter()
                        .map(String::as_str)
                        .rev()
                        .take(*cut)
                        .eq(outer.iter().rev().copied())
            })
            .map(|cut| alias.len() - cut)
    }
}

impl Alias<'_> {
    /// What `name`, which begins with it, means.
    pub(super) fn resolve(&self, name: &QualifiedName) -> QualifiedName {
        let rest = name.segments().skip(self.segments);
        rest.fold(QualifiedName::new(self.meaning), |name, segment| name.member(segment))
    }
}
