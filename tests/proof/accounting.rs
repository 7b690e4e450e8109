//! Every reference is accounted for: the account of a file is what Python sees in it, the account of what
//! is left is what is found afterwards, and comments keep what they say is kept.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyiofy::{
    engine::{FileReport, Options},
    finding::Outcome,
    semantic::Ast,
};
use tempfile::TempDir;

use crate::{
    cases::{PRESETS, PYTHON, cases},
    support::{accepting, files, migrate, misaccounts, problems, references_in, repository, stem},
};

#[test]
fn what_is_left_is_what_is_found_afterwards() {
    for preset in PRESETS {
        let found = misaccounted(&accepting(preset, PYTHON));
        assert!(found.is_empty(), "accepting {preset}:\n{found}");
    }
}

#[test]
fn what_is_not_selected_is_left() {
    let options = Options { ignore: vec!["sleep", "lock", "run"], ..accepting("all", PYTHON) };
    let found = misaccounted(&options);
    assert!(found.is_empty(), "{found}");
}

/// A suppression is put at every reference of every program, behind its line and above it.
#[test]
fn suppressions_keep_what_they_speak_of() {
    let options = Options { edits: false, ..accepting("all", PYTHON) };
    let found = problems(&programs(), |path| {
        let bytes = fs::read(path).expect("the program can be read");
        let Some(report) = migrate(path, &bytes, &options).report else { return vec![] };
        let places = report.findings.iter().map(|finding| {
            (report.source.line_column(finding.range.start()).line, finding.transform)
        });
        let places = places.flat_map(|(line, transform)| {
            let named = format!("# anyiofy: ignore[{transform}]");
            ["# anyiofy: ignore".to_owned(), named].map(|comment| (line, comment))
        });
        let texts = places.flat_map(|(line, comment)| commented(&report, line, &comment));
        let encoded = |text: String| report.source.encode(&text).expect("the comment is ASCII");
        texts.map(encoded).flat_map(|bytes| unkept(path, &bytes, &options)).collect()
    });
    assert!(found.is_empty(), "{found}");
}

/// Every case and every program of the behaviour tests.
fn programs() -> Vec<PathBuf> {
    let cases = cases().into_iter().map(|case| case.path);
    cases.chain(files(&repository("tests/behaviour"), "py")).collect()
}

/// What is wrong with the account of every program.
fn misaccounted(options: &Options) -> String {
    let folder = TempDir::new().expect("a temporary folder");
    let programs: Vec<_> = programs().into_iter().enumerate().collect();
    let written = |when: &str, (number, path): &(usize, PathBuf)| {
        folder.path().join(format!("{number}-{}-{when}.py", stem(path)))
    };
    for program in &programs {
        let bytes = fs::read(&program.1).expect("the program can be read");
        let after = migrate(&program.1, &bytes, options).bytes;
        fs::write(written("before", program), bytes).expect("the folder can be written");
        fs::write(written("after", program), after).expect("the folder can be written");
    }
    let [before, after] = ["before", "after"].map(|when| {
        references_in(&programs.iter().map(|program| written(when, program)).collect::<Vec<_>>())
    });
    let migrations: Vec<_> = programs.iter().zip(before.iter().zip(&after)).collect();
    problems(&migrations, |((_, path), (before, after))| {
        let read = |path: &Path| fs::read(path).expect("it was written");
        let of = |when: &Path| {
            let bytes = read(when);
            let report = migrate(path, &bytes, options).report;
            let text = report.as_ref().map(|report| report.source.text().to_owned());
            (text.unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned()), report)
        };
        let ((old, first), (new, second)) = (of(&before.path), of(&after.path));
        misaccounts((before, first.as_ref()), (after, second.as_ref()), [&old, &new])
    })
}

/// The text with `comment` behind the 1-based `line`, and on a line of its own above it; where that is a
/// comment.
fn commented(report: &FileReport, line: usize, comment: &str) -> Vec<String> {
    let text = report.source.text();
    let range = report.source.line_range(line);
    let (before, rest) = text.split_at(range.start().into());
    let own = &text[range];
    let code = own.trim_end_matches(['\n', '\r']);
    let indent = &own[..own.len() - own.trim_start().len()];
    let end = &rest[code.len()..];
    let newline = report.source.newline();
    let texts = [
        format!("{before}{code}  {comment}{end}"),
        format!("{before}{indent}{comment}{newline}{rest}"),
    ];
    let count = Ast::parse(text).map_or(0, |ast| ast.comments().len());
    let is_comment = |text: &String| {
        Ast::parse(text).is_ok_and(|ast| {
            ast.comments().iter().filter(|range| text[**range].ends_with(comment)).count() > 0
                && ast.comments().len() >= count
        })
    };
    texts.into_iter().filter(is_comment).collect()
}

/// What is wrong with what becomes of a file that holds `bytes`, a suppression among them.
fn unkept(path: &Path, bytes: &[u8], options: &Options) -> Vec<String> {
    let suppressed = |report: &Option<FileReport>| {
        let findings = report.iter().flat_map(|report| &report.findings);
        let suppressed = findings.filter(|finding| finding.outcome == Outcome::Suppressed);
        let mut names: Vec<_> = suppressed.map(|f| (f.name.clone(), f.transform)).collect();
        names.sort();
        names
    };
    let first = migrate(path, bytes, options);
    let second = migrate(path, &first.bytes, options);
    let mut found = vec![];
    let shown = || format!("{}\n{}", path.display(), String::from_utf8_lossy(bytes));
    if first.bytes != second.bytes {
        found.push(format!("a second run changes {}", shown()));
    }
    let (one, other) = (suppressed(&first.report), suppressed(&second.report));
    if one != other {
        found.push(format!("{one:?} is suppressed, and then {other:?} in {}", shown()));
    }
    found
}
