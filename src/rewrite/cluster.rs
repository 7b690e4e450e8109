//! Neighbouring statements that something happens to, and how they are laid out.

use super::{
    Removed, Rewrite,
    origin::{Block, Origin},
    plan::{Act, OpId, SuiteAct},
};
use crate::source::{TextRange, TextSize};

/// Neighbouring statements of one suite that are laid out anew.
#[derive(Debug)]
pub(super) struct Cluster {
    /// What is replaced.
    pub(super) region: TextRange,
    /// The indentation of the suite's header, if the suite stands on the header's line.
    pub(super) header: Option<String>,
    /// The indentation of the statements, once each stands on its own line.
    pub(super) indent: String,
    /// By how much a block is indented.
    pub(super) unit: String,
    pub(super) newline: &'static str,
    pub(super) members: Vec<Member>,
    pub(super) acts: Vec<SuiteAct>,
    pub(super) layout: Layout,
}

/// A statement of a [`Cluster`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) range: TextRange,
    /// With what stands behind it on its line, if it is the last one there.
    pub(super) extent: TextRange,
    /// Whether the next statement stands on the same line.
    pub(super) shares: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Statements on lines.
    Lines,
    /// Nothing is left of whole lines.
    Gone,
    /// Nothing is left of a whole suite.
    Pass,
}

impl Cluster {
    /// The clusters of a suite to which `acts` happen.
    pub(super) fn of(
        origin: &Origin<'_>,
        fixes: &[&[Rewrite]],
        suite: &Block,
        acts: Vec<SuiteAct>,
    ) -> Vec<Self> {
        let shares = rows(origin, suite);
        let mut spans: Vec<(usize, usize)> =
            acts.iter().map(|act| widen(&shares, act.first, act.last)).collect();
        spans.sort_unstable();
        // Neighbours that go, go together.
        let goes = |span: &(usize, usize)| {
            let mut own = acts.iter().filter(|act| act.first <= span.1 && span.0 <= act.last);
            own.all(|act| is_removal(fixes, act.act))
        };
        spans.dedup_by(|next, last| {
            let together = next.0 == last.1 + 1 && goes(next) && goes(last);
            let overlap = next.0 <= last.1 || together;
            if overlap {
                last.1 = last.1.max(next.1);
            }
            overlap
        });
        let empties = leaves_nothing(fixes, suite, &acts);
        let mut within: Vec<Vec<SuiteAct>> = vec![Vec::new(); spans.len()];
        for act in acts {
            let span = spans.partition_point(|(first, _)| *first <= act.first).saturating_sub(1);
            if let (Some((first, _)), Some(within)) = (spans.get(span), within.get_mut(span)) {
                within.push(SuiteAct { first: act.first - first, last: act.last - first, ..act });
            }
        }
        let clusters = spans.into_iter().zip(within);
        let clusters = clusters
            .map(|(span, acts)| Self::new(origin, fixes, suite, span, &shares, acts, empties));
        clusters.collect()
    }

    fn new(
        origin: &Origin<'_>,
        fixes: &[&[Rewrite]],
        suite: &Block,
        (first, last): (usize, usize),
        shares: &[bool],
        acts: Vec<SuiteAct>,
        empties: bool,
    ) -> Self {
        let start = suite.statements.get(first).map_or_else(TextSize::default, |s| s.start());
        let lead = suite.statements.get(first).copied().unwrap_or_default();
        let outer = if suite.inline { origin.header_indent(lead) } else { origin.indent(start) };
        let outer = outer.to_owned();
        let unit = origin.unit(lead).to_owned();
        let statements = suite.statements.iter().zip(shares).skip(first).take(last - first + 1);
        let removed = |index: usize| {
            acts.iter().any(|a| a.first == index && is_removal(fixes, a.act))
                && acts.iter().all(|a| a.first != index || is_removal(fixes, a.act))
        };
        let members: Vec<Member> = statements
            .enumerate()
            .map(|(index, (range, shares))| {
                let end = match *shares {
                    true => range.end(),
                    // Comments below stay when the statement goes.
                    false if removed(index) => origin.line_extent(range.end()),
                    false => origin.extent(range.end(), &outer),
                };
                Member {
                    range: *range,
                    extent: TextRange::new(range.start(), end),
                    shares: *shares,
                }
            })
            .collect();
        let end = members.last().map_or(start, |m| m.extent.end());
        let (layout, region) = if empties {
            (Layout::Pass, TextRange::new(start, end))
        } else if (0..members.len()).all(removed) && !suite.inline {
            (Layout::Gone, vanishing(origin, suite, first, TextRange::new(start, end)))
        } else {
            let start = if suite.inline { origin.previous_end(start) } else { start };
            (Layout::Lines, TextRange::new(start, end))
        };
        let header = suite.inline.then(|| outer.clone());
        let indent = if suite.inline { format!("{outer}{unit}") } else { outer };
        let newline = origin.newline(start);
        Self { region, header, indent, unit, newline, members, acts, layout }
    }

    /// The indentation of the statements, once each stands on its own line.
    pub(super) fn indent(&self) -> &str {
        &self.indent
    }

    /// Whether the suite stands on its header's line.
    pub(super) fn is_inline(&self) -> bool {
        self.header.is_some()
    }
}

/// For each statement of `suite`, whether the next one stands on the same line.
fn rows(origin: &Origin<'_>, suite: &Block) -> Vec<bool> {
    let next = suite.statements.iter().skip(1).map(Some).chain([None]);
    let shares = suite.statements.iter().zip(next).map(|(statement, next)| {
        let Some(next) = next else { return false };
        let gap = origin.slice(TextRange::new(statement.end(), next.start()));
        let gap = gap.replace("\\\r\n", "").replace("\\\n", "").replace("\\\r", "");
        !gap.contains(['\n', '\r', '#'])
    });
    shares.collect()
}

/// `first..=last`, widened to whole lines.
fn widen(shares: &[bool], mut first: usize, mut last: usize) -> (usize, usize) {
    while first > 0 && shares.get(first - 1) == Some(&true) {
        first -= 1;
    }
    while shares.get(last) == Some(&true) {
        last += 1;
    }
    (first, last)
}

fn is_removal(fixes: &[&[Rewrite]], act: Act) -> bool {
    let Act::Rewrite(id) = act else { return false };
    matches!(find(fixes, id), Some(Rewrite::Remove { kind: Removed::Statement, .. }))
}

pub(super) fn find<'r>(fixes: &[&'r [Rewrite]], id: OpId) -> Option<&'r Rewrite> {
    fixes.get(id.fix)?.get(id.op)
}

/// Whether every statement of a block is removed and none put in.
fn leaves_nothing(fixes: &[&[Rewrite]], suite: &Block, acts: &[SuiteAct]) -> bool {
    let removed = |index: usize| acts.iter().any(|a| a.first == index && is_removal(fixes, a.act));
    let inserts = acts.iter().any(|a| match a.act {
        Act::Rewrite(id) => matches!(find(fixes, id), Some(Rewrite::Insert { .. })),
        Act::Carry(_) => false,
    });
    !inserts && suite.nested && (0..suite.statements.len()).all(removed)
}

/// The lines that go with the statements at `range`, which is all of them.
///
/// Of the blank lines above and below, the larger number stays.
fn vanishing(origin: &Origin<'_>, suite: &Block, first: usize, range: TextRange) -> TextRange {
    let start = origin.line_start(range.start());
    let margin = origin.slice(TextRange::new(start, range.start()));
    if !margin.trim().is_empty() {
        return range;
    }
    let end = range.end() + TextSize::of(origin.line_end(range.end()));
    let below = origin.blank_lines_below(end);
    let above = origin.blank_lines_above(start);
    let ends = suite.statements.last().is_some_and(|last| last.start() < range.end());
    if suite.nested && first > 0 && ends && above.len() <= below.len() {
        // What is laid out around the suite ends where its last line does.
        let before = start - above.iter().sum::<TextSize>();
        let newline = TextSize::of(origin.newline(range.start()));
        return TextRange::new(before - newline, range.end());
    }
    let opens = start == TextSize::default() || (first == 0 && suite.nested && above.is_empty());
    let spare = if opens { below.len() } else { below.len().min(above.len()) };
    let spare_below: TextSize = below.iter().take(spare).sum();
    if end + spare_below == origin.whole().end() {
        let spare_above: TextSize = above.iter().sum();
        return TextRange::new(start - spare_above, end + spare_below);
    }
    TextRange::new(start, end + spare_below)
}

impl Cluster {
    /// The text between member `index` and the `next`; `None` if both stand on one line.
    pub(super) fn gap(&self, index: usize, next: &Member) -> Option<TextRange> {
        let member = self.members.get(index)?;
        (!member.shares).then(|| TextRange::new(member.extent.end(), next.range.start()))
    }
}
