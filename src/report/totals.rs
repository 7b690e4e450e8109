//! How much there is of what, and what else the user could have.

use std::{cmp::Reverse, collections::BTreeMap, fmt::Write};

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
    pub fn counts(&self, deed: Deed) -> [(&'static str, usize); 7] {
        [
            (deed.word(), self.rewritten),
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
        self.counts(Deed::Done).iter().map(|(_, count)| count).sum()
    }
}

/// Whether rewrites are made, or only told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// They are written.
    Done,
    /// Nothing is written.
    Possible,
}

impl Deed {
    /// What rewritten references are called in output.
    fn word(self) -> &'static str {
        match self {
            Self::Done => "rewritten",
            Self::Possible => "can be rewritten",
        }
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
    /// What more the user could accept: single names in the order of [`Change::ALL`], the fewest that
    /// add something only together, and the presets.
    pub offers: Vec<Offer>,
}

/// What accepting more would add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Changes with commas between them, or a preset, as `--accept` takes it.
    pub accept: String,
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

/// What each name that is not accepted yet would add by itself, then the smallest set of names without
/// which some rewrite is never made, then the presets. Left out is what adds nothing, and presets that
/// add no more than something before them.
fn offers(report: &Report) -> Vec<Offer> {
    let single = Change::ALL.map(|change| Changes::of(&[change]));
    let mut offers: Vec<(Changes, Offer)> =
        single.into_iter().filter_map(|set| offer(report, set, listed(set))).collect();
    offers.extend(smallest(report).and_then(|set| offer(report, set, listed(set))));
    for (name, set) in Changes::PRESETS {
        let own = offers.iter().filter(|(named, _)| set.contains_all(*named));
        let most = own.map(|(_, offer)| offer.rewrites).max().unwrap_or(0);
        let preset = offer(report, set, name.to_owned());
        offers.extend(preset.filter(|(_, offer)| offer.rewrites > most));
    }
    offers.into_iter().map(|(_, offer)| offer).collect()
}

/// The set with the fewest names, but more than one, that a rewrite waits for; of several the one that
/// most wait for.
fn smallest(report: &Report) -> Option<Changes> {
    let findings = report.files.iter().flat_map(|file| &file.file.findings);
    let mut sets: BTreeMap<Vec<Change>, usize> = BTreeMap::new();
    for finding in findings.filter(|finding| finding.outcome == Outcome::Offered) {
        *sets.entry(finding.missing.iter().collect()).or_default() += 1;
    }
    let sets = sets.into_iter().filter(|(set, _)| set.len() > 1);
    let best = sets.min_by_key(|(set, count)| (set.len(), Reverse(*count)));
    best.map(|(set, _)| Changes::of(&set))
}

/// The names of `set` as `--accept` takes them.
fn listed(set: Changes) -> String {
    let names: Vec<&str> = set.iter().map(Change::name).collect();
    names.join(",")
}

fn offer(report: &Report, more: Changes, accept: String) -> Option<(Changes, Offer)> {
    let would_be = |finding: &&Finding| {
        finding.outcome == Outcome::Offered && more.contains_all(finding.missing)
    };
    let counts = report.files.iter().map(|file| file.file.findings.iter().filter(would_be).count());
    let counts: Vec<usize> = counts.filter(|count| *count > 0).collect();
    let files = counts.len();
    (files > 0).then(|| (more, Offer { accept, rewrites: counts.iter().sum(), files }))
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
    pub fn table(&self, deed: Deed) -> String {
        let transforms = self.transforms.iter().map(|(name, row)| (*name, row.tally));
        let verdicts = Verdict::ALL.into_iter().map(Verdict::name).zip(self.verdicts);
        let verdicts = verdicts.filter(|(_, tally)| tally.total() > 0);
        let (transforms, verdicts): (Vec<_>, Vec<_>) = (transforms.collect(), verdicts.collect());
        let names = transforms.iter().map(|(name, _)| name.len());
        let width = names.max().unwrap_or(0).max("transform".len());
        let by_transform = table("transform", width, &transforms, deed);
        format!("{by_transform}\n{}", table("verdict", width, &verdicts, deed))
    }
}

/// A table with a row for each of `rows`, and one for their sum.
fn table(head: &str, width: usize, rows: &[(&str, Tally)], deed: Deed) -> String {
    let count = |tally: &Tally, column: usize| tally.counts(deed)[column].1;
    let sum = |column: usize| rows.iter().map(|(_, tally)| count(tally, column)).sum::<usize>();
    let names = Tally::default().counts(deed).map(|(name, _)| name);
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
        line(name, &|column| count(tally, column));
    }
    line("total", &sum);
    table
}
