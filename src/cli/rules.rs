//! `rules` and `explain`: what the program knows.

use std::io;

use super::{Output, args, exit::Exit};
use crate::{
    change::{Change, Changes},
    finding::Verdict,
    project::near,
    report::escape,
    transform::Transform,
    transforms,
};

/// How many characters a line may have.
const LINE: usize = 100;

/// What is known of a transform without running it.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleDoc {
    pub(super) name: &'static str,
    /// The names that it answers for.
    pub(super) names: &'static [&'static str],
    /// A page of Markdown.
    pub(super) docs: &'static str,
}

/// Every transform, in the order in which they are listed to users.
pub(super) fn registry() -> Vec<RuleDoc> {
    let rule = |transform: &&Transform| RuleDoc {
        name: transform.name,
        names: transform.names,
        docs: transform.docs,
    };
    transforms::ALL.iter().map(rule).collect()
}

/// The registry's own spelling of `names`; others are dropped.
pub(super) fn names(names: &[String]) -> Vec<&'static str> {
    let rules = registry();
    rules.iter().map(|rule| rule.name).filter(|name| names.iter().any(|n| n == name)).collect()
}

/// The first line of a page, without its mark and its name.
pub(super) fn summary(page: &'static str) -> &'static str {
    let line = page.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
    line.split_once(": ").map_or(line, |(_, summary)| summary)
}

/// Lists the transforms and the changes.
pub(super) fn list(output: &mut Output) -> io::Result<Exit> {
    let rules = registry();
    output.write(b"Transforms (`anyiofy explain NAME` says more):\n")?;
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in &rules {
        let line = format!("  {:width$}  {}\n", rule.name, summary(rule.docs));
        output.write(line.as_bytes())?;
        for line in wrapped(rule.names, LINE.saturating_sub(width + 6)) {
            output.write(format!("  {:width$}    {line}\n", "").as_bytes())?;
        }
    }
    output.write(
        b"\nNames that stay, or are migrated by hand (`anyiofy explain NAME` says why and how):\n",
    )?;
    for (subject, names) in transforms::left::subjects() {
        output.write(format!("  {subject}\n").as_bytes())?;
        for line in wrapped(&names, LINE.saturating_sub(4)) {
            output.write(format!("    {line}\n").as_bytes())?;
        }
    }
    output.write(b"\nWhat a rewrite may change, for `--accept`:\n")?;
    let width = Change::ALL.iter().map(|change| change.name().len()).max().unwrap_or(0);
    for change in Change::ALL {
        let line = format!("  {:width$}  {}\n", change.name(), change.summary());
        output.write(line.as_bytes())?;
    }
    output.write(b"\nPresets, for `--accept`:\n")?;
    for (name, set) in Changes::PRESETS {
        output.write(format!("  {name:width$}  {}\n", args::preset(name)).as_bytes())?;
        let names: Vec<&str> = set.iter().map(Change::name).collect();
        let lines = if set == Changes::ALL {
            Vec::new()
        } else {
            wrapped(&names, LINE.saturating_sub(width + 6))
        };
        for line in lines {
            output.write(format!("  {:width$}    {line}\n", "").as_bytes())?;
        }
    }
    Ok(Exit::Success)
}

/// `names` with commas between them, on lines of at most `width` characters where they fit.
fn wrapped(names: &[&str], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let comma = if index + 1 < names.len() { "," } else { "" };
        match lines.last_mut() {
            Some(line) if line.len() + 1 + name.len() + comma.len() <= width => {
                line.extend([" ", name, comma]);
            }
            _ => lines.push(format!("{name}{comma}")),
        }
    }
    lines
}

/// Prints the pages about `name`.
pub(super) fn explain(name: &str, output: &mut Output) -> io::Result<Exit> {
    let pages = pages(name);
    if pages.is_empty() {
        output.error(&unknown(name));
        return Ok(Exit::Usage);
    }
    output.write(pages.join("\n").as_bytes())?;
    Ok(Exit::Success)
}

fn pages(name: &str) -> Vec<String> {
    let qualified = format!("asyncio.{name}");
    let owns = |rule: &RuleDoc| rule.names.iter().any(|own| *own == name || *own == qualified);
    let rules = registry();
    let named = rules.iter().filter(|rule| rule.name == name);
    let owning = rules.iter().filter(|rule| rule.name != name && owns(rule));
    let rules = named.chain(owning).map(|rule| rule.docs);
    let mut pages: Vec<String> =
        rules.chain(Change::named(name).map(Change::page)).map(ended).collect();
    if pages.is_empty() {
        pages.extend(transforms::pages(name));
    }
    pages.extend(Verdict::ALL.into_iter().find(|verdict| verdict.name() == name).map(verdict));
    if let Some((_, set)) = Changes::PRESETS.into_iter().find(|(preset, _)| *preset == name) {
        let members = if set.is_empty() { "nothing".to_owned() } else { set.to_string() };
        pages.push(format!("# {name}: {}\n\nStands for: {members}.\n", args::preset(name)));
    }
    pages
}

/// The page about a verdict.
fn verdict(verdict: Verdict) -> String {
    let (summary, text) = match verdict {
        Verdict::Safe => (
            "on AnyIO's asyncio backend the program observes no difference",
            "The same values, exceptions, order of effects and cancellation. Not counted are the names of\n\
             tasks, reprs, the wording of messages and logs, and times below a tick of the loop's clock.\n\
             It is rewritten by default.",
        ),
        Verdict::Changes => (
            "the rewrite is right, and named things change",
            "It is rewritten when you accept the names: `--accept`, or `accept` in the configuration.\n\
             `anyiofy rules` lists them, and `anyiofy explain` has a page for each.",
        ),
        Verdict::Manual => (
            "no rewrite is known to be right here",
            "It is left as it is; the finding says why, and what to do by hand.",
        ),
        Verdict::Keep => (
            "asyncio is right here",
            "It is left as it is, and goes on working on AnyIO's asyncio backend, though not on Trio.",
        ),
    };
    format!("# {}: {summary}\n\n{text}\n", verdict.name())
}

fn ended(page: &str) -> String {
    format!("{}\n", page.trim_end())
}

fn unknown(name: &str) -> String {
    let rules = registry();
    let changes = Change::ALL.iter().map(|change| change.name());
    let owned = rules.iter().flat_map(|rule| rule.names.iter().copied());
    let all: Vec<&str> = rules.iter().map(|rule| rule.name).chain(changes).chain(owned).collect();
    let hint = near(name, &all).unwrap_or_default();
    format!("nothing is called `{}`{hint}\n`anyiofy rules` lists what there is", escape(name))
}
