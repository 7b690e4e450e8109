//! How much there is of what, and what else the user could have.

use std::{collections::BTreeMap, fmt::Write};

use super::Report;
use crate::{
    change::{Change, Changes},
    finding::{Finding, Outcome, Verdict},
};

/// Counts over a whole run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// Files looked at.
    pub looked_at: usize,
    /// Files with findings.
    pub with_findings: usize,
    /// Files whose text is rewritten.
    pub rewritten_files: usize,
    /// Paths that could not be dealt with.
    pub failed: usize,
    /// Findings, by verdict in the order of [`Verdict::ALL`].
    pub by_verdict: [usize; 4],
    /// Findings whose rewrite is part of the migrated text.
    pub rewritten: usize,
    /// Findings whose rewrite waits for the user's consent.
    pub offered: usize,
    /// Findings whose rewrite was held back.
    pub held_back: usize,
    /// Findings of transforms that were not selected.
    pub not_selected: usize,
    /// What more the user could accept; in the order of [`Change::ALL`], then the presets.
    pub offers: Vec<Offer>,
}

/// What accepting one more name would add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// A change or a preset, as `--accept` takes it.
    pub name: &'static str,
    /// How many more findings would be rewritten.
    pub rewrites: usize,
    /// In how many files.
    pub files: usize,
}

impl Totals {
    /// Counts `report`.
    pub fn of(report: &Report) -> Self {
        let mut totals = Self {
            looked_at: report.looked_at,
            with_findings: report.files.len(),
            rewritten_files: report.files.iter().filter(|file| file.migrated.is_some()).count(),
            failed: report.failures.len(),
            offers: offers(report),
            ..Self::default()
        };
        for finding in report.files.iter().flat_map(|file| &file.file.findings) {
            totals.by_verdict[finding.verdict as usize] += 1;
            match finding.outcome {
                Outcome::Rewritten => totals.rewritten += 1,
                Outcome::Offered => totals.offered += 1,
                Outcome::HeldBack(_) => totals.held_back += 1,
                Outcome::NotSelected => totals.not_selected += 1,
                Outcome::Left => {}
            }
        }
        totals
    }

    /// All findings.
    pub fn findings(&self) -> usize {
        self.by_verdict.iter().sum()
    }

    /// Findings with `verdict`.
    pub fn with(&self, verdict: Verdict) -> usize {
        self.by_verdict[verdict as usize]
    }
}

/// What each name that is not accepted yet would add by itself. Left out are those that add nothing,
/// and presets that add no more than one of their own names.
fn offers(report: &Report) -> Vec<Offer> {
    let changes = Change::ALL.map(|change| (change.name(), Changes::of(&[change])));
    let mut offers: Vec<Offer> =
        changes.into_iter().filter_map(|(name, set)| offer(report, name, set)).collect();
    for (name, set) in Changes::PRESETS {
        let own = |offer: &&Offer| {
            Changes::named(offer.name).is_some_and(|named| set.contains_all(named))
        };
        let most = offers.iter().filter(own).map(|offer| offer.rewrites).max().unwrap_or(0);
        offers.extend(offer(report, name, set).filter(|offer| offer.rewrites > most));
    }
    offers
}

fn offer(report: &Report, name: &'static str, more: Changes) -> Option<Offer> {
    let would_be = |finding: &&Finding| {
        finding.outcome == Outcome::Offered && more.contains_all(finding.missing)
    };
    let counts = report.files.iter().map(|file| file.file.findings.iter().filter(would_be).count());
    let counts: Vec<usize> = counts.filter(|count| *count > 0).collect();
    let files = counts.len();
    (files > 0).then(|| Offer { name, rewrites: counts.iter().sum(), files })
}

/// Findings by transform and verdict.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statistics {
    /// For each transform with findings, by name: how many of each verdict, in the order of
    /// [`Verdict::ALL`], and how many rewritten.
    pub rows: BTreeMap<&'static str, ([usize; 4], usize)>,
}

impl Statistics {
    /// Counts `report`.
    pub fn of(report: &Report) -> Self {
        let mut statistics = Self::default();
        for finding in report.files.iter().flat_map(|file| &file.file.findings) {
            let (verdicts, rewritten) = statistics.rows.entry(finding.transform).or_default();
            verdicts[finding.verdict as usize] += 1;
            *rewritten += usize::from(finding.outcome == Outcome::Rewritten);
        }
        statistics
    }

    /// A table for people, with a head and a line of totals; ends with a line end.
    pub fn table(&self) -> String {
        let width =
            self.rows.keys().map(|name| name.len()).max().unwrap_or(0).max("transform".len());
        let mut table = format!("{:width$}", "transform");
        for verdict in Verdict::ALL {
            // Writing to a string does not fail.
            let _ = write!(table, "  {:>7}", verdict.name());
        }
        table.push_str("    total  rewritten\n");
        let mut sums = ([0; 4], 0);
        for (name, (verdicts, rewritten)) in &self.rows {
            row(&mut table, name, width, verdicts, *rewritten);
            for (sum, count) in sums.0.iter_mut().zip(verdicts) {
                *sum += count;
            }
            sums.1 += rewritten;
        }
        row(&mut table, "total", width, &sums.0, sums.1);
        table
    }
}

fn row(table: &mut String, name: &str, width: usize, verdicts: &[usize; 4], rewritten: usize) {
    let _ = write!(table, "{name:width$}");
    for count in verdicts {
        let _ = write!(table, "  {count:>7}");
    }
    let _ = writeln!(table, "  {:>7}  {rewritten:>9}", verdicts.iter().sum::<usize>());
}
