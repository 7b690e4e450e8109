//! Where the rewrites act: the sites of one rendering, sorted.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Anchor, Removed, RenderError, Rewrite,
    cluster::Cluster,
    origin::{Block, Origin},
    remove,
};
use crate::{
    semantic::NodeId,
    source::{TextRange, TextSize},
};

/// A rewrite: the number of its fix and its number in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct OpId {
    pub(super) fix: usize,
    pub(super) op: usize,
}

/// A byte range that is rendered anew, and how.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) range: TextRange,
    pub(super) kind: SiteKind,
}

#[derive(Debug, Clone)]
pub(super) enum SiteKind {
    /// Statements of one suite; an index into [`Plan::clusters`].
    Cluster(usize),
    /// Removed elements and the commas that are theirs.
    Cut(Vec<OpId>),
    Replace(OpId),
}

/// Something that happens to statements of a suite.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    /// A comment that would be lost stands above the statement.
    Carry(TextRange),
    Rewrite(OpId),
}

/// All that is rendered anew.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// By start; an outer one before those inside it.
    pub(super) sites: Vec<Site>,
    pub(super) clusters: Vec<Cluster>,
    /// Rewrites that an earlier fix makes as well: one is enough for all.
    pub(super) shared: FxHashSet<OpId>,
}

impl Plan {
    pub(super) fn new(origin: &Origin<'_>, fixes: &[&[Rewrite]]) -> Result<Self, RenderError> {
        let mut plan = Self::default();
        let mut suites = Suites::default();
        let cuts = remove::cuts(origin, &elements(fixes))?;
        for (range, ids) in &cuts {
            let fix = ids.first().map_or(0, |id| id.fix);
            for comment in origin.comments(*range) {
                suites.carry(origin, *comment, range.start(), fix)?;
            }
        }
        for (fix, rewrites) in fixes.iter().enumerate() {
            for comment in lost_comments(origin, rewrites) {
                suites.carry(origin, comment.range, comment.within.start(), fix)?;
            }
        }
        let mut made = FxHashSet::default();
        for (fix, rewrites) in fixes.iter().enumerate() {
            for (op, rewrite) in rewrites.iter().enumerate() {
                let id = OpId { fix, op };
                if made.contains(rewrite) {
                    plan.shared.insert(id);
                    continue;
                }
                match rewrite {
                    Rewrite::Replace { range, .. } => {
                        plan.sites.push(Site { range: *range, kind: SiteKind::Replace(id) });
                    }
                    Rewrite::Remove { kind: Removed::Element, .. } => {}
                    Rewrite::Wrap { statements: range, .. }
                    | Rewrite::Insert {
                        at: Anchor::Before(range) | Anchor::After(range), ..
                    }
                    | Rewrite::Remove { range, kind: Removed::Statement, .. }
                    | Rewrite::Unwrap { block: range, .. } => {
                        let act = Act::Rewrite(id);
                        suites.add(origin, *range, act).ok_or(RenderError::NotPlaced { fix })?;
                    }
                }
            }
            made.extend(rewrites.iter().filter(|rewrite| rewrite.is_constant()));
        }
        let cuts = cuts.into_iter().map(|(range, ids)| Site { range, kind: SiteKind::Cut(ids) });
        plan.sites.extend(cuts);
        plan.clusters = suites.clusters(origin, fixes);
        let clusters = plan.clusters.iter().enumerate();
        let clusters = clusters.map(|(i, c)| Site { range: c.region, kind: SiteKind::Cluster(i) });
        plan.sites.extend(clusters.collect::<Vec<_>>());
        plan.sites.sort_by_key(|site| (site.range.start(), order(site), id(site)));
        Ok(plan)
    }
}

fn elements(fixes: &[&[Rewrite]]) -> Vec<(TextRange, OpId)> {
    let mut elements = Vec::new();
    for (fix, rewrites) in fixes.iter().enumerate() {
        for (op, rewrite) in rewrites.iter().enumerate() {
            if let Rewrite::Remove { range, kind: Removed::Element, .. } = rewrite {
                elements.push((*range, OpId { fix, op }));
            }
        }
    }
    elements
}

/// Outer before inner; of equal ranges the statement-level first.
fn order(site: &Site) -> (std::cmp::Reverse<TextSize>, u8) {
    let rank = match site.kind {
        SiteKind::Cluster(_) => 0,
        SiteKind::Cut(_) => 1,
        SiteKind::Replace(_) => 2,
    };
    (std::cmp::Reverse(site.range.end()), rank)
}

fn id(site: &Site) -> Option<OpId> {
    match &site.kind {
        SiteKind::Replace(id) => Some(*id),
        SiteKind::Cut(ids) => ids.first().copied(),
        SiteKind::Cluster(_) => None,
    }
}

/// A comment in replaced code, outside every hole of its fix.
#[derive(Debug, Clone, Copy)]
pub(super) struct LostComment {
    pub(super) range: TextRange,
    /// The replaced code.
    pub(super) within: TextRange,
}

/// The comments that the rewrites of one fix leave no place for.
pub(super) fn lost_comments<'r>(
    origin: &Origin<'r>,
    rewrites: &'r [Rewrite],
) -> impl Iterator<Item = LostComment> + 'r {
    let origin = *origin;
    let holes: Vec<TextRange> =
        rewrites.iter().filter_map(Rewrite::template).flat_map(|t| t.holes()).collect();
    rewrites.iter().flat_map(move |rewrite| {
        let within = match rewrite {
            Rewrite::Replace { range, .. } => *range,
            Rewrite::Remove { range, kind: Removed::Statement, .. } => {
                origin.trailing_comment(range.end()).map_or(*range, |c| range.cover(c))
            }
            // What goes with an element depends on its neighbours, a wrapped statement is a hole as a
            // whole, and the renderer of `Unwrap` keeps all.
            Rewrite::Remove { kind: Removed::Element, .. }
            | Rewrite::Wrap { .. }
            | Rewrite::Insert { .. }
            | Rewrite::Unwrap { .. } => TextRange::default(),
        };
        let holes = holes.clone();
        let comments = origin.comments(within).iter().copied();
        let lost = comments.filter(move |c| !holes.iter().any(|h| h.contains_range(*c)));
        lost.map(move |range| LostComment { range, within })
    })
}

/// The suites that something happens to, each once.
#[derive(Debug, Default)]
struct Suites {
    touched: Vec<Touched>,
    /// Those of each node; `None` is the module.
    known: FxHashMap<Option<NodeId>, Vec<usize>>,
    /// The comments that were moved: several fixes may take the place of the same code.
    carried: FxHashSet<TextRange>,
}

#[derive(Debug)]
struct Touched {
    suite: Block,
    acts: Vec<SuiteAct>,
}

/// An act on the statements `first..=last` of a suite.
#[derive(Debug, Clone, Copy)]
pub(super) struct SuiteAct {
    pub(super) act: Act,
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Suites {
    /// Notes that `act` happens to the run of statements `range`; `None` if it is no such run.
    fn add(&mut self, origin: &Origin<'_>, range: TextRange, act: Act) -> Option<()> {
        let statement = origin.statement_at(range.start())?;
        let parent = origin.nodes.parent(origin.nodes.statement(statement)?);
        let known = self.known.entry(parent).or_default();
        let touched = &self.touched;
        let holds = |index: &usize| {
            let suite = touched.get(*index).map(|t| t.suite.statements.as_slice());
            let suite = suite.unwrap_or_default();
            suite.binary_search_by_key(&statement.start(), |s| s.start()).is_ok()
        };
        let index = match known.iter().copied().find(holds) {
            Some(index) => index,
            None => {
                let suite = origin.block(statement)?;
                self.touched.push(Touched { suite, acts: Vec::new() });
                known.push(self.touched.len() - 1);
                self.touched.len() - 1
            }
        };
        let touched = self.touched.get_mut(index)?;
        let statements = &touched.suite.statements;
        let first = statements.binary_search_by_key(&range.start(), |s| s.start()).ok()?;
        let last = statements.binary_search_by_key(&range.end(), |s| s.end()).ok()?;
        touched.acts.push(SuiteAct { act, first, last });
        Some(())
    }

    /// Notes that `comment` stands above the statement at `offset` from now on.
    fn carry(
        &mut self,
        origin: &Origin<'_>,
        comment: TextRange,
        offset: TextSize,
        fix: usize,
    ) -> Result<(), RenderError> {
        if !self.carried.insert(comment) {
            return Ok(());
        }
        let statement = origin.statement_at(offset).ok_or(RenderError::NotPlaced { fix })?;
        let added = self.add(origin, statement, Act::Carry(comment));
        added.ok_or(RenderError::NotPlaced { fix })
    }

    fn clusters(self, origin: &Origin<'_>, fixes: &[&[Rewrite]]) -> Vec<Cluster> {
        let touched = self.touched.into_iter();
        touched.flat_map(|t| Cluster::of(origin, fixes, &t.suite, t.acts)).collect()
    }
}
