//! The original text and its layout: lines, indentation, line ends.

use crate::{
    semantic::{Ast, Nodes, SemanticModel},
    source::{TextRange, TextSize},
};

/// The original text of one file and its trees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) text: &'a str,
    pub(super) ast: &'a Ast,
    pub(super) nodes: &'a Nodes<'a>,
    /// By how much the file's first block is indented.
    first_unit: &'a str,
}

/// The statements of a module or of one block.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// In order; never empty.
    pub(super) statements: Vec<TextRange>,
    /// Whether it stands on the line of its header.
    pub(super) inline: bool,
    /// Whether it has a header, and so must not become empty.
    pub(super) nested: bool,
}

const SPACE: [char; 3] = [' ', '\t', '\x0c'];

impl<'a> Origin<'a> {
    pub(super) fn new(model: &'a SemanticModel<'a>, text: &'a str) -> Self {
        Self::of(text, model.ast(), model.nodes())
    }

    pub(super) fn of(text: &'a str, ast: &'a Ast, nodes: &'a Nodes<'a>) -> Self {
        let bare = Self { text, ast, nodes, first_unit: "    " };
        let first_unit = nodes.ids().find_map(|id| bare.step(id));
        Self { first_unit: first_unit.unwrap_or(bare.first_unit), ..bare }
    }

    /// The statement with this range without the bodies in it.
    pub(super) fn header(&self, statement: TextRange) -> TextRange {
        let id = self.nodes.statement(statement);
        let inner =
            id.and_then(|id| self.nodes.descendants(id).find(|n| self.nodes.starts_line(*n)));
        let end = inner.map_or(statement.end(), |id| self.nodes.range(id).start());
        TextRange::new(statement.start(), end)
    }

    pub(super) fn slice(&self, range: TextRange) -> &'a str {
        self.text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default()
    }

    pub(super) fn before(&self, offset: TextSize) -> &'a str {
        self.text.get(..offset.to_usize()).unwrap_or_default()
    }

    pub(super) fn after(&self, offset: TextSize) -> &'a str {
        self.text.get(offset.to_usize()..).unwrap_or_default()
    }

    pub(super) fn whole(&self) -> TextRange {
        TextRange::up_to(TextSize::of(self.text))
    }

    /// Whether `offset` is strictly inside a string that spans lines.
    pub(super) fn in_string(&self, offset: TextSize) -> bool {
        self.string_around(offset).is_some()
    }

    /// The start of the string that spans lines and has `offset` strictly inside.
    fn string_around(&self, offset: TextSize) -> Option<TextSize> {
        let strings = self.ast.multiline_strings();
        let after = strings.partition_point(|s| s.start() < offset);
        let last = after.checked_sub(1).and_then(|i| strings.get(i))?;
        (offset < last.end()).then(|| last.start())
    }

    /// Where the line of `offset` starts.
    pub(super) fn line_start(&self, offset: TextSize) -> TextSize {
        let before = self.before(offset);
        let last = memchr::memrchr2(b'\n', b'\r', before.as_bytes());
        TextSize::of(&before[..last.map_or(0, |i| i + 1)])
    }

    /// The line end that a new line at `offset` gets: that of its own line, else of the one before.
    pub(super) fn newline(&self, offset: TextSize) -> &'static str {
        let after = self.after(offset);
        let end = memchr::memchr2(b'\n', b'\r', after.as_bytes()).map(|i| &after[i..]);
        let before = self.before(offset);
        let end = end.or_else(|| {
            let last = memchr::memrchr2(b'\n', b'\r', before.as_bytes())?;
            Some(&before[if before[..=last].ends_with("\r\n") { last - 1 } else { last }..])
        });
        match end {
            Some(end) if end.starts_with("\r\n") => "\r\n",
            Some(end) if end.starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// The indentation of the line of `offset`: of the first line, if backslashes or a string join
    /// several.
    pub(super) fn indent(&self, offset: TextSize) -> &'a str {
        let mut start = self.line_start(offset);
        while let Some(above) = self.string_around(start).or_else(|| self.joined(start)) {
            start = self.line_start(above);
        }
        let line = self.after(start);
        let space = &line[..line.len() - line.trim_start_matches(SPACE).len()];
        space.rfind('\x0c').map_or(space, |feed| &space[feed + 1..])
    }

    /// The indentation of the clause in whose body the statement with this range stands.
    pub(super) fn header_indent(&self, statement: TextRange) -> &'a str {
        let parent = self.nodes.statement(statement).and_then(|id| self.nodes.parent(id));
        self.indent(parent.map_or(statement.start(), |id| self.nodes.range(id).start()))
    }

    /// The backslash that joins the line starting at `start` to the one above.
    fn joined(&self, start: TextSize) -> Option<TextSize> {
        let above = self.before(start);
        let line = above.strip_suffix("\r\n").or_else(|| above.strip_suffix(['\n', '\r']))?;
        let offset = TextSize::of(line.strip_suffix('\\')?);
        let comments = self.ast.comments();
        let after = comments.partition_point(|c| c.start() <= offset);
        let in_comment =
            after.checked_sub(1).and_then(|i| comments.get(i)).is_some_and(|c| offset < c.end());
        (!in_comment && !self.in_string(offset)).then_some(offset)
    }

    /// The comments inside `range`.
    pub(super) fn comments(&self, range: TextRange) -> &'a [TextRange] {
        let comments = self.ast.comments();
        let first = comments.partition_point(|c| c.start() < range.start());
        let rest = &comments[first..];
        &rest[..rest.partition_point(|c| c.end() <= range.end())]
    }

    /// The end of the statement that ends at `end`, with what stands behind it on its line (a
    /// semicolon, a comment) and the comments below it that are indented deeper than `indent`.
    pub(super) fn extent(&self, end: TextSize, indent: &str) -> TextSize {
        let rest = self.after(end);
        let line_end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let mut extent = self.line_extent(end);
        let mut at = line_end;
        while let Some(line) = next_line(&rest[at..]) {
            let content = line.text.trim_start_matches(SPACE);
            let space = &line.text[..line.text.len() - content.len()];
            let deeper = space.len() > indent.len() && space.starts_with(indent);
            if content.starts_with('#') && deeper {
                extent = end
                    + TextSize::of(rest[..at + line.start].trim_end_matches(SPACE))
                    + TextSize::of(line.text);
            } else if !content.is_empty() {
                break;
            }
            at += line.start + line.text.len();
        }
        extent
    }

    /// The white space by which a block is indented more than the code around it: near `statement`,
    /// else in the file's first block.
    pub(super) fn unit(&self, statement: TextRange) -> &'a str {
        let Some(id) = self.nodes.statement(statement) else { return "    " };
        let outward = std::iter::once(id).chain(self.nodes.ancestors(id));
        let near = outward.chain(self.nodes.descendants(id)).find_map(|n| self.step(n));
        near.unwrap_or(self.first_unit)
    }

    /// By how much statement `id` is indented more than the statement around it, if it starts a
    /// line and is one of a block.
    fn step(&self, id: crate::semantic::NodeId) -> Option<&'a str> {
        if !self.nodes.starts_line(id) {
            return None;
        }
        let parent = self.nodes.parent(id)?;
        let start = self.nodes.range(id).start();
        let own = self.indent(start);
        let line = self.slice(TextRange::new(self.line_start(start), start));
        if !line.trim_matches(SPACE).is_empty() {
            return None;
        }
        own.strip_prefix(self.indent(self.nodes.range(parent).start())).filter(|u| !u.is_empty())
    }

    /// The innermost statement around `offset`, or starting there.
    pub(super) fn statement_at(&self, offset: TextSize) -> Option<TextRange> {
        let id = self.nodes.enclosing_statement(TextRange::empty(offset))?;
        Some(self.nodes.range(id))
    }

    /// The end of what stands behind the statement ending at `end` on its line.
    pub(super) fn line_extent(&self, end: TextSize) -> TextSize {
        let rest = self.after(end);
        end + TextSize::of(tail(&rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())]))
    }

    /// The comment behind the statement that ends at `end`, if it is the last one of its line.
    pub(super) fn trailing_comment(&self, end: TextSize) -> Option<TextRange> {
        let rest = self.after(end).trim_start_matches(SPACE);
        let rest = rest.strip_prefix(';').unwrap_or(rest).trim_start_matches(SPACE);
        let start = TextSize::of(self.text) - TextSize::of(rest);
        let comments = self.ast.comments();
        let found = comments.binary_search_by_key(&start, |c| c.start()).ok()?;
        comments.get(found).copied()
    }

    /// The suite of the statement with this range.
    pub(super) fn block(&self, statement: TextRange) -> Option<Block> {
        let statements = self.nodes.suite(statement, self.text)?.statements;
        let first = statements.first()?.start();
        let inline = self.ast.token_before(first).is_some_and(|t| self.slice(t) == ":");
        let nested = self.nodes.parent(self.nodes.statement(statement)?).is_some();
        Some(Block { statements, inline, nested })
    }

    /// The body of the compound statement with this range, if it has one and no more.
    pub(super) fn sole_body(&self, statement: TextRange) -> Option<Block> {
        let id = self.nodes.statement(statement)?;
        self.block(self.nodes.sole_suite(id)?)
    }

    /// The line end at `offset`, or nothing at the end of the text.
    pub(super) fn line_end(&self, offset: TextSize) -> &'a str {
        let rest = self.after(offset);
        let rest = &rest[rest.find(['\n', '\r']).unwrap_or(rest.len())..];
        &rest[..if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) }]
    }

    /// The lengths of the blank lines right below the line that ends before `start`.
    pub(super) fn blank_lines_below(&self, start: TextSize) -> Vec<TextSize> {
        let mut lengths = Vec::new();
        let mut at = start;
        loop {
            let rest = self.after(at);
            let content = rest.trim_start_matches(SPACE);
            let length =
                TextSize::of(rest) - TextSize::of(content) + TextSize::of(self.line_end(at));
            if !content.starts_with(['\n', '\r']) {
                return lengths;
            }
            lengths.push(length);
            at += length;
        }
    }

    /// The lengths of the blank lines right above the line that starts at `start`, upwards.
    pub(super) fn blank_lines_above(&self, start: TextSize) -> Vec<TextSize> {
        let mut lengths = Vec::new();
        let mut at = start;
        while at > TextSize::default() {
            let above = self.before(at);
            let line = above.strip_suffix("\r\n").or_else(|| above.strip_suffix(['\n', '\r']));
            let Some(line) = line else { break };
            let start = self.line_start(TextSize::of(line));
            if !line[start.to_usize()..].trim_matches(SPACE).is_empty() {
                break;
            }
            lengths.push(at - start);
            at = start;
        }
        lengths
    }

    /// The end of the last token before `offset` that is no trivia.
    pub(super) fn previous_end(&self, offset: TextSize) -> TextSize {
        self.ast.token_before(offset).map_or(offset, TextRange::end)
    }
}

/// What belongs to the statement before it of the rest of its line.
fn tail(rest: &str) -> &str {
    let tail = rest.trim_end_matches(SPACE);
    match tail.strip_suffix('\\') {
        Some(joined) if !tail.contains('#') => joined.trim_end_matches(SPACE),
        _ => tail,
    }
}

struct Line<'t> {
    /// Where its text starts, after the line end before it.
    start: usize,
    text: &'t str,
}

/// The line after the line end with which `rest` starts.
fn next_line(rest: &str) -> Option<Line<'_>> {
    let start = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
    let text = &rest[start..];
    let text = &text[..text.find(['\n', '\r']).unwrap_or(text.len())];
    (start > 0).then_some(Line { start, text })
}
