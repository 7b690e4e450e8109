//! What still speaks of asyncio in a file, by `references.py`'s account.

use std::path::PathBuf;

use anyiofy::{
    engine::FileReport,
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
    /// How many names it imports from asyncio.
    imports: usize,
    /// Where each begins and ends, and what is meant there.
    references: Vec<(Place, Place, String)>,
}

/// Line from 1, column in bytes from 0.
type Place = (usize, usize);

impl Residue {
    /// Whether the program can run without asyncio.
    pub fn is_empty(&self) -> bool {
        self.error.is_none() && self.imports == 0 && self.references.is_empty()
    }

    /// The references in `text`, this file's, of which `report` says nothing.
    pub fn unaccounted(&self, text: &str, report: Option<&FileReport>) -> Vec<String> {
        let lines = line_starts(text);
        let findings = report.map_or(&[][..], |report| &report.findings);
        let offset = |(line, column): Place| {
            let offset = lines.get(line - 1).expect("a line of the file") + column;
            TextSize::try_from(offset).expect("a file of less than 4 GB")
        };
        let is_found = |start: Place, end: Place| {
            let range = TextRange::new(offset(start), offset(end));
            findings.iter().any(|f| f.range.intersect(range).is_some_and(|both| !both.is_empty()))
        };
        let left = self.references.iter().filter(|(start, end, _)| !is_found(*start, *end));
        let path = self.path.display();
        left.map(|((line, column), _, name)| {
            format!("{path}:{line}:{column}: nothing said of {name}")
        })
        .collect()
    }
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
fn line_starts(text: &str) -> Vec<usize> {
    let first = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|&(index, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(index + 1) != Some(&b'\n'),
        _ => false,
    });
    std::iter::once(first).chain(ends.map(|(index, _)| index + 1)).collect()
}
