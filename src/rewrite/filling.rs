//! Putting a template's text on lines, and watching where lines break.

use super::{code::Code, origin::Origin};
use crate::{
    semantic::punctuation::Bracket,
    source::{TextRange, TextSize},
};

/// Where a template lands.
#[derive(Debug)]
pub(super) struct Place<'p> {
    /// The indentation of the line.
    pub(super) indent: &'p str,
    pub(super) unit: &'p str,
    pub(super) newline: &'p str,
    /// Whether other code follows on the template's last line.
    pub(super) goes_on: bool,
}

impl<'p> Place<'p> {
    /// The start of a line of a suite.
    pub(super) fn statement(indent: &'p str, unit: &'p str, newline: &'p str) -> Self {
        Self { indent, unit, newline, goes_on: false }
    }
}

/// A template being filled.
pub(super) struct Filling<'p> {
    base: &'p Place<'p>,
    /// The indentation of the line at hand.
    indent: String,
    /// Whether the line at hand has none yet.
    starts_line: bool,
    pub(super) code: Code,
}

impl<'p> Filling<'p> {
    pub(super) fn new(base: &'p Place<'p>) -> Self {
        let indent = base.indent.to_owned();
        Self { base, indent, starts_line: false, code: Code::default() }
    }

    pub(super) fn place(&self) -> Place<'_> {
        Place { indent: &self.indent, ..*self.base }
    }

    /// Adds the template's own text, its indentation made the file's.
    pub(super) fn text(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.code.push(self.base.newline);
                let spaces = line.len() - line.trim_start_matches(' ').len();
                let unit = self.base.unit.repeat(spaces / 4);
                self.indent = [self.base.indent, &unit, &line[..spaces % 4]].concat();
                self.starts_line = true;
            }
            let content = if index > 0 { line.trim_start_matches(' ') } else { line };
            if !content.is_empty() || (index > 0 && !line.is_empty()) {
                self.start_line();
                self.code.push(content);
            }
        }
    }

    /// Indents the line at hand, now that it gets some code.
    pub(super) fn start_line(&mut self) {
        if std::mem::take(&mut self.starts_line) {
            self.code.push(&self.indent);
        }
    }

    pub(super) fn finish(mut self) -> Code {
        if self.base.goes_on {
            self.start_line();
        }
        self.code
    }
}

/// Finds the line breaks outside of all brackets in code that is gone through from its start.
pub(super) struct Breaks<'o> {
    origin: &'o Origin<'o>,
    at: TextSize,
    depth: i32,
    pub(super) open: bool,
}

impl<'o> Breaks<'o> {
    pub(super) fn new(origin: &'o Origin<'o>, at: TextSize) -> Self {
        Self { origin, at, depth: 0, open: false }
    }

    /// Goes on to `end` through original code.
    pub(super) fn keep(&mut self, end: TextSize) {
        for bracket in self.origin.ast.brackets(TextRange::new(self.at, end)) {
            self.depth += bracket.step();
            self.open |= self.depth == 0 && bracket == Bracket::Break;
        }
        self.at = end;
    }

    /// Goes on to `end` past replaced code.
    pub(super) fn replace(&mut self, end: TextSize, open: bool) {
        self.open |= open && self.depth == 0;
        let brackets = self.origin.ast.brackets(TextRange::new(self.at, end));
        self.depth += brackets.map(Bracket::step).sum::<i32>();
        self.at = end;
    }
}
