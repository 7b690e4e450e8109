//! Names that no transform rewrites: what stands in the way, and what to do by hand.

mod here;
mod rows;

use std::{fmt::Write as _, sync::LazyLock};

use rustc_hash::FxHashMap;

use crate::{
    finding::Verdict,
    transform::{Forms, Refusal, Site, Transform},
    transforms::is_method,
};
use rows::{Row, SUBJECTS};

/// The names that a table says something of.
pub static TRANSFORM: Transform =
    Transform { name: "left", names: &[], query: None, docs: include_str!("doc.md"), rewrite };

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let is_module = !site.name.contains(char::is_uppercase) && is_parent(site.name);
    match is_module && site.range != site.reference.range {
        true => Err(unknown()),
        false => Err(refusal(site)),
    }
}

/// Whether other names of the table begin with `name` and a dot.
fn is_parent(name: &str) -> bool {
    names().any(|other| other.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}

fn unknown() -> Refusal {
    Refusal::keep("this name is not known to anyiofy, and keeps working as it is")
}

/// Every name that the table speaks of.
pub fn names() -> impl Iterator<Item = &'static str> {
    SUBJECTS.iter().flat_map(|subject| subject.rows).flat_map(|row| row.names.iter().copied())
}

/// What the table is about, with the names of each subject; without those of methods.
pub fn subjects() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    SUBJECTS.iter().map(|subject| {
        let names = subject.rows.iter().flat_map(|row| row.names.iter().copied());
        (subject.title, names.filter(|name| !is_method(name)).collect())
    })
}

/// The page about one of the names, in Markdown.
pub fn page(name: &str) -> Option<String> {
    let (name, row) = ROWS.get_key_value(name)?;
    let verdict = match row.verdict {
        Verdict::Keep => "stays asyncio's",
        Verdict::Safe | Verdict::Changes | Verdict::Manual => "is migrated by hand",
    };
    let mut page = format!("# `{name}` {verdict}\n\n{}.\n", capitalised(row.reason));
    if let Some(recipe) = row.recipe {
        let _ = write!(page, "\nWhat to do: {recipe}.\n");
    }
    let others = row.names.iter().filter(|other| *other != name);
    let others: Vec<_> = others.map(|other| format!("`{other}`")).collect();
    if !others.is_empty() {
        let _ = write!(page, "\nThe same goes for {}.\n", others.join(", "));
    }
    Some(page)
}

fn capitalised(sentence: &str) -> String {
    let mut characters = sentence.chars();
    let first = characters.next();
    first.into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

/// What the table says of the name at a site.
pub fn refusal(site: &Site<'_>) -> Refusal {
    let Some(row) = ROWS.get(site.name) else { return unknown() };
    let general = || match row.verdict {
        Verdict::Keep => Refusal::keep(row.reason),
        Verdict::Safe | Verdict::Changes | Verdict::Manual => Refusal::new(row.reason),
    };
    let mut refusal = row.here.and_then(|here| here(site)).unwrap_or_else(general);
    if refusal.recipe.is_none() {
        refusal.recipe = row.recipe.map(str::to_owned);
    }
    refusal
}

static ROWS: LazyLock<FxHashMap<&'static str, &'static Row>> = LazyLock::new(|| {
    let rows = SUBJECTS.iter().flat_map(|subject| subject.rows);
    rows.flat_map(|row| row.names.iter().map(move |name| (*name, row))).collect()
});
