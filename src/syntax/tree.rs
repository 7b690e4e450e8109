//! Trees of parts, made on demand.

use std::{borrow::Cow, cell::RefCell, sync::OnceLock};

use tree_sitter::{Parser, Point, Range, Tree};

use super::{Kind, Node, join, join::JoinError, language};
use crate::source::{TextRange, TextSize};

/// The concrete syntax of one file, part by part.
///
/// A part's tree is made the first time that a node in it is asked for, and kept. Offsets are the
/// file's.
#[derive(Debug)]
pub struct Trees<'s> {
    text: &'s str,
    /// The text as the grammar can read it.
    legible: OnceLock<Cow<'s, str>>,
    parts: Vec<Part>,
    /// The offset at which each line starts, as tree-sitter counts lines: by `\n` alone.
    lines: OnceLock<Vec<usize>>,
}

#[derive(Debug)]
struct Part {
    range: TextRange,
    tree: OnceLock<Option<Tree>>,
}

impl<'s> Trees<'s> {
    /// `parts` are byte ranges of `text` that the grammar can parse alone: statements of a module, a class
    /// or a function, and headers of the latter. In order; no two overlap.
    pub fn new(text: &'s str, parts: Vec<TextRange>) -> Self {
        let parts = parts.into_iter().map(|range| Part { range, tree: OnceLock::new() }).collect();
        Self { text, legible: OnceLock::new(), parts, lines: OnceLock::new() }
    }

    /// The concrete node of what the abstract tree calls a `kind` at `range`.
    ///
    /// # Errors
    ///
    /// When the two trees do not agree that it is there; see [`JoinError`].
    pub fn node(&self, range: TextRange, kind: Kind) -> Result<Node<'_>, JoinError> {
        let part = self.part(range.start()).ok_or(JoinError::OutsideParts)?;
        let tree = self.tree(part).ok_or(JoinError::NoNode)?;
        let node = join::find(tree.root_node(), range, kind)?;
        Ok(Node::new(node, self.text))
    }

    /// The concrete node of the name or dotted chain of names at `range`.
    ///
    /// # Errors
    ///
    /// When the two trees do not agree that it is there; see [`JoinError`].
    pub fn reference(&self, range: TextRange) -> Result<Node<'_>, JoinError> {
        self.node(range, Kind::Attribute).or_else(|_| self.node(range, Kind::Name))
    }

    /// Where the part around `offset` begins, if its tree was asked for and has code in it that the
    /// grammar could not parse.
    pub fn misread(&self, offset: TextSize) -> Option<TextSize> {
        let part = self.part(offset)?;
        let tree = part.tree.get()?.as_ref();
        tree.is_none_or(|tree| tree.root_node().has_error()).then_some(part.range.start())
    }

    /// How many parts have been parsed so far.
    pub fn parsed_parts(&self) -> usize {
        self.parts.iter().filter(|part| part.tree.get().is_some()).count()
    }

    /// The kinds and ranges of all named nodes that are no comments, part by part; `None` for a part
    /// that the grammar could not parse.
    #[cfg(test)]
    pub(crate) fn named_nodes(&self) -> Vec<Option<Vec<(String, TextRange)>>> {
        let trees = self.parts.iter().filter_map(|part| self.tree(part));
        trees.map(|tree| named_nodes(tree.root_node())).collect()
    }

    fn part(&self, offset: TextSize) -> Option<&Part> {
        let after = self.parts.partition_point(|part| part.range.start() <= offset);
        let part = self.parts.get(after.checked_sub(1)?)?;
        part.range.contains(offset).then_some(part)
    }

    fn tree<'t>(&'t self, part: &'t Part) -> Option<&'t Tree> {
        let legible = self.legible.get_or_init(|| legible(self.text));
        part.tree.get_or_init(|| parse(legible, self.located(part.range))).as_ref()
    }

    fn located(&self, range: TextRange) -> Range {
        let (start, end) = (range.start().to_usize(), range.end().to_usize());
        Range {
            start_byte: start,
            end_byte: end,
            start_point: self.point(start),
            end_point: self.point(end),
        }
    }

    /// Row and column, both from 0, the column in bytes.
    fn point(&self, offset: usize) -> Point {
        let lines = self.lines.get_or_init(|| line_starts(self.text));
        let row = lines.partition_point(|start| *start <= offset);
        Point { row, column: offset - row.checked_sub(1).map_or(0, |last| lines[last]) }
    }
}

/// `text` with `\n` in place of every `\r` that ends a line alone, which the grammar takes for a blank.
fn legible(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_alone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    let mut alone = memchr::memchr_iter(b'\r', bytes).filter(is_alone).peekable();
    if alone.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut legible = String::with_capacity(text.len());
    let mut copied = 0;
    for at in alone {
        legible.push_str(&text[copied..at]);
        legible.push('\n');
        copied = at + 1;
    }
    legible.push_str(&text[copied..]);
    Cow::Owned(legible)
}

/// The offsets after each `\n`.
fn line_starts(text: &str) -> Vec<usize> {
    memchr::memchr_iter(b'\n', text.as_bytes()).map(|newline| newline + 1).collect()
}

/// `None` when tree-sitter takes no such range; it then has no node there either.
fn parse(text: &str, range: Range) -> Option<Tree> {
    thread_local! {
        static PARSER: RefCell<Parser> = RefCell::new(parser());
    }
    PARSER.with_borrow_mut(|parser| {
        parser.set_included_ranges(&[range]).ok()?;
        parser.parse(text, None)
    })
}

/// # Panics
///
/// If the grammar was built for another tree-sitter.
fn parser() -> Parser {
    let language = language();
    let mut parser = Parser::new();
    parser.set_language(&language).expect("the grammar's ABI is this tree-sitter's");
    parser
}

#[cfg(test)]
fn named_nodes(root: tree_sitter::Node<'_>) -> Option<Vec<(String, TextRange)>> {
    if root.has_error() {
        return None;
    }
    let mut nodes = Vec::new();
    let mut open: Vec<_> = join::code_children(root).collect();
    while let Some(node) = open.pop() {
        nodes.push((node.kind().to_owned(), join::abstract_range(node)));
        open.extend(join::code_children(node));
    }
    Some(nodes)
}

#[cfg(test)]
mod tests;
