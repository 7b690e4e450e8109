//! How much there is of what, and what else the user could have.

use std::{collections::BTreeMap, fmt::Write};

use super::{Report, Reported};
use crate::{
    change::{Change, Changes},
    finding::{Finding, Outcome, Verdict},
};

/// How many references came to what; each is in exactly one of the counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// The rewrite is part of the migrated text.
    pub rewritten: usize,
    /// The rewrite waits for the user's consent.
    pub offered: usize,
    /// The rewrite was held back.
    pub held_back: usize,
    /// The transform was not selected.
    pub not_selected: usize,
    /// There is no rewrite, and something to do by hand.
    pub manual: usize,
    /// There is no rewrite, since asyncio is right.
    pub keep: usize,
    /// A comment says that nothing is to be done.
    pub suppressed: usize,
}

impl Tally {
    fn count(&mut self, finding: &Finding) {
        let count = match (&finding.outcome, finding.verdict) {
            (Outcome::Rewritten, _) => &mut self.rewritten,
            (Outcome::Offered, _) => &mut self.offered,
            (Outcome::HeldBack(_), _) => &mut self.held_back,
            (Outcome::NotSelected, _) => &mut self.not_selected,
            (Outcome::Suppressed, _) => &mut self.suppressed,
            (Outcome::Left, Verdict::Keep) => &mut self.keep,
            (Outcome::Left, Verdict::Manual | Verdict::Safe | Verdict::Changes) => &mut self.manual,
        };
        *count += 1;
    }

    /// The counts and what they are called in output.
    pub fn counts(&self) -> [(&'static str, usize); 7] {
        [
            ("rewritten", self.rewritten),
            ("offered", self.offered),
            ("held back", self.held_back),
            ("not selected", self.not_selected),
            ("manual", self.manual),
            ("keep", self.keep),
            ("suppressed", self.suppressed),
        ]
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.counts().iter().map(|(_, count)| count).sum()
    }
}

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
    /// All findings, by what they came to.
    pub tally: Tally,
    /// Findings, by verdict in the order of [`Verdict::ALL`].
    pub by_verdict: [usize; 4],
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
        let has_findings = |file: &&Reported| !file.file.findings.is_empty();
        let mut totals = Self {
            looked_at: report.looked_at,
            with_findings: report.files.iter().filter(has_findings).count(),
            rewritten_files: report.files.iter().filter(|file| file.migrated.is_some()).count(),
            failed: report.failures.len(),
            offers: offers(report),
            ..Self::default()
        };
        for finding in report.files.iter().flat_map(|file| &file.file.findings) {
            totals.by_verdict[finding.verdict as usize] += 1;
            totals.tally.count(finding);
        }
        totals
    }

    /// All findings.
    pub fn findings(&self) -> usize {
        self.tally.total()
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

/// Findings by transform and by verdict, and what they came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statistics {
    /// For each transform with findings, by name.
    pub transforms: BTreeMap<&'static str, Row>,
    /// In the order of [`Verdict::ALL`].
    pub verdicts: [Tally; 4],
}

/// The findings of one transform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row {
    /// By verdict, in the order of [`Verdict::ALL`].
    pub verdicts: [usize; 4],
    /// By what they came to.
    pub tally: Tally,
}

impl Statistics {
    /// Counts `report`.
    pub fn of(report: &Report) -> Self {
        let mut statistics = Self::default();
        for finding in report.files.iter().flat_map(|file| &file.file.findings) {
            let row = statistics.transforms.entry(finding.transform).or_default();
            row.verdicts[finding.verdict as usize] += 1;
            row.tally.count(finding);
            statistics.verdicts[finding.verdict as usize].count(finding);
        }
        statistics
    }

    /// Two tables for people, by transform and by verdict, whose rows and columns add up; without the
    /// columns that hold nothing. Ends with a line end.
    pub fn table(&self) -> String {
        let transforms = self.transforms.iter().map(|(name, row)| (*name, row.tally));
        let verdicts = Verdict::ALL.into_iter().map(Verdict::name).zip(self.verdicts);
        let verdicts = verdicts.filter(|(_, tally)| tally.total() > 0);
        let (transforms, verdicts): (Vec<_>, Vec<_>) = (transforms.collect(), verdicts.collect());
        let names = transforms.iter().map(|(name, _)| name.len());
        let width = names.max().unwrap_or(0).max("transform".len());
        let by_transform = table("transform", width, &transforms);
        format!("{by_transform}\n{}", table("verdict", width, &verdicts))
    }
}

/// A table with a row for each of `rows`, and one for their sum.
fn table(head: &str, width: usize, rows: &[(&str, Tally)]) -> String {
    let sum = |column: usize| rows.iter().map(|(_, tally)| tally.counts()[column].1).sum::<usize>();
    let names = Tally::default().counts().map(|(name, _)| name);
    let columns: Vec<usize> = (0..names.len()).filter(|column| sum(*column) > 0).collect();
    let mut table = format!("{head:width$}");
    for column in &columns {
        // Writing to a string does not fail.
        let _ = write!(table, "  {}", names[*column]);
    }
    table.push_str("  total\n");
    let mut line = |name: &str, counts: &dyn Fn(usize) -> usize| {
        let _ = write!(table, "{name:width$}");
        for column in &columns {
            let _ = write!(table, "  {:>1$}", counts(*column), names[*column].len());
        }
        let total: usize = columns.iter().map(|column| counts(*column)).sum();
        let _ = writeln!(table, "  {total:>5}");
    };
    for (name, tally) in rows {
        line(name, &|column| tally.counts()[column].1);
    }
    line("total", &sum);
    table
}
