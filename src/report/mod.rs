//! What a run found, in the forms in which it is told: text, JSON, a diff, and totals.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::{
    engine::{Failure, FileReport},
    finding::Outcome,
};

mod diff;
mod escape;
mod json;
mod markdown;
mod pr_body;
mod text;
mod totals;

#[cfg(test)]
mod tests;

pub use diff::{Line, unified_diff};
pub use escape::{escape, escape_path};
pub use json::json;
pub use pr_body::pr_body;
pub use text::{finding_text, remark_text};
pub use totals::{Deed, Offer, Row, Statistics, Tally, Totals};

/// Everything that a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// How many files were looked at, those without findings included.
    pub looked_at: usize,
    /// The files with findings, sorted by path.
    pub files: Vec<Reported>,
    /// What could not be dealt with, sorted by path.
    pub failures: Vec<(PathBuf, Failure)>,
}

/// A file with findings.
#[derive(Debug)]
pub struct Reported {
    /// As the user spells it.
    pub path: PathBuf,
    /// What was found.
    pub file: FileReport,
    /// The bytes of the migrated file; `None` when nothing is to be rewritten.
    pub migrated: Option<Vec<u8>>,
}

/// `path` as it is reached from the current folder, if it is inside.
fn from_here(path: &Path) -> PathBuf {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}

impl Reported {
    /// Lets go of the texts, when they have been shown: what is left is enough for totals.
    pub fn forget_text(&mut self) {
        self.file.source.forget_text();
        self.migrated = self.migrated.as_ref().map(|_| Vec::new());
        for finding in &mut self.file.findings {
            finding.name = String::new();
            finding.reason = String::new();
            finding.recipe = None;
            finding.places = Vec::new();
        }
    }

    /// Keeps the file as it is: what was to be rewritten is held back for `reason`.
    pub fn hold_back(&mut self, reason: &str) {
        self.migrated = None;
        for finding in &mut self.file.findings {
            if finding.outcome == Outcome::Rewritten {
                finding.outcome = Outcome::HeldBack(reason.to_owned());
            }
        }
    }
}
