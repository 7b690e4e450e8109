//! What is said on stderr at the end of a run.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use super::{
    Output,
    commands::Command,
    resolved::{DEFAULT, DEFAULT_PYTHON},
    run::Run,
    shown,
};
use crate::{
    project::{Manifest, Requirement},
    report::{Totals, escape, escape_path},
};

/// Tells of failures, totals, and what the user should know of the project.
pub(super) fn tell(command: &Command, run: &mut Run<'_>, totals: &Totals, output: &mut Output) {
    for (path, failure) in &run.report.failures {
        let line = failure.line.map(|line| format!("{line}:")).unwrap_or_default();
        let message = escape(&failure.message);
        output.error(&format!("{}:{line} {message}", escape_path(path)));
    }
    tell_excluded(&run.excluded, output);
    for path in &run.empty {
        output.say(format_args!("{}: empty, so there is nothing to migrate", escape_path(path)));
    }
    about_projects(run, output);
    if matches!(command, Command::Fix { dry_run: true, .. }) && run.stdin.is_none() {
        output.say("dry run: nothing was written");
    }
    for line in totals_lines(command, totals) {
        output.say(line);
    }
}

/// Tells which of the named paths are left out.
pub(super) fn tell_excluded(excluded: &[PathBuf], output: &mut Output) {
    if let [first, rest @ ..] = excluded {
        let (more, are) = match rest.len() {
            0 => (String::new(), "is"),
            more => (format!(" and {more} more"), "are"),
        };
        output.say(format_args!("{}{more} {are} excluded", escape_path(first)));
    }
}

fn about_projects(run: &mut Run<'_>, output: &mut Output) {
    let projects = projects_with_findings(run);
    for root in projects.keys() {
        if let Some((path, problem)) = &run.projects.manifest(root).problem {
            output.warn(&format!("{}: {problem}, so it says nothing here", shown(path)));
        }
    }
    let silent = projects.iter().filter(|(_, project)| project.python_is_assumed);
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
    for line in lacking_anyio(run, &projects) {
        output.warn(&line);
    }
}

/// What the projects' manifests have to say of AnyIO from now on, and do not; each once, sorted.
pub(super) fn needs(run: &mut Run<'_>) -> Vec<String> {
    let projects = projects_with_findings(run);
    lacking_anyio(run, &projects).into_iter().collect()
}

fn lacking_anyio(run: &mut Run<'_>, projects: &BTreeMap<PathBuf, Concerned>) -> BTreeSet<String> {
    let rewritten =
        projects.iter().filter_map(|(root, project)| Some((root, project.needed_anyio?)));
    rewritten.filter_map(|(root, needed)| lacks(run.projects.manifest(root), needed)).collect()
}

/// What a run did with a project.
#[derive(Debug, Default)]
struct Concerned {
    /// Whether nothing says what Python it has to run on.
    python_is_assumed: bool,
    /// The AnyIO that rewritten code may need; `None` when nothing is rewritten.
    needed_anyio: Option<(u16, u16)>,
}

/// The projects with findings, by root.
fn projects_with_findings(run: &mut Run<'_>) -> BTreeMap<PathBuf, Concerned> {
    let mut found: BTreeMap<PathBuf, Concerned> = BTreeMap::new();
    for file in &run.report.files {
        let number = run.projects.resolve(&file.path);
        let project = found.entry(run.projects.roots.project(&file.path)).or_default();
        let Some(resolved) = run.projects.get(number) else { continue };
        project.python_is_assumed |= resolved.target_version.source == DEFAULT;
        if file.migrated.is_some() {
            let version = Some(resolved.anyio_version.value);
            project.needed_anyio = project.needed_anyio.max(version);
        }
    }
    found
}

/// What has to be declared for code that needs AnyIO from `version` on; nothing when it is.
fn lacks(manifest: &Manifest, version: (u16, u16)) -> Option<String> {
    let (major, minor) = version;
    let needs = format!("the code needs AnyIO {major}.{minor}");
    let declared = manifest.anyio.as_ref();
    match (declared.map(|it| (it, it.value)), &manifest.dependencies) {
        (Some((_, Requirement::AtLeast(floor))), _) if floor >= version => None,
        (Some((declared, Requirement::AtLeast((old_major, old_minor)))), _) => Some(format!(
            "{needs}: {}:{} says {old_major}.{old_minor}",
            shown(&declared.file),
            declared.line
        )),
        (_, Some((path, style))) => {
            let (line, place) = (style.anyio_line(version), style.place());
            Some(format!("{needs}: add `{line}` to {place} in {}", shown(path)))
        }
        (_, None) => Some(format!("{needs}: `pip install 'anyio>={major}.{minor}'`")),
    }
}

fn totals_lines(command: &Command, totals: &Totals) -> Vec<String> {
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

fn found_lines(command: &Command, totals: &Totals, files: &str) -> Vec<String> {
    let counts = totals.tally.counts(command.deed()).into_iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(name, count)| format!("{count} {name}")).collect();
    let found = count(totals.findings(), "reference");
    let within = totals.with_findings;
    let mut lines = vec![format!("{found} in {within} of {files}: {}", counts.join(", "))];
    let rewrites = count(totals.tally.rewritten, "rewrite");
    let within = count(totals.rewritten_files, "file");
    lines.push(match command {
        _ if totals.tally.rewritten == 0 => "nothing to rewrite".to_owned(),
        Command::Check { .. } => format!("`anyiofy fix` makes {rewrites} in {within}"),
        Command::Diff { .. } => format!("{rewrites} in {within}"),
        Command::Fix { dry_run: true, .. } => format!("would make {rewrites} in {within}"),
        Command::Fix { .. } => format!("made {rewrites} in {within}"),
    });
    lines.extend(totals.offers.iter().map(|offer| {
        let within = count(offer.files, "file");
        let rewrites = count(offer.rewrites, "more rewrite");
        format!("  --accept {}: {rewrites} in {within}", offer.accept)
    }));
    lines
}

fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
