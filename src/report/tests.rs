//! Reports on findings made by hand.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod diff;
mod escape;
mod json;
mod pr_body;
mod text;
mod totals;

use std::path::PathBuf;

use super::{Report, Reported};
use crate::{
    change::Changes,
    engine::FileReport,
    finding::{Finding, Outcome, Verdict},
    source::{Source, TextRange},
};

/// Where `part` stands first in `text`.
fn at(text: &str, part: &str) -> TextRange {
    let start = text.find(part).expect("the part is in the text");
    TextRange::at(start.try_into().unwrap(), part.len().try_into().unwrap())
}

/// A safe rewrite of the first `asyncio.sleep` in `text`.
fn sleep(text: &str) -> Finding {
    Finding {
        range: at(text, "asyncio.sleep"),
        name: "asyncio.sleep".to_owned(),
        alias: None,
        transform: "sleep",
        verdict: Verdict::Safe,
        changes: Changes::NONE,
        missing: Changes::NONE,
        outcome: Outcome::Rewritten,
        reason: "becomes `anyio.sleep`".to_owned(),
        recipe: None,
        places: Vec::new(),
        edits: Vec::new(),
    }
}

fn offered(text: &str, changes: impl Into<Changes>) -> Finding {
    let (verdict, outcome, changes) = (Verdict::Changes, Outcome::Offered, changes.into());
    Finding { verdict, outcome, changes, missing: changes, ..sleep(text) }
}

fn source(path: &str, text: &str) -> Source {
    Source::from_bytes(path, text.as_bytes().to_vec()).unwrap()
}

fn reported(path: &str, text: &str, findings: Vec<Finding>) -> Reported {
    let (source, remarks, moved) = (source(path, text), Vec::new(), Vec::new());
    let file = FileReport { source, findings, remarks, migrated: None, moved };
    Reported { path: PathBuf::from(path), file, migrated: None }
}

fn report(files: Vec<Reported>) -> Report {
    Report { looked_at: files.len(), files, failures: Vec::new() }
}
