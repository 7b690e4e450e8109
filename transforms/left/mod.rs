//! Names that no transform rewrites: what stands in the way, and what to do by hand.

mod rows;

use crate::{
    finding::Verdict,
    transform::{Forms, Refusal, Site, Transform},
};

/// The names that a table says something of.
pub static TRANSFORM: Transform =
    Transform { name: "left", names: &[], query: None, docs: include_str!("doc.md"), rewrite };

fn rewrite(site: &Site<'_>) -> Result<Forms, Refusal> {
    let is_member = site.reference.name.segments().nth(1).is_some();
    match site.name {
        "asyncio" | "uvloop" if is_member => Err(unknown()),
        name => Err(refusal(name)),
    }
}

fn unknown() -> Refusal {
    Refusal::keep("this name is not known to anyiofy, and keeps working as it is")
}

/// Every name that the table speaks of.
pub fn names() -> impl Iterator<Item = &'static str> {
    rows::ROWS.iter().flat_map(|row| row.names.iter().copied())
}

/// The page about one of the names, in Markdown.
pub fn page(name: &str) -> Option<String> {
    let row = rows::ROWS.iter().find(|row| row.names.contains(&name))?;
    let recipe = row.recipe.map(|recipe| format!("\nBy hand: {recipe}.\n")).unwrap_or_default();
    Some(format!(
        "# `{name}` stays: {}\n\nThe reason: {}.\n{recipe}",
        row.verdict.name(),
        row.reason
    ))
}

/// What the table says of `name`.
pub fn refusal(name: &str) -> Refusal {
    let Some(row) = rows::ROWS.iter().find(|row| row.names.contains(&name)) else {
        return unknown();
    };
    let refusal = match row.verdict {
        Verdict::Keep => Refusal::keep(row.reason),
        Verdict::Safe | Verdict::Changes | Verdict::Manual => Refusal::new(row.reason),
    };
    match row.recipe {
        Some(recipe) => refusal.recipe(recipe),
        None => refusal,
    }
}
