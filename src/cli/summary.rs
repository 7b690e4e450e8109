//! What is said on stderr at the end of a run.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

use super::{
    Output,
    commands::Command,
    run::{DEFAULT_ANYIO, DEFAULT_PYTHON, Run},
};
use crate::{
    project::{Manifest, Requirement},
    report::{Totals, escape, escape_path},
};

/// Tells of failures, totals, and what the user should know of the project.
pub(super) fn tell(command: Command, run: &mut Run, totals: &Totals, output: &mut Output) {
    for (path, failure) in &run.report.failures {
        let line = failure.line.map(|line| format!("{line}:")).unwrap_or_default();
        let message = escape(&failure.message);
        output.error(&format!("{}:{line} {message}", escape_path(path)));
    }
    for path in &run.empty {
        output.say(format_args!("{}: empty, so there is nothing to migrate", escape_path(path)));
    }
    about_projects(run, output);
    for line in totals_lines(command, totals) {
        output.say(line);
    }
}

fn about_projects(run: &mut Run, output: &mut Output) {
    let roots = roots(run);
    let manifests = || roots.iter().filter_map(|(root, _)| run.manifests.get_key_value(root));
    for (path, problem) in manifests().filter_map(|(_, manifest)| manifest.problem.as_ref()) {
        output.warn(&format!("{}: {problem}, so it says nothing here", shown(path)));
    }
    let silent = manifests().filter(|(_, manifest)| manifest.requires_python.is_none());
    let silent: Vec<&PathBuf> = silent.map(|(root, _)| root).collect();
    if let [first, rest @ ..] = &silent[..] {
        let (major, minor) = DEFAULT_PYTHON;
        let more =
            if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        output.warn(&format!(
            "no `requires-python` in {}{more}; assuming Python {major}.{minor}",
            shown(first)
        ));
    }
    let rewritten = roots.iter().filter(|(_, rewritten)| *rewritten);
    let rewritten = rewritten.filter_map(|(root, _)| run.manifests.get(root));
    let lacking = rewritten.filter(|manifest| !matches!(manifest.anyio, Requirement::AtLeast(_)));
    let lines: BTreeSet<String> = lacking.map(needs_anyio).collect();
    for line in lines {
        output.warn(&line);
    }
}

/// `path` from the current folder, where that is shorter.
fn shown(path: &Path) -> String {
    let folder = env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
    match path.strip_prefix(folder) {
        Ok(relative) if relative.as_os_str().is_empty() => "the current folder".to_owned(),
        Ok(relative) => escape_path(relative),
        Err(_) => escape_path(path),
    }
}

/// The projects with findings, sorted, and whether something in them is rewritten.
fn roots(run: &mut Run) -> Vec<(PathBuf, bool)> {
    let mut roots: Vec<(PathBuf, bool)> = Vec::new();
    for file in &run.report.files {
        let root = run.roots.project(&file.path);
        let rewritten = file.migrated.is_some();
        match roots.iter_mut().find(|(known, _)| *known == root) {
            Some((_, any)) => *any |= rewritten,
            None => roots.push((root, rewritten)),
        }
    }
    roots.sort();
    roots
}

fn needs_anyio(manifest: &Manifest) -> String {
    let (major, minor) = DEFAULT_ANYIO;
    let needs = format!("the code needs AnyIO {major}.{minor}");
    match &manifest.dependencies {
        Some((path, style)) => {
            let (line, place) = (style.anyio_line(DEFAULT_ANYIO), style.place());
            format!("{needs}: add `{line}` to {place} in {}", shown(path))
        }
        None => format!("{needs}: `pip install 'anyio>={major}.{minor}'`"),
    }
}

fn totals_lines(command: Command, totals: &Totals) -> Vec<String> {
    let files = count(totals.looked_at, "file");
    let mut lines = match totals.findings() {
        0 => vec![format!("nothing to migrate in {files}")],
        _ => found_lines(command, totals, &files),
    };
    if totals.failed > 0 {
        lines.push(format!("{} could not be dealt with", count(totals.failed, "file")));
    }
    lines
}

fn found_lines(command: Command, totals: &Totals, files: &str) -> Vec<String> {
    let counts = totals.tally.counts().into_iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(name, count)| format!("{count} {name}")).collect();
    let found = count(totals.findings(), "reference");
    let within = count(totals.with_findings, "file");
    let mut lines = vec![format!("{found} in {within} of {files}: {}", counts.join(", "))];
    let rewrites = count(totals.tally.rewritten, "rewrite");
    let within = count(totals.rewritten_files, "file");
    lines.push(match command {
        _ if totals.tally.rewritten == 0 => "nothing to rewrite".to_owned(),
        Command::Check { .. } => format!("`anyiofy fix` makes {rewrites} in {within}"),
        Command::Diff => format!("{rewrites} in {within}"),
        Command::Fix { .. } => format!("made {rewrites} in {within}"),
    });
    lines.extend(totals.offers.iter().map(|offer| {
        let within = count(offer.files, "file");
        let rewrites = count(offer.rewrites, "more rewrite");
        format!("  --accept {}: {rewrites} in {within}", offer.name)
    }));
    lines
}

fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
