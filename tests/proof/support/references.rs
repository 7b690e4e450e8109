//! What still speaks of asyncio in a file, by `references.py`'s account.

use std::{collections::BTreeMap, path::PathBuf};

use anyiofy::{
    engine::FileReport,
    finding::{Finding, Outcome},
    source::{TextRange, TextSize},
};
use serde::Deserialize;

use super::{Python, program};

/// What one file has of asyncio.
#[derive(Debug, Deserialize)]
pub struct Residue {
    /// The file.
    pub path: PathBuf,
    /// Why the tests' Python cannot parse it.
    pub error: Option<String>,
    /// Where it imports names from asyncio.
    imports: Vec<Span>,
    /// Where each begins and ends, what is meant there, and whether it is in quotes.
    references: Vec<(Place, Place, String, bool)>,
    /// Strings that may name something of asyncio's besides.
    mentions: Vec<Span>,
}

/// Line from 1, column in bytes from 0.
type Place = (usize, usize);

/// Where something begins and ends.
type Span = (Place, Place);

impl Residue {
    /// Whether the program can run without asyncio.
    pub fn is_empty(&self) -> bool {
        self.error.is_none() && self.imports.is_empty() && self.references.is_empty()
    }

    /// Where `report` says of `text`, this file's, more or less than there is: each reference has one
    /// finding, and each finding is about something that refers to asyncio.
    pub fn discrepancies(&self, text: &str, report: Option<&FileReport>) -> Vec<String> {
        let findings = report.map_or(&[][..], |report| &report.findings);
        let (members, findings): (Vec<_>, Vec<_>) =
            findings.iter().partition(|f| is_member(f, text));
        let lines = Lines::new(text);
        let path = self.path.display();
        let told = self.references.iter().filter_map(|(start, end, name, quoted)| {
            let range = lines.range((*start, *end));
            let count = findings.iter().filter(|f| overlap(f.range, range)).count();
            let is_right = if *quoted { count > 0 } else { count == 1 };
            let (line, column) = start;
            (!is_right).then(|| format!("{path}:{line}:{column}: {count} findings about {name}"))
        });
        let places = self.references.iter().map(|(start, end, ..)| (*start, *end));
        let places =
            places.chain(self.imports.iter().copied()).chain(self.mentions.iter().copied());
        let places: Vec<TextRange> = places.map(|span| lines.range(span)).collect();
        let invented = findings
            .iter()
            .filter(|finding| !places.iter().any(|place| overlap(*place, finding.range)));
        let invented = invented.map(|finding| format!("{path}: refers to nothing: {finding:?}"));
        let misplaced = members.iter().filter(|finding| !text[finding.range].contains('.'));
        let misplaced = misplaced.map(|finding| format!("{path}: is not there: {finding:?}"));
        told.chain(invented).chain(misplaced).collect()
    }

    /// What `report` leaves of this file as `text`, imports aside: how often it leaves what.
    pub fn left(
        &self,
        text: &str,
        report: Option<&FileReport>,
    ) -> BTreeMap<(String, String), usize> {
        let findings = report.map_or(&[][..], |report| &report.findings);
        let lines = Lines::new(text);
        let imports: Vec<TextRange> = self.imports.iter().map(|span| lines.range(*span)).collect();
        let mut left = BTreeMap::new();
        for finding in findings {
            let is_import = imports.iter().any(|import| overlap(*import, finding.range));
            if finding.outcome != Outcome::Rewritten && !is_import {
                let name = (finding.transform.to_owned(), finding.name.clone());
                *left.entry(name).or_default() += 1;
            }
        }
        left
    }
}

/// Whether it is about an attribute of an object or of pytest's, which Python cannot tell from any
/// other: it is spelled after something that is no module.
fn is_member(finding: &Finding, text: &str) -> bool {
    let spelled = &text[finding.range];
    let mut segments = finding.name.split('.').skip(1);
    let class = segments.next().filter(|name| name.starts_with(char::is_uppercase));
    let of_object = class.is_some_and(|class| {
        segments.next().is_some() || (spelled.contains('.') && !spelled.ends_with(class))
    });
    of_object || finding.name == "pytest.mark.asyncio"
}

fn overlap(one: TextRange, other: TextRange) -> bool {
    one.intersect(other).is_some_and(|both| !both.is_empty())
}

/// What is wrong with the account of a migration: `first` is what was said of the text `before`, and
/// `second` of the text `after`, which it gave; each beside what Python sees in it.
pub fn misaccounts(
    (before, first): (&Residue, Option<&FileReport>),
    (after, second): (&Residue, Option<&FileReport>),
    [old, new]: [&str; 2],
) -> Vec<String> {
    let mut found = before.discrepancies(old, first);
    found.extend(after.discrepancies(new, second));
    let (left, again) = (before.left(old, first), after.left(new, second));
    if left != again {
        let path = after.path.display();
        found.push(format!("{path}: {left:?} was to be left, and {again:?} is found"));
    }
    found
}

/// What is left in each of `paths`, in their order.
///
/// # Panics
///
/// When one of them cannot be read.
pub fn references_in(paths: &[PathBuf]) -> Vec<Residue> {
    let names: Vec<_> = paths.iter().map(|path| path.to_str().expect("UTF-8 paths")).collect();
    let printed = Python::get().print(&[&program("references.py")], &names.join("\n"));
    printed.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

/// Where each line begins, by Python's notion of lines; a byte order mark is on none.
struct Lines(Vec<usize>);

impl Lines {
    fn new(text: &str) -> Self {
        let first = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|&(index, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(index + 1) != Some(&b'\n'),
            _ => false,
        });
        Self(std::iter::once(first).chain(ends.map(|(index, _)| index + 1)).collect())
    }

    fn range(&self, (start, end): Span) -> TextRange {
        let offset = |(line, column): Place| {
            let offset = self.0.get(line - 1).expect("a line of the file") + column;
            TextSize::try_from(offset).expect("a file of less than 4 GB")
        };
        TextRange::new(offset(start), offset(end))
    }
}
