#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod aliases;
mod held_back;

use std::{path::Path, sync::Arc};

use super::{FileReport, Options, migrate_text};
use crate::{change::Changes, finding::Outcome};

/// Accepts everything, with `aliases`.
fn options(aliases: &[(&str, &'static str)]) -> Options {
    let aliases = aliases.iter().map(|(alias, name)| ((*alias).to_owned(), *name)).collect();
    Options { accept: Changes::ALL.into(), aliases: Arc::new(aliases), ..Options::default() }
}

fn report(path: &str, text: &str, options: &Options) -> Option<FileReport> {
    migrate_text(Path::new(path), text.as_bytes(), options).unwrap()
}

/// What becomes of the file `path`; the text itself when nothing does.
fn migrated(path: &str, text: &str, options: &Options) -> String {
    report(path, text, options).and_then(|r| r.migrated).unwrap_or_else(|| text.to_owned())
}

/// Each finding: the line, what it refers to as users see it, and its outcome.
fn told(path: &str, text: &str, options: &Options) -> Vec<String> {
    let Some(report) = report(path, text, options) else { return Vec::new() };
    let findings = report.findings.iter().map(|finding| {
        let line = report.source.line_column(finding.range.start()).line;
        let outcome = match &finding.outcome {
            Outcome::Rewritten => "rewritten",
            Outcome::Offered => "offered",
            Outcome::HeldBack(reason) => reason,
            Outcome::Left => &finding.reason,
            Outcome::NotSelected => "not selected",
            Outcome::Suppressed => "suppressed",
        };
        format!("{line}: {}: {outcome}", finding.title())
    });
    findings.collect()
}
