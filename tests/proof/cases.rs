//! Small programs, one behaviour each: what is said of them and what becomes of them.
//!
//! `transforms/<name>/cases/<case>.py` has its snapshot in `snapshots/<name>/<case>.snap`, to be read
//! as a reviewer would. What must hold for every case is asserted here, not in its snapshot.

use std::{
    fmt::Write as _,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

use anyiofy::{
    engine::{FileReport, Options},
    finding::{Finding, Outcome, Verdict},
    semantic::Ast,
    source::TextRange,
};
use similar::TextDiff;

use crate::support::{Migrated, accepting, entries, files, migrate, problems, repository, stem};

/// What the cases are migrated for, whatever Python runs the tests.
pub const PYTHON: (u8, u8) = (3, 11);

/// What may be accepted.
pub const PRESETS: [&str; 3] = ["none", "structured", "all"];

/// One program.
pub struct Case {
    /// The transform that it is about.
    pub transform: String,
    /// Its own name.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

impl Case {
    fn bytes(&self) -> Vec<u8> {
        fs::read(&self.path).expect("the case can be read")
    }

    fn migrated(&self, options: &Options) -> Migrated {
        migrate(&self.path, &self.bytes(), options)
    }
}

/// Every case, by transform and name.
pub fn cases() -> Vec<Case> {
    let transforms = entries(&repository("transforms")).into_iter();
    let cases = transforms.flat_map(|folder| files(&folder.join("cases"), "py").into_iter());
    let case = |path: PathBuf| {
        let transform = path.ancestors().nth(2).map(stem).unwrap_or_default();
        Case { transform, name: stem(&path), path }
    };
    cases.map(case).collect()
}

#[test]
fn cases_are_as_in_their_snapshots() {
    let mut failed = String::new();
    for case in cases() {
        let shown = shown(&case);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(repository("snapshots").join(&case.transform));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let name = case.name.clone();
        let compare = AssertUnwindSafe(|| settings.bind(|| insta::assert_snapshot!(name, shown)));
        if catch_unwind(compare).is_err() {
            let _ = writeln!(failed, "{}/{}", case.transform, case.name);
        }
    }
    assert!(failed.is_empty(), "these differ from their snapshots:\n{failed}");
}

#[test]
fn results_parse_and_are_settled() {
    let found = for_each_preset(|case, options| {
        let first = case.migrated(options);
        let Some(text) = first.report.as_ref().and_then(|report| report.migrated.as_deref()) else {
            return vec![];
        };
        let mut found = vec![];
        if let Err(error) = Ast::parse(text) {
            found.push(format!("does not parse: {}\n{text}", error.message));
        }
        let second = migrate(&case.path, &first.bytes, options);
        if second.bytes != first.bytes {
            found.push(format!("a second run changes it:\n{}", difference(&first, &second)));
        }
        found
    });
    assert!(found.is_empty(), "{found}");
}

#[test]
fn findings_are_whole() {
    let found = for_each_preset(|case, options| {
        let migrated = case.migrated(options);
        let Some(report) = &migrated.report else { return vec![] };
        let mut found: Vec<_> = report.findings.iter().flat_map(faults).collect();
        let place = |f: &Finding| (f.range.start(), f.range.end(), f.name.clone());
        if !report.findings.is_sorted_by(|a, b| place(a) < place(b)) {
            found.push("findings are not in source order, or there are two of one thing".into());
        }
        let rewritten = report.findings.iter().any(|f| f.outcome == Outcome::Rewritten);
        if rewritten != report.migrated.is_some() {
            found.push("text is written without a rewrite, or a rewrite without text".into());
        }
        found
    });
    assert!(found.is_empty(), "{found}");
}

#[test]
fn text_outside_the_edits_stays() {
    let found = for_each_preset(|case, options| {
        let migrated = case.migrated(options);
        let Some(report) = &migrated.report else { return vec![] };
        let Some(after) = &report.migrated else { return vec![] };
        let mut rest = after.as_str();
        for kept in outside_edits(report) {
            let Some(at) = rest.find(kept) else {
                return vec![format!("this was to stay: {kept:?}")];
            };
            rest = &rest[at + kept.len()..];
        }
        vec![]
    });
    assert!(found.is_empty(), "{found}");
}

/// What is wrong with every case under every preset, each said to be of that case.
fn for_each_preset(f: impl Fn(&Case, &Options) -> Vec<String> + Sync) -> String {
    problems(&cases(), |case| {
        let of = |preset| {
            let found = f(case, &accepting(preset, PYTHON));
            let name = format!("{}/{} accepting {preset}", case.transform, case.name);
            found.into_iter().map(move |problem| format!("{name}: {problem}"))
        };
        PRESETS.into_iter().flat_map(of).collect()
    })
}

/// What a finding says that does not fit together.
fn faults(finding: &Finding) -> Vec<String> {
    let has_rewrite = matches!(finding.verdict, Verdict::Safe | Verdict::Changes);
    let is_left = matches!(finding.outcome, Outcome::Left | Outcome::Suppressed);
    let rules = [
        (finding.reason.is_empty(), "no reason"),
        (finding.reason.ends_with('.'), "a full stop after the reason"),
        (finding.changes.is_empty() == (finding.verdict == Verdict::Changes), "wrong changes"),
        (has_rewrite && finding.outcome == Outcome::Left, "nothing done about a rewrite"),
        (!has_rewrite && !is_left, "something done without a rewrite"),
        (!has_rewrite && !finding.edits.is_empty(), "edits without a rewrite"),
        (!finding.edits.is_sorted_by_key(|edit| edit.range.start()), "unsorted edits"),
    ];
    let broken = rules.into_iter().filter(|(broken, _)| *broken);
    broken.map(|(_, rule)| format!("{rule} in {finding:?}")).collect()
}

/// The pieces of the original that no edit touches, in order. Lines with an import, which an edit for
/// several findings may change as a whole, are left out, as is what is blank.
fn outside_edits(report: &FileReport) -> Vec<&str> {
    let text = report.source.text();
    let rewritten = report.findings.iter().filter(|f| f.outcome == Outcome::Rewritten);
    let mut edits: Vec<TextRange> =
        rewritten.flat_map(|f| f.edits.iter().map(|edit| edit.range)).collect();
    edits.sort_by_key(|range| (range.start(), range.end()));
    let mut kept = vec![];
    let mut end = 0;
    for edit in edits {
        let start = usize::from(edit.start());
        if start > end {
            kept.push(&text[end..start]);
        }
        end = end.max(usize::from(edit.end()));
    }
    kept.push(&text[end..]);
    let lines = kept.into_iter().flat_map(|piece| piece.split_inclusive('\n'));
    lines.filter(|line| !line.trim().is_empty() && !line.contains("import")).collect()
}

/// A case's snapshot: under each preset the findings and the diff.
fn shown(case: &Case) -> String {
    let [none, structured, all] = PRESETS.map(|preset| {
        let migrated = case.migrated(&accepting(preset, PYTHON));
        migrated.report.map_or("nothing found\n".into(), |report| told(&report))
    });
    let mut shown = format!("accept none\n-----------\n{none}");
    if structured != all {
        let structured = if structured == none { "as above\n" } else { &structured };
        let _ = write!(shown, "\naccept structured\n-----------------\n{structured}");
    }
    let all = if all == none { "as above\n" } else { &all };
    let _ = write!(shown, "\naccept all\n----------\n{all}");
    shown
}

fn told(report: &FileReport) -> String {
    let mut told = String::new();
    for finding in &report.findings {
        let place = |range: TextRange| {
            let at = report.source.line_column(range.start());
            format!("{}:{}", at.line, at.column)
        };
        let verdict = match finding.verdict {
            Verdict::Changes => format!("changes {}", finding.changes),
            other => other.name().to_owned(),
        };
        let outcome = match &finding.outcome {
            Outcome::Rewritten => "rewritten".to_owned(),
            Outcome::Offered => "offered".to_owned(),
            Outcome::HeldBack(reason) => format!("held back: {reason}"),
            Outcome::Left => "left".to_owned(),
            Outcome::NotSelected => "not selected".to_owned(),
            Outcome::Suppressed => "suppressed".to_owned(),
        };
        let Finding { name, transform, reason, .. } = finding;
        let at = place(finding.range);
        let _ = writeln!(told, "{at} {name} ({transform}): {verdict}, {outcome}\n    {reason}");
        if let Some(recipe) = &finding.recipe {
            let _ = writeln!(told, "    to do: {recipe}");
        }
        for note in &finding.places {
            let _ = writeln!(told, "    {}: {}", place(note.range), note.text);
        }
    }
    let after = report.migrated.as_deref().unwrap_or(report.source.text());
    told + &unified(report.source.text(), after)
}

fn difference(one: &Migrated, other: &Migrated) -> String {
    unified(&String::from_utf8_lossy(&one.bytes), &String::from_utf8_lossy(&other.bytes))
}

/// A diff in which carriage returns and form feeds are seen.
fn unified(before: &str, after: &str) -> String {
    let difference = TextDiff::from_lines(before, after).unified_diff().to_string();
    difference.replace('\r', "␍").replace('\x0c', "␌")
}
