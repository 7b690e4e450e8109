//! What a pull request should say, in Markdown.
//!
//! Reviewers read it beside the diff: how much there is, what was accepted and where it matters, what
//! is left, and what could come next. Lines are those of the new code.

use std::{cmp::Reverse, collections::BTreeMap, fmt::Write, path::Path};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Report, Reported, Totals, markdown::code, markdown::prose};
use crate::{
    change::{Change, Changes},
    engine::Failure,
    finding::{Finding, Outcome, Verdict},
    source::Source,
};

/// How many places of one change are listed; a pull request holds 65,536 characters.
const MOST_PLACES: usize = 30;

/// More places than this are folded.
const FEW_PLACES: usize = 5;

/// How many places are shown of each kind that is left.
const FIRST_PLACES: usize = 3;

/// How many kinds of what is left are listed.
const MOST_KINDS: usize = 40;

/// A finding, and where reviewers see it.
struct Place<'a> {
    path: &'a str,
    line: usize,
    finding: &'a Finding,
}

/// What a pull request with a run's rewrites should say: a title line, and sections; ends with a line
/// end.
///
/// `accepted` is what was accepted anywhere, `needs` what has to be done before the code runs, each a
/// sentence without a full stop, and `name` says what reviewers call the file at a path.
pub fn pr_body(
    report: &Report,
    totals: &Totals,
    accepted: Changes,
    needs: &[String],
    mut name: impl FnMut(&Path) -> String,
) -> String {
    let names: Vec<String> = report.files.iter().map(|file| name(&file.path)).collect();
    let files = names.iter().zip(&report.files);
    let places: Vec<Place<'_>> = files.flat_map(|(path, file)| places(path, file)).collect();
    let failures: Vec<(String, &Failure)> =
        report.failures.iter().map(|(path, failure)| (name(path), failure)).collect();
    let mut body = "# Migrate from asyncio to AnyIO\n\n".to_owned();
    body.push_str(&summary(totals, &places));
    let sections = [
        ("Before it runs", needed(needs)),
        ("What changes", changed(accepted, &places)),
        ("What is left", left(&places, totals)),
        ("What could not be dealt with", failed(&failures)),
        ("What could be next", next(totals)),
    ];
    for (title, text) in sections {
        if !text.is_empty() {
            // Writing to a string does not fail.
            let _ = write!(body, "\n## {title}\n\n{text}");
        }
    }
    body
}

fn summary(totals: &Totals, places: &[Place<'_>]) -> String {
    let mut text = match totals.tally.rewritten {
        0 => "Nothing is rewritten.\n".to_owned(),
        rewritten => format!(
            "{} rewritten in {}.\n",
            count(rewritten, "reference is", "references are"),
            count(totals.rewritten_files, "file", "files")
        ),
    };
    if totals.findings() > 0 {
        text.push_str("\n| references to asyncio | found | rewritten |\n| --- | ---: | ---: |\n");
        for verdict in Verdict::ALL.into_iter().filter(|verdict| totals.with(*verdict) > 0) {
            let what = match verdict {
                Verdict::Safe => "the program observes no difference",
                Verdict::Changes => "the rewrite changes something that has a name",
                Verdict::Manual => "to be rewritten by hand",
                Verdict::Keep => "asyncio goes on working on AnyIO's asyncio backend",
            };
            let is_made = |place: &&Place<'_>| {
                place.finding.verdict == verdict && place.finding.outcome == Outcome::Rewritten
            };
            let (found, made) = (totals.with(verdict), places.iter().filter(is_made).count());
            let _ = writeln!(text, "| {}: {what} | {found} | {made} |", verdict.name());
        }
    }
    text
}

fn needed(needs: &[String]) -> String {
    needs.iter().map(|need| format!("- {}\n", prose(need))).collect()
}

/// What was accepted, what it means, and where.
fn changed(accepted: Changes, places: &[Place<'_>]) -> String {
    if accepted.is_empty() {
        return "Nothing: on AnyIO's asyncio backend the program observes no difference.\n"
            .to_owned();
    }
    let mut text = String::new();
    let mut idle = Vec::new();
    for change in accepted.iter() {
        let here = |place: &&Place<'_>| {
            place.finding.outcome == Outcome::Rewritten
                && place.finding.changes.contains_all(Changes::of(&[change]))
        };
        let here: Vec<&Place<'_>> = places.iter().filter(here).collect();
        match here.is_empty() {
            true => idle.push(code(change.name())),
            false => text.push_str(&hazard(change, &here)),
        }
    }
    if !idle.is_empty() {
        let gap = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{gap}Accepted too, and of no effect here: {}.", idle.join(", "));
    }
    text
}

/// What a change means, and the places where it matters.
fn hazard(change: Change, places: &[&Place<'_>]) -> String {
    let summary = change.summary();
    let mut text = format!("- {}: {summary}.", code(change.name()));
    let list = |indent: &str| {
        let lines = places
            .iter()
            .take(MOST_PLACES)
            .map(|place| format!("{indent}- {} {}\n", place.code(), code(&place.finding.name)));
        let more = places.len().saturating_sub(MOST_PLACES);
        let more = (more > 0).then(|| format!("{indent}- and {more} more\n"));
        lines.chain(more).collect::<String>()
    };
    let number = count(places.len(), "rewrite", "rewrites");
    let _ = match places.len() <= FEW_PLACES {
        true => write!(text, " {number}:\n{}", list("  ")),
        false => write!(
            text,
            "\n  <details><summary>{number}</summary>\n\n{}\n  </details>\n",
            list("  ")
        ),
    };
    text
}

/// What is not rewritten, by verdict, transform and reason; the most frequent first.
fn left(places: &[Place<'_>], totals: &Totals) -> String {
    let mut kinds: BTreeMap<(Why, &str, &str), Vec<&Place<'_>>> = BTreeMap::new();
    for place in places {
        let reason = match (&place.finding.outcome, place.finding.verdict) {
            (Outcome::Left, Verdict::Keep) => (Why::Keep, &place.finding.reason),
            (Outcome::Left, _) => (Why::ByHand, &place.finding.reason),
            (Outcome::HeldBack(reason), _) => (Why::HeldBack, reason),
            (
                Outcome::Rewritten | Outcome::Offered | Outcome::NotSelected | Outcome::Suppressed,
                _,
            ) => continue,
        };
        kinds.entry((reason.0, place.finding.transform, reason.1)).or_default().push(place);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|((why, ..), places)| (*why, Reverse(places.len())));
    let mut text = String::new();
    for ((why, transform, reason), places) in kinds.iter().take(MOST_KINDS) {
        let first: Vec<String> = places.iter().take(FIRST_PLACES).map(|it| it.code()).collect();
        let more = match places.len().saturating_sub(FIRST_PLACES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let (number, transform) = (places.len(), code(transform));
        let (why, reason, first) = (why.word(), prose(reason), first.join(", "));
        let _ = writeln!(text, "- {why}, {transform}, {number}: {reason} ({first}{more})");
    }
    if kinds.len() > MOST_KINDS {
        let _ = writeln!(text, "- and {} more kinds", kinds.len() - MOST_KINDS);
    }
    if totals.tally.not_selected > 0 {
        let _ = writeln!(text, "- not selected: {}", totals.tally.not_selected);
    }
    if totals.tally.suppressed > 0 {
        let _ = writeln!(text, "- suppressed by comments: {}", totals.tally.suppressed);
    }
    text
}

/// Why a reference is not rewritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    ByHand,
    HeldBack,
    Keep,
}

impl Why {
    const fn word(self) -> &'static str {
        match self {
            Self::ByHand => "manual",
            Self::HeldBack => "held back",
            Self::Keep => "keep",
        }
    }
}

fn failed(failures: &[(String, &Failure)]) -> String {
    let line = |(path, failure): &(String, &Failure)| {
        format!("- {}: {}\n", code(path), prose(&failure.message))
    };
    failures.iter().take(MOST_KINDS).map(line).collect()
}

fn next(totals: &Totals) -> String {
    let line = |offer: &super::Offer| {
        let rewrites = count(offer.rewrites, "more rewrite", "more rewrites");
        let files = count(offer.files, "file", "files");
        format!("- `--accept {}`: {rewrites} in {files}\n", offer.accept)
    };
    totals.offers.iter().map(line).collect()
}

impl Place<'_> {
    fn code(&self) -> String {
        code(&format!("{}:{}", self.path, self.line))
    }
}

/// The findings of a file, where they are after the rewrites.
fn places<'a>(path: &'a str, reported: &'a Reported) -> Vec<Place<'a>> {
    let source = &reported.file.source;
    let after = reported.migrated.as_ref();
    let after = after.and_then(|bytes| Source::from_bytes(&reported.path, bytes.clone()).ok());
    let ops = after.map(|after| {
        let [old, new] = [source, &after].map(|it| it.text().split('\n').collect::<Vec<&str>>());
        capture_diff_slices(Algorithm::Myers, &old, &new)
    });
    let place = |finding: &'a Finding| {
        let line = source.line_column(finding.range.start()).line;
        let line = ops.as_ref().map_or(line, |ops| line_after(ops, line));
        Place { path, line, finding }
    };
    reported.file.findings.iter().map(place).collect()
}

/// The 1-based line that the 1-based `line` became, or that stands where it stood.
fn line_after(ops: &[DiffOp], line: usize) -> usize {
    let old = line.saturating_sub(1);
    let op = ops.iter().find(|op| op.old_range().contains(&old));
    op.map_or(line, |op| {
        let (before, after) = (op.old_range(), op.new_range());
        after.start + (old - before.start).min(after.len().saturating_sub(1)) + 1
    })
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
