//! Rendered code that remembers where each part of it comes from.

use std::{mem, ops::Range};

use super::{Edit, origin::Origin};
use crate::source::{TextRange, TextSize};

/// A part of [`Code`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Original text that stays where it is.
    Kept(TextRange),
    /// Original text that now stands somewhere else.
    Moved(TextRange),
    /// New text.
    New(String),
}

/// Code that takes the place of a range of the original, indented as if it stood there.
///
/// Its first line starts in the middle of a line: the indentation before it is not part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Code {
    parts: Vec<Part>,
}

impl Code {
    /// The whole code as text.
    pub(super) fn text(&self, origin: &Origin<'_>) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Kept(range) | Part::Moved(range) => text.push_str(origin.slice(*range)),
                Part::New(new) => text.push_str(new),
            }
        }
        text
    }

    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { parts: vec![Part::New(text.into())] }
    }

    pub(super) fn moved_from(range: TextRange) -> Self {
        Self { parts: vec![Part::Moved(range)] }
    }

    pub(super) fn push(&mut self, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::New(last)) => last.push_str(text),
            _ => self.parts.push(Part::New(text.to_owned())),
        }
    }

    pub(super) fn keep(&mut self, range: TextRange) {
        match self.parts.last_mut() {
            _ if range.is_empty() => {}
            Some(Part::Kept(last)) if last.end() == range.start() => *last = last.cover(range),
            _ => self.parts.push(Part::Kept(range)),
        }
    }

    pub(super) fn append(&mut self, code: Self) {
        for part in code.parts {
            match part {
                Part::Kept(range) => self.keep(range),
                Part::Moved(range) => self.parts.push(Part::Moved(range)),
                Part::New(text) => self.push(&text),
            }
        }
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The same, as code that no longer stands where it stood.
    pub(super) fn moved(mut self) -> Self {
        for part in &mut self.parts {
            if let Part::Kept(range) = part {
                *part = Part::Moved(*range);
            }
        }
        self
    }

    pub(super) fn enclosed(self) -> Self {
        let mut code = Self::new("(");
        code.append(self);
        code.push(")");
        code
    }

    /// The same, its lines after the first moved from under `from` to under `to`. The insides of
    /// strings and blank lines stay as they are.
    pub(super) fn shifted(self, from: &str, to: &str, origin: &Origin<'_>) -> Self {
        if from == to {
            return self;
        }
        let mut shift = Shift { from, to, code: Self::default(), margin: None };
        for part in self.parts {
            let (range, rebuild): (_, fn(TextRange) -> Part) = match part {
                Part::New(text) => {
                    shift.lines(&text, |_| true, |piece| Part::New(text[piece].to_owned()));
                    continue;
                }
                Part::Kept(range) => (range, Part::Kept),
                Part::Moved(range) => (range, Part::Moved),
            };
            let offset = |at: usize| range.start() + TextSize::try_from(at).unwrap_or_default();
            shift.lines(
                origin.slice(range),
                |line_end| !origin.in_string(offset(line_end)),
                |piece| rebuild(TextRange::new(offset(piece.start), offset(piece.end))),
            );
        }
        shift.finish()
    }

    /// The parts that are new.
    pub(super) fn new_text(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::New(text) => Some(text.as_str()),
            Part::Kept(_) | Part::Moved(_) => None,
        })
    }

    /// What must change in `whole` for it to become this; sorted, disjoint, never touching.
    pub(super) fn edits(&self, whole: TextRange, origin: &Origin<'_>) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut at = whole.start();
        let mut pending = String::new();
        for part in &self.parts {
            match part {
                Part::Kept(range) if range.start() >= at => {
                    let gap = TextRange::new(at, range.start());
                    push_edit(&mut edits, gap, mem::take(&mut pending), origin);
                    at = range.end();
                }
                Part::Kept(range) | Part::Moved(range) => pending.push_str(origin.slice(*range)),
                Part::New(text) => pending.push_str(text),
            }
        }
        push_edit(&mut edits, TextRange::new(at, whole.end()), pending, origin);
        edits
    }
}

fn push_edit(edits: &mut Vec<Edit>, range: TextRange, text: String, origin: &Origin<'_>) {
    if origin.slice(range) != text {
        edits.push(Edit { range, text });
    }
}

/// Moves lines from under one indentation to under another.
struct Shift<'s> {
    from: &'s str,
    to: &'s str,
    code: Code,
    /// The white space that starts the line at hand, until its first other character is seen.
    margin: Option<(String, Code)>,
}

impl Shift<'_> {
    /// Goes through `text`. `breaks` says whether the line end at an index is one of the layout's;
    /// `part` makes a part of a piece of `text`.
    fn lines(
        &mut self,
        text: &str,
        breaks: impl Fn(usize) -> bool,
        part: impl Fn(Range<usize>) -> Part,
    ) {
        let mut at = 0;
        while at < text.len() {
            if let Some((margin, code)) = &mut self.margin {
                let rest = &text[at..];
                let content = rest.trim_start_matches(BLANK);
                let end = text.len() - content.len();
                if end > at {
                    margin.push_str(&text[at..end]);
                    code.parts.push(part(at..end));
                }
                at = end;
                match content.chars().next() {
                    None => return,
                    Some(first) => self.set_margin(first),
                }
            }
            let (end, broken) = line_end(text, at, &breaks);
            self.code.append(Code { parts: vec![part(at..end)] });
            if broken {
                self.margin = Some(Default::default());
            }
            at = end;
        }
    }

    fn set_margin(&mut self, first: char) {
        let Some((margin, code)) = self.margin.take() else { return };
        let moved = reindented(&margin, self.from, self.to);
        if matches!(first, '\n' | '\r') || moved == margin {
            self.code.append(code);
        } else {
            self.code.push(&moved);
        }
    }

    fn finish(mut self) -> Code {
        if self.margin.is_some() {
            // What follows the code is unknown; it is code, for blank lines end no code.
            self.set_margin('x');
        }
        self.code
    }
}

const BLANK: [char; 3] = [' ', '\t', '\x0c'];

/// The end of the line of `text` that goes on at `from`, line end included, and whether it has one for
/// which `breaks` holds.
fn line_end(text: &str, from: usize, breaks: &impl Fn(usize) -> bool) -> (usize, bool) {
    let mut at = from;
    while let Some(found) = text[at..].find(['\n', '\r']) {
        let start = at + found;
        at = start + if text[start..].starts_with("\r\n") { 2 } else { 1 };
        if breaks(start) {
            return (at, true);
        }
    }
    (text.len(), false)
}

/// `margin` with its `from` made `to`. What stands left of `from` (a continuation line may) moves
/// along to the right but never to the left.
fn reindented(margin: &str, from: &str, to: &str) -> String {
    let (feed, space) = match margin.rfind('\x0c') {
        Some(last) => margin.split_at(last + 1),
        None => ("", margin),
    };
    match (space.strip_prefix(from), to.strip_prefix(from)) {
        (Some(rest), _) => [feed, to, rest].concat(),
        (None, Some(more)) => [feed, more, space].concat(),
        (None, None) => margin.to_owned(),
    }
}
