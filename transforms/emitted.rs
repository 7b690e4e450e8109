//! Functions and classes that rewritten code uses, written once into its module.

use crate::{
    rewrite::Rewrite,
    source::TextRange,
    transform::{Refusal, Site},
};

/// A function or class that goes into a module which needs it.
#[derive(Debug)]
pub struct Emitted<'c> {
    /// What it is called, the first name that is free in the module.
    pub names: &'static [&'static str],
    /// Its code as a template, with `NAME` where its name stands, also as a part of other names.
    pub code: &'c str,
    /// A part of its docstring, by which it is known again.
    pub mark: &'static str,
}

/// The packages that rewrites import.
const ADDED: &[&str] =
    &["anyio", "collections", "functools", "inspect", "math", "subprocess", "threading", "typing"];

/// The name of `emitted` in the module, and the rewrite that writes it there, unless it is there
/// already.
///
/// # Errors
///
/// When all of its names are taken, or there is no place for it.
pub fn emit(site: &Site<'_>, emitted: &Emitted<'_>) -> Result<(String, Option<Rewrite>), Refusal> {
    if let Some(name) = defined(site, emitted) {
        return Ok((name, None));
    }
    let refused =
        |reason| Refusal::new(reason).recipe("write the function that is missing by hand");
    let name = { emitted.names.iter() }
        .find(|name| {
            let mut bound = bound_by(emitted.code, name);
            !bound.any(|name| site.model.is_bound_anywhere(&name))
        })
        .ok_or_else(|| refused("every name for a function that this would need is taken"))?;
    let (last, next) = place(site)?;
    let gap = site.source(TextRange::new(last.end(), next.start()));
    let code = emitted.code.trim_end().replace("NAME", name);
    // What is said of the next statement stays with it.
    let rewrite = match gap.contains('#') {
        true => Rewrite::after(last, site.template(&format!("\n\n{code}\n"))),
        false => {
            let above = if gap.matches('\n').count() < 3 { "\n" } else { "" };
            Rewrite::before(next, site.template(&format!("{above}{code}\n\n")))
        }
    };
    Ok(((*name).to_owned(), Some(rewrite)))
}

/// The statements between which what the module needs is written: its last import, and the next one.
///
/// # Errors
///
/// When there is no such place.
pub fn place(site: &Site<'_>) -> Result<(TextRange, TextRange), Refusal> {
    let refused =
        |reason| Refusal::new(reason).recipe("write the function that is missing by hand");
    let top = site.model.nodes().top_level();
    let imports = || site.model.imports().iter().filter(|import| top.contains(&import.statement));
    // Those that rewrites add do not count: what is refused without them would be settled by them.
    let is_own = imports().any(|import| !ADDED.contains(&import.name.root()));
    let last = imports().map(|import| import.statement).max_by_key(|s| s.end());
    let last = last.filter(|_| is_own).ok_or_else(|| {
        refused("the module has no import below which a function that this would need could stand")
    })?;
    let next = top.iter().find(|statement| statement.start() >= last.end());
    let next = *next.ok_or_else(|| refused("the module has nothing but imports"))?;
    Ok((last, next))
}

/// The names that `code` binds when it is called `name`.
fn bound_by<'c>(code: &'c str, name: &'c str) -> impl Iterator<Item = String> + 'c {
    let words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| word.contains("NAME")).map(move |word| word.replace("NAME", name))
}

/// What `emitted` is called in the module, if it is there.
fn defined(site: &Site<'_>, emitted: &Emitted<'_>) -> Option<String> {
    let (before, _) = site.text.split_once(emitted.mark)?;
    let keyword = if emitted.code.contains("class NAME") { "class " } else { "def " };
    let (_, signature) = before.rsplit_once(keyword)?;
    let (name, _) = signature.split_once(['(', ':'])?;
    Some(name.to_owned())
}
