//! Rewrites of whole statements: what happens to the runs and lines of one suite.

use super::{
    Anchor, RenderError, Rewrite,
    cluster::{Cluster, Layout, Member},
    code::Code,
    filling::Place,
    origin::Origin,
    plan::{Act, OpId, SuiteAct},
    render::Renderer,
};
use crate::source::TextRange;

impl Renderer<'_> {
    /// The code of a cluster, in the place of its region.
    pub(super) fn cluster(&self, cluster: &Cluster) -> Result<Code, RenderError> {
        let mut code = Code::default();
        if cluster.layout == Layout::Lines && cluster.is_inline() {
            code.push(cluster.newline);
            code.push(&cluster.indent);
        }
        code.append(self.statements(cluster)?);
        Ok(code)
    }

    /// The statements of a cluster, on lines indented by [`Cluster::indent`].
    pub(super) fn statements(&self, cluster: &Cluster) -> Result<Code, RenderError> {
        let run = Run { cluster, first: 0, last: cluster.members.len().saturating_sub(1) };
        let lines = self.run(run, &cluster.acts)?;
        match cluster.layout {
            Layout::Gone | Layout::Lines => Ok(lines.unwrap_or_default()),
            Layout::Pass => Ok(cluster.followed_by(lines, "pass")),
        }
    }

    /// The statements of `run` and what `acts` put around them; `None` when nothing is left.
    fn run(&self, run: Run<'_>, acts: &[SuiteAct]) -> Result<Option<Code>, RenderError> {
        let whole = acts.iter().position(|act| run.is(act) && self.wraps(act.act));
        let Some(whole) = whole else { return self.parts(run, acts) };
        let (outer, rest) = acts.split_at(whole);
        let (around, mut inner): (Vec<SuiteAct>, Vec<SuiteAct>) =
            outer.iter().partition(|act| self.is_at_edge(run, act));
        let Some((wrap, rest)) = rest.split_first() else { return self.parts(run, acts) };
        inner.extend(rest);
        let cluster = run.cluster;
        let deeper = format!("{}{}", cluster.indent, cluster.unit);
        let mut lines = Lines::new(cluster);
        self.inserted(&mut lines, &around, Side::Above)?;
        let mut block = self.act_code(cluster, wrap.act)?;
        block.push(cluster.newline);
        block.push(&deeper);
        let body = self.run(run, &inner)?.unwrap_or_else(|| Code::new("pass"));
        block.append(body.shifted(&cluster.indent, &deeper, &self.origin));
        lines.push(block);
        self.inserted(&mut lines, &around, Side::Below)?;
        Ok(lines.code)
    }

    /// The statements of `run`, to the whole of which nothing happens.
    fn parts(&self, run: Run<'_>, acts: &[SuiteAct]) -> Result<Option<Code>, RenderError> {
        let mut lines = Lines::new(run.cluster);
        let mut first = run.first;
        while first <= run.last {
            let wraps = acts.iter().filter(|a| a.first == first && self.wraps(a.act));
            let last = wraps.map(|a| a.last).max().unwrap_or(first).min(run.last);
            let part = Run { first, last, ..run };
            let within: Vec<_> =
                acts.iter().filter(|a| first <= a.first && a.last <= last).copied().collect();
            let wrapped = within.iter().any(|a| self.wraps(a.act));
            let code = if wrapped { self.run(part, &within)? } else { self.single(part, &within)? };
            let next = run.cluster.members.get(last + 1).filter(|_| last < run.last);
            let gap = next.and_then(|next| run.cluster.gap(last, next));
            lines.part(code, gap, &self.origin);
            first = last + 1;
        }
        lines.flush(&self.origin);
        Ok(lines.code)
    }

    /// One statement and what is put above and below it.
    fn single(&self, run: Run<'_>, acts: &[SuiteAct]) -> Result<Option<Code>, RenderError> {
        let Some(member) = run.cluster.members.get(run.first) else { return Ok(None) };
        let mut lines = Lines::new(run.cluster);
        self.inserted(&mut lines, acts, Side::Above)?;
        let mut code = Some(());
        let mut unwrapped = None;
        for act in acts {
            let Act::Rewrite(id) = act.act else { continue };
            match self.rewrite(id) {
                Some(Rewrite::Remove { .. }) => {
                    self.done(id);
                    code = None;
                }
                Some(Rewrite::Unwrap { .. }) => unwrapped = Some(id),
                _ => {}
            }
        }
        match (code, unwrapped) {
            (None, _) => {}
            (Some(()), Some(id)) => lines.push(self.unwrapped(run.cluster, member, id)?),
            (Some(()), None) => lines.push(self.statement(run.cluster, member)?),
        }
        self.inserted(&mut lines, acts, Side::Below)?;
        Ok(lines.code)
    }

    fn statement(&self, cluster: &Cluster, member: &Member) -> Result<Code, RenderError> {
        let code = self.flow_of_statements(member.extent)?;
        Ok(match &cluster.header {
            Some(header) => code.shifted(header, &cluster.indent, &self.origin),
            None => code,
        })
    }

    /// Adds what `acts` put on one side of a run.
    fn inserted(
        &self,
        lines: &mut Lines<'_>,
        acts: &[SuiteAct],
        side: Side,
    ) -> Result<(), RenderError> {
        let carried = acts.iter().filter(|a| matches!(a.act, Act::Carry(_)));
        let others = acts.iter().filter(|a| !matches!(a.act, Act::Carry(_)));
        for act in carried.chain(others).filter(|a| self.side(a.act) == Some(side)) {
            lines.push(self.act_code(lines.cluster, act.act)?);
        }
        Ok(())
    }

    fn act_code(&self, cluster: &Cluster, act: Act) -> Result<Code, RenderError> {
        match act {
            Act::Carry(comment) => Ok(Code::moved_from(comment)),
            Act::Rewrite(id) => {
                self.done(id);
                let place = Place::statement(&cluster.indent, &cluster.unit, cluster.newline);
                match self.rewrite(id).and_then(Rewrite::template) {
                    Some(template) => Ok(self.template(id, template, &place, &[])?.code),
                    None => Ok(Code::default()),
                }
            }
        }
    }

    fn unwrapped(&self, cluster: &Cluster, member: &Member, id: OpId) -> Result<Code, RenderError> {
        self.done(id);
        let body =
            self.origin.sole_body(member.range).ok_or(RenderError::Unwrap { fix: id.fix })?;
        let (Some(first), Some(last)) = (body.statements.first(), body.statements.last()) else {
            return Err(RenderError::Unwrap { fix: id.fix });
        };
        let mut lines = Lines::new(cluster);
        for comment in self.origin.comments(TextRange::new(member.range.start(), first.start())) {
            lines.push(Code::moved_from(*comment));
        }
        let outer = cluster.header.as_ref().unwrap_or(&cluster.indent);
        let inner = self.inline_cluster(*first);
        let code = match inner {
            Some(inner) => self.statements(inner)?.shifted(inner.indent(), outer, &self.origin),
            None => {
                let end = if member.shares { last.end() } else { member.extent.end() };
                let code = self.flow_of_statements(TextRange::new(first.start(), end))?;
                let from = if body.inline { outer } else { self.origin.indent(first.start()) };
                code.shifted(from, outer, &self.origin)
            }
        };
        lines.push(code);
        Ok(lines.code.unwrap_or_default())
    }

    /// The cluster of the suite that starts with the statement at `first` on its header's line.
    fn inline_cluster(&self, first: TextRange) -> Option<&Cluster> {
        let clusters = self.plan.clusters.iter();
        clusters
            .filter(|c| c.is_inline())
            .find(|c| c.members.first().is_some_and(|m| m.range == first))
    }

    fn wraps(&self, act: Act) -> bool {
        let Act::Rewrite(id) = act else { return false };
        matches!(self.rewrite(id), Some(Rewrite::Wrap { .. }))
    }

    fn side(&self, act: Act) -> Option<Side> {
        let Act::Rewrite(id) = act else { return Some(Side::Above) };
        match self.rewrite(id)? {
            Rewrite::Insert { at: Anchor::Before(_), .. } => Some(Side::Above),
            Rewrite::Insert { at: Anchor::After(_), .. } => Some(Side::Below),
            _ => None,
        }
    }

    /// Whether `act` puts something right above or below the whole of `run`.
    fn is_at_edge(&self, run: Run<'_>, act: &SuiteAct) -> bool {
        match self.side(act.act) {
            Some(Side::Above) => act.first == run.first,
            Some(Side::Below) => act.last == run.last,
            None => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

/// The members `first..=last` of a cluster.
#[derive(Debug, Clone, Copy)]
struct Run<'c> {
    cluster: &'c Cluster,
    first: usize,
    last: usize,
}

impl Run<'_> {
    fn is(self, act: &SuiteAct) -> bool {
        (act.first, act.last) == (self.first, self.last)
    }
}

/// Code being put together line by line.
struct Lines<'c> {
    cluster: &'c Cluster,
    code: Option<Code>,
    /// What stands between the last statement and the next one.
    gaps: Vec<Option<TextRange>>,
    /// Whether a statement was left out since the last one.
    left_out: bool,
}

impl<'c> Lines<'c> {
    fn new(cluster: &'c Cluster) -> Self {
        Self { cluster, code: None, gaps: Vec::new(), left_out: false }
    }

    /// Adds `code` on a line of its own.
    fn push(&mut self, code: Code) {
        match &mut self.code {
            Some(lines) => {
                lines.push(self.cluster.newline);
                lines.push(&self.cluster.indent);
                lines.append(code);
            }
            None => self.code = Some(code),
        }
    }

    /// Adds a statement, or nothing in its place, and the original text between it and the next;
    /// `None` if both stand on one line.
    fn part(&mut self, code: Option<Code>, gap: Option<TextRange>, origin: &Origin<'_>) {
        match code {
            Some(code) if !self.left_out => match (self.gaps.pop(), &mut self.code) {
                (Some(Some(between)), Some(lines)) => {
                    lines.keep(between);
                    lines.append(code);
                }
                _ => self.push(code),
            },
            Some(code) => {
                self.flush(origin);
                self.push(code);
            }
            None => self.left_out = true,
        }
        self.gaps.push(gap);
    }

    /// Keeps the comments between statements that were left out.
    fn flush(&mut self, origin: &Origin<'_>) {
        for gap in std::mem::take(&mut self.gaps).into_iter().flatten() {
            for comment in origin.comments(gap) {
                self.push(Code::moved_from(*comment));
            }
        }
        self.left_out = false;
    }
}

impl Cluster {
    fn followed_by(&self, lines: Option<Code>, text: &str) -> Code {
        let mut all = Lines::new(self);
        if let Some(code) = lines {
            all.push(code);
        }
        all.push(Code::new(text));
        all.code.unwrap_or_default()
    }
}
