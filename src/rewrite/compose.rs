//! Which fixes can be made together: where their rewrites meet, one is inside a hole of the other, or
//! one of them is not made.

use std::fmt;

use rustc_hash::FxHashMap;

use super::{Anchor, Rewrite, conservation, origin::Origin};
use crate::{semantic::SemanticModel, source::TextRange};

/// Why a fix is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// It overlaps the fix with this number, and neither has a place for the other.
    Overlaps {
        /// The other fix.
        with: usize,
    },
    /// All of it is about code that the fix with this number replaces as a whole.
    Owned {
        /// The other fix.
        by: usize,
    },
    /// The call at this range would no longer be made.
    Drops(TextRange),
    /// The expression at this range would be evaluated twice.
    Repeats(TextRange),
    /// The expression at this range would be evaluated sooner or later than it was.
    Reorders(TextRange),
    /// The comment at this range would be repeated.
    Comment(TextRange),
    /// It is about an import, which the import editor changes.
    Import(TextRange),
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Overlaps { .. } => "overlaps another rewrite",
            Self::Owned { .. } => "is part of code that another rewrite replaces",
            Self::Drops(_) => "a call would be lost",
            Self::Repeats(_) => "an expression would be evaluated twice",
            Self::Reorders(_) => "an expression would be evaluated at another time",
            Self::Comment(_) => "a comment would be repeated",
            Self::Import(_) => "is about an import",
        })
    }
}

impl std::error::Error for Conflict {}

/// For each fix, in order, whether it can be made together with those that can be made before it.
///
/// A fix is made whole or not at all. It loses to an earlier one that it overlaps, unless it replaces
/// all of that one's code: then the earlier one is left to it.
pub fn compose(
    model: &SemanticModel<'_>,
    text: &str,
    fixes: &[&[Rewrite]],
) -> Vec<Result<(), Conflict>> {
    let origin = Origin::new(model, text);
    let mut outcomes: Vec<Result<(), Conflict>> =
        fixes.iter().map(|rewrites| conservation::check(&origin, rewrites)).collect();
    let neighbours = neighbours(fixes);
    for number in 0..fixes.len() {
        if outcomes.get(number).is_some_and(Result::is_ok) {
            decide(fixes, number, neighbours.get(&number), &mut outcomes);
        }
    }
    outcomes
}

/// Two rewrites of different fixes whose ranges have something in common; indices into the fixes.
#[derive(Debug, Clone, Copy)]
struct Meeting {
    /// The number of the rewrite in its own fix.
    own: usize,
    fix: usize,
    op: usize,
}

/// For each fix, where it meets earlier ones.
fn neighbours(fixes: &[&[Rewrite]]) -> FxHashMap<usize, Vec<Meeting>> {
    let all = fixes.iter().enumerate();
    let mut all: Vec<(TextRange, usize, usize)> = all
        .flat_map(|(fix, rewrites)| {
            rewrites.iter().enumerate().map(move |(op, rewrite)| (rewrite.range(), fix, op))
        })
        .collect();
    all.sort_unstable_by_key(|(range, ..)| (range.start(), std::cmp::Reverse(range.end())));
    let mut meetings: FxHashMap<usize, Vec<Meeting>> = FxHashMap::default();
    let mut open: Vec<(TextRange, usize, usize)> = Vec::new();
    for (range, fix, op) in all {
        open.retain(|(outer, ..)| outer.end() > range.start() || *outer == range);
        for (_, other, other_op) in &open {
            let (own, fix, other, op) = match fix.cmp(other) {
                std::cmp::Ordering::Greater => (op, fix, *other, *other_op),
                std::cmp::Ordering::Less => (*other_op, *other, fix, op),
                std::cmp::Ordering::Equal => continue,
            };
            meetings.entry(fix).or_default().push(Meeting { own, fix: other, op });
        }
        open.push((range, fix, op));
    }
    meetings
}

/// Decides on fix `number`, given the outcomes of those before it.
fn decide(
    fixes: &[&[Rewrite]],
    number: usize,
    meetings: Option<&Vec<Meeting>>,
    outcomes: &mut [Result<(), Conflict>],
) {
    let Some(rewrites) = fixes.get(number) else { return };
    let mut owned: FxHashMap<usize, usize> = FxHashMap::default();
    let mut owns: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut outcome = Ok(());
    for meeting in meetings.into_iter().flatten() {
        if outcomes.get(meeting.fix).is_none_or(Result::is_err) {
            continue;
        }
        let Some(others) = fixes.get(meeting.fix) else { continue };
        match meet(others, meeting.op, rewrites, meeting.own) {
            Meet::Apart => {}
            Meet::First => {
                owned.insert(meeting.own, meeting.fix);
            }
            Meet::Second => owns.entry(meeting.fix).or_default().push(meeting.op),
            Meet::Overlap => outcome = Err(Conflict::Overlaps { with: meeting.fix }),
        }
    }
    if let Some(by) = owned.values().copied().min() {
        outcome = match owned.len() == rewrites.len() {
            true => Err(Conflict::Owned { by }),
            false => Err(Conflict::Overlaps { with: by }),
        };
    }
    for (other, ops) in &mut owns {
        ops.sort_unstable();
        ops.dedup();
        let all = fixes.get(*other).map_or(0, |rewrites| rewrites.len());
        if ops.len() < all && outcome.is_ok() {
            outcome = Err(Conflict::Overlaps { with: *other });
        }
    }
    if outcome.is_ok() {
        for other in owns.keys() {
            if let Some(earlier) = outcomes.get_mut(*other) {
                *earlier = Err(Conflict::Owned { by: number });
            }
        }
    }
    if let Some(own) = outcomes.get_mut(number) {
        *own = outcome;
    }
}

/// How two rewrites stand to each other.
enum Meet {
    /// Both can be made.
    Apart,
    /// The first replaces the code that the second is about.
    First,
    /// The second replaces the code that the first is about.
    Second,
    /// Neither leaves room for the other.
    Overlap,
}

/// How rewrite `a` of the earlier fix `first` stands to rewrite `b` of the later fix `second`.
fn meet(first: &[Rewrite], a: usize, second: &[Rewrite], b: usize) -> Meet {
    let (Some(one), Some(other)) = (first.get(a), second.get(b)) else { return Meet::Apart };
    if one == other && one.is_constant() {
        return Meet::Apart;
    }
    let (ra, rb) = (one.range(), other.range());
    let nested = ra.contains_range(rb) || rb.contains_range(ra);
    if !nested {
        return match ra.intersect(rb).is_some_and(|common| !common.is_empty()) {
            true => Meet::Overlap,
            false => Meet::Apart,
        };
    }
    match (is_opaque(one), is_opaque(other)) {
        (false, false) => Meet::Apart,
        (true, true) if ra == rb => match has_room(first, rb) {
            true => Meet::Apart,
            false => Meet::Overlap,
        },
        (true, _) if ra.contains_range(rb) && ra != rb => match has_room(first, rb) {
            true => Meet::Apart,
            false => Meet::First,
        },
        (_, true) if rb.contains_range(ra) && ra != rb => match has_room(second, ra) {
            true => Meet::Apart,
            false => Meet::Second,
        },
        _ => Meet::Apart,
    }
}

/// Whether a rewrite replaces its range, holes aside.
fn is_opaque(rewrite: &Rewrite) -> bool {
    match rewrite {
        Rewrite::Replace { .. } | Rewrite::Remove { .. } => true,
        Rewrite::Wrap { .. } | Rewrite::Insert { .. } | Rewrite::Unwrap { .. } => false,
    }
}

/// Whether some hole of the fix keeps the code at `range`.
fn has_room(fix: &[Rewrite], range: TextRange) -> bool {
    let mut holes = fix.iter().filter_map(Rewrite::template).flat_map(|t| t.holes());
    holes.any(|hole| hole.contains_range(range))
}

/// The statements at or around which a rewrite puts its code, and on which side.
pub(super) fn landing(rewrite: &Rewrite) -> Landing {
    match rewrite {
        Rewrite::Wrap { statements, .. } => Landing::Above(*statements),
        Rewrite::Insert { at: Anchor::Before(statement), .. } => Landing::Above(*statement),
        Rewrite::Insert { at: Anchor::After(statement), .. } => Landing::Below(*statement),
        Rewrite::Replace { range, .. }
        | Rewrite::Remove { range, .. }
        | Rewrite::Unwrap { block: range, .. } => Landing::Within(*range),
    }
}

/// Where a rewrite's new code is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Landing {
    /// Before the first of these statements.
    Above(TextRange),
    /// In the place of this range.
    Within(TextRange),
    /// After this statement.
    Below(TextRange),
}
