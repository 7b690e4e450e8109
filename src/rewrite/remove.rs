//! Removing elements from lists, with the commas and the lines that are theirs.

use super::{RenderError, origin::Origin, plan::OpId};
use crate::{
    semantic::punctuation::Elements,
    source::{TextRange, TextSize},
};

/// A range that goes, and the rewrites that ask for it.
pub(super) type Cut = (TextRange, Vec<OpId>);

/// What goes when the elements at these ranges are removed.
pub(super) fn cuts(
    origin: &Origin<'_>,
    removed: &[(TextRange, OpId)],
) -> Result<Vec<Cut>, RenderError> {
    let mut lists: Vec<(Elements, Vec<(TextRange, OpId)>)> = Vec::new();
    for (range, id) in removed {
        let list =
            origin.nodes.elements(*range).ok_or(RenderError::NotAnElement { fix: id.fix })?;
        match lists.iter_mut().find(|(known, _)| *known == list) {
            Some((_, removed)) => removed.push((*range, *id)),
            None => lists.push((list, vec![(*range, *id)])),
        }
    }
    let mut cuts = Vec::new();
    for (list, removed) in &lists {
        let ids: Vec<OpId> = removed.iter().map(|(_, id)| *id).collect();
        let gone: Vec<bool> =
            list.elements.iter().map(|e| removed.iter().any(|(r, _)| r == e)).collect();
        if gone.iter().all(|gone| *gone) && !list.may_be_empty {
            return Err(RenderError::NotAnElement { fix: ids.first().map_or(0, |id| id.fix) });
        }
        let found = List { origin, list }.cuts(&gone);
        cuts.extend(found.into_iter().map(|range| (range, ids.clone())));
    }
    Ok(cuts)
}

struct List<'a> {
    origin: &'a Origin<'a>,
    list: &'a Elements,
}

impl List<'_> {
    fn cuts(&self, gone: &[bool]) -> Vec<TextRange> {
        let mut cuts = Vec::new();
        let mut index = 0;
        while index < gone.len() {
            let length = gone.iter().skip(index).take_while(|gone| **gone).count();
            if length > 0 {
                self.cut(index, index + length - 1, &mut cuts);
            }
            index += length.max(1);
        }
        cuts
    }

    /// Cuts the elements `first..=last`, all of which go.
    fn cut(&self, first: usize, last: usize, cuts: &mut Vec<TextRange>) {
        let start = self.start(first);
        let comma = self.comma(last);
        let end = comma.map_or_else(|| self.end(last), TextRange::end);
        let is_tail = last + 1 == self.list.elements.len();
        let before = first.checked_sub(1).and_then(|previous| self.comma(previous));
        let Some(before) = before.filter(|_| is_tail) else {
            return cuts.push(self.lines(TextRange::new(start, end)));
        };
        let keeps_comma = comma.is_some() || (self.list.is_tuple && first == 1);
        let gap = self.origin.slice(TextRange::new(before.end(), start));
        let is_joined = gap.contains('\\') && !gap.contains('#');
        if gap.contains(['\n', '\r', '#']) && !is_joined {
            cuts.extend((!keeps_comma).then_some(before));
            cuts.push(self.lines(TextRange::new(start, end)));
        } else {
            let from = if keeps_comma { before.end() } else { before.start() };
            cuts.push(TextRange::new(from, end));
        }
    }

    /// Where element `index` and its parentheses start.
    fn start(&self, index: usize) -> TextSize {
        let after = index.checked_sub(1).and_then(|previous| self.comma(previous));
        let after = after.map_or(self.list.start, TextRange::end);
        self.origin.ast.token_after(after).map_or(after, TextRange::start)
    }

    /// Where element `index`, the last one, and its parentheses end.
    fn end(&self, index: usize) -> TextSize {
        let own = self.list.elements.get(index).map_or(self.list.end, |e| e.end());
        self.origin.previous_end(self.list.end).max(own)
    }

    fn comma(&self, index: usize) -> Option<TextRange> {
        let start = self.list.elements.get(index)?.end();
        let end = self.list.elements.get(index + 1).map_or(self.list.end, |e| e.start());
        self.origin.ast.comma(TextRange::new(start, end))
    }

    /// `range` with the white space that is its own: its lines, if nothing else stands on them.
    fn lines(&self, range: TextRange) -> TextRange {
        let origin = self.origin;
        let line_start = origin.line_start(range.start());
        let before = origin.slice(TextRange::new(line_start, range.start()));
        let after = origin.after(range.end());
        let after = &after[..after.find(['\n', '\r']).unwrap_or(after.len())];
        let rest = after.trim_start();
        let starts_line = before.trim().is_empty();
        let ends_line = rest.is_empty() || rest.starts_with('#') || rest == "\\";
        match (starts_line, ends_line) {
            (true, true) => {
                let end = range.end() + TextSize::of(after);
                TextRange::new(line_start, end + TextSize::of(origin.line_end(end)))
            }
            (false, true) => {
                let start = line_start + TextSize::of(before.trim_end());
                TextRange::new(start, range.end())
            }
            (_, false) => {
                let space = TextSize::of(after) - TextSize::of(rest);
                TextRange::new(range.start(), range.end() + space)
            }
        }
    }
}
