//! The report as one JSON document, for programs.

use std::path::Path;

use serde::Serialize;

use super::{Report, Reported, Row, Statistics, Tally, Totals, escape::escape_json, from_here};
use crate::{
    finding::{Edit, Finding, Note, Outcome, Remark, Spot, Verdict},
    source::{Source, TextRange, TextSize},
};

/// The version of the document's form; it changes when a field is removed or means something else.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    version: &'static str,
    findings: Vec<JsonFinding<'a>>,
    remarks: Vec<JsonRemark<'a>>,
    files: Vec<JsonFile>,
    failures: Vec<JsonFailure<'a>>,
    totals: JsonTotals<'a>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    path: String,
    range: JsonRange,
    name: &'a str,
    alias: Option<&'a str>,
    transform: &'a str,
    verdict: &'a str,
    changes: Vec<&'static str>,
    outcome: &'static str,
    held_back: Option<&'a str>,
    reason: &'a str,
    recipe: Option<&'a str>,
    places: Vec<JsonNote<'a>>,
    edits: Vec<JsonText<'a>>,
}

/// What is wrong with a suppression.
#[derive(Serialize)]
struct JsonRemark<'a> {
    path: String,
    range: JsonRange,
    kind: &'static str,
    text: &'a str,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonRange {
    start: JsonPlace,
    end: JsonPlace,
}

/// `byte` counts from 0 in the text as UTF-8, without a byte order mark; `line` and `column` from 1, in
/// characters.
#[derive(Serialize)]
struct JsonPlace {
    byte: u32,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct JsonText<'a> {
    range: JsonRange,
    text: &'a str,
}

/// A place in the finding's own file has a `range`, one in another file a `path` and a `line`.
#[derive(Serialize)]
struct JsonNote<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<JsonRange>,
    text: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    through: Vec<JsonSpot>,
}

/// `path` is `None` for the finding's own file.
#[derive(Serialize)]
struct JsonSpot {
    path: Option<String>,
    line: usize,
}

#[derive(Serialize)]
struct JsonFile {
    path: String,
    findings: usize,
    rewritten: bool,
}

#[derive(Serialize)]
struct JsonFailure<'a> {
    path: String,
    line: Option<usize>,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonTotals<'a> {
    files: usize,
    files_with_findings: usize,
    files_rewritten: usize,
    files_failed: usize,
    findings: usize,
    safe: usize,
    changes: usize,
    manual: usize,
    keep: usize,
    rewritten: usize,
    offered: usize,
    held_back: usize,
    not_selected: usize,
    suppressed: usize,
    outcomes: JsonTally,
    offers: Vec<JsonOffer<'a>>,
    transforms: Vec<JsonTransform<'a>>,
}

/// Every finding is in one of these counts.
#[derive(Serialize)]
struct JsonTally {
    rewritten: usize,
    offered: usize,
    held_back: usize,
    not_selected: usize,
    manual: usize,
    keep: usize,
    suppressed: usize,
}

impl From<Tally> for JsonTally {
    fn from(tally: Tally) -> Self {
        let Tally { rewritten, offered, held_back, not_selected, manual, keep, suppressed } = tally;
        Self { rewritten, offered, held_back, not_selected, manual, keep, suppressed }
    }
}

#[derive(Serialize)]
struct JsonOffer<'a> {
    accept: &'a str,
    rewrites: usize,
    files: usize,
}

#[derive(Serialize)]
struct JsonTransform<'a> {
    transform: &'a str,
    safe: usize,
    changes: usize,
    manual: usize,
    keep: usize,
    rewritten: usize,
    outcomes: JsonTally,
}

/// The whole report as one document that ends with a line end.
///
/// # Panics
///
/// Never: the document holds text and numbers only.
pub fn json(report: &Report, totals: &Totals) -> String {
    let document = Document {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        findings: report.files.iter().flat_map(findings).collect(),
        remarks: report.files.iter().flat_map(remarks).collect(),
        files: report.files.iter().map(file).collect(),
        failures: report
            .failures
            .iter()
            .map(|(path, failure)| JsonFailure {
                path: lossy(path),
                line: failure.line,
                message: &failure.message,
            })
            .collect(),
        totals: all_totals(report, totals),
    };
    let text = serde_json::to_string_pretty(&document).expect("text and numbers are JSON");
    let mut text = escape_json(text);
    text.push('\n');
    text
}

fn findings(reported: &Reported) -> impl Iterator<Item = JsonFinding<'_>> {
    reported.file.findings.iter().map(|finding| json_finding(reported, finding))
}

fn remarks(reported: &Reported) -> impl Iterator<Item = JsonRemark<'_>> {
    let Reported { path, file, .. } = reported;
    file.remarks.iter().map(|Remark { range: at, kind, text, help }| JsonRemark {
        path: lossy(path),
        range: range(&file.source, *at),
        kind: kind.name(),
        text,
        help: help.as_deref(),
    })
}

fn json_note<'a>(source: &Source, note: &'a Note) -> JsonNote<'a> {
    let path = |spot: &Spot| spot.file.as_deref().map(|path| lossy(&from_here(path)));
    let spot = |spot: &Spot| JsonSpot { path: path(spot), line: spot.line };
    let elsewhere = note.elsewhere.as_ref();
    JsonNote {
        path: elsewhere.and_then(path),
        line: elsewhere.map(|spot| spot.line),
        range: elsewhere.is_none().then(|| range(source, note.range)),
        text: &note.text,
        through: note.through.iter().map(spot).collect(),
    }
}

fn json_finding<'a>(reported: &'a Reported, finding: &'a Finding) -> JsonFinding<'a> {
    let source = &reported.file.source;
    let note = |note: &'a Note| json_note(source, note);
    let edit = |Edit { range: at, text }: &'a Edit| JsonText { range: range(source, *at), text };
    let (outcome, held_back) = match &finding.outcome {
        Outcome::Rewritten => ("rewritten", None),
        Outcome::Offered => ("offered", None),
        Outcome::HeldBack(reason) => ("held-back", Some(reason.as_str())),
        Outcome::Left => ("left", None),
        Outcome::NotSelected => ("not-selected", None),
        Outcome::Suppressed => ("suppressed", None),
    };
    JsonFinding {
        path: lossy(&reported.path),
        range: range(source, finding.range),
        name: &finding.name,
        alias: finding.alias.as_deref(),
        transform: finding.transform,
        verdict: finding.verdict.name(),
        changes: finding.changes.iter().map(|change| change.name()).collect(),
        outcome,
        held_back,
        reason: &finding.reason,
        recipe: finding.recipe.as_deref(),
        places: finding.places.iter().map(note).collect(),
        edits: finding.edits.iter().map(edit).collect(),
    }
}

fn range(source: &Source, range: TextRange) -> JsonRange {
    let place = |offset: TextSize| {
        let at = source.line_column(offset);
        JsonPlace { byte: offset.to_u32(), line: at.line, column: at.column }
    };
    JsonRange { start: place(range.start()), end: place(range.end()) }
}

fn file(reported: &Reported) -> JsonFile {
    JsonFile {
        path: lossy(&reported.path),
        findings: reported.file.findings.len(),
        rewritten: reported.migrated.is_some(),
    }
}

fn all_totals<'a>(report: &'a Report, totals: &'a Totals) -> JsonTotals<'a> {
    let transforms = Statistics::of(report).transforms.into_iter().map(|(transform, row)| {
        let Row { verdicts: [safe, changes, manual, keep], tally } = row;
        let (rewritten, outcomes) = (tally.rewritten, tally.into());
        JsonTransform { transform, safe, changes, manual, keep, rewritten, outcomes }
    });
    let offers = totals.offers.iter().map(|offer| JsonOffer {
        accept: &offer.accept,
        rewrites: offer.rewrites,
        files: offer.files,
    });
    JsonTotals {
        files: totals.looked_at,
        files_with_findings: totals.with_findings,
        files_rewritten: totals.rewritten_files,
        files_failed: totals.failed,
        findings: totals.findings(),
        safe: totals.with(Verdict::Safe),
        changes: totals.with(Verdict::Changes),
        manual: totals.with(Verdict::Manual),
        keep: totals.with(Verdict::Keep),
        rewritten: totals.tally.rewritten,
        offered: totals.tally.offered,
        held_back: totals.tally.held_back,
        not_selected: totals.tally.not_selected,
        suppressed: totals.tally.suppressed,
        outcomes: totals.tally.into(),
        offers: offers.collect(),
        transforms: transforms.collect(),
    }
}

fn lossy(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
