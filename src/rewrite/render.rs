//! From rewrites to text: one pass over the original, templates filled from the inside out.

use std::cell::RefCell;

use rustc_hash::FxHashSet;

use super::{
    Edit, Piece, Reexports, RenderError, Rewrite, Symbol, Template,
    cluster::find,
    code::Code,
    filling::{Breaks, Filling, Place},
    imports,
    origin::Origin,
    plan::{OpId, Plan, Site, SiteKind},
};
use crate::{
    semantic::{
        SemanticModel,
        layout::{Fragment, FragmentKind, Gap, Shape, Slot},
        punctuation::{Bracket, StringAround},
    },
    source::{TextRange, TextSize},
};

/// What symbols are called.
pub(super) trait Names {
    /// The spelling of `symbol` in rewrite `id`.
    fn spelling(&self, id: OpId, symbol: &Symbol) -> String;
}

/// Calls every symbol by its full name.
#[derive(Debug)]
pub(super) struct FullNames;

impl Names for FullNames {
    fn spelling(&self, _: OpId, symbol: &Symbol) -> String {
        symbol.as_str().to_owned()
    }
}

/// The edits that `fixes` come down to; sorted, disjoint, never touching.
///
/// # Errors
///
/// If a rewrite finds no place: the fixes were not composed, or ask for what Python's layout does not
/// allow. [`RenderError::fix`] says which one.
pub fn render(
    model: &SemanticModel<'_>,
    text: &str,
    fixes: &[&[Rewrite]],
) -> Result<Vec<Edit>, RenderError> {
    render_reexporting(model, text, fixes, Reexports::default())
}

/// The same, for a module whose imports are used by others as `reexports` says.
///
/// # Errors
///
/// As [`render`].
pub fn render_reexporting(
    model: &SemanticModel<'_>,
    text: &str,
    fixes: &[&[Rewrite]],
    reexports: Reexports<'_>,
) -> Result<Vec<Edit>, RenderError> {
    let origin = Origin::new(model, text);
    let imports = imports::plan(model, origin, fixes, reexports)?;
    let mut all = fixes.to_vec();
    all.push(&imports.rewrites);
    render_with(origin, &all, &imports)
}

/// The same, with symbols called by `names`.
pub(super) fn render_with(
    origin: Origin<'_>,
    fixes: &[&[Rewrite]],
    names: &dyn Names,
) -> Result<Vec<Edit>, RenderError> {
    let code = code_of(origin, fixes, names)?;
    Ok(code.edits(origin.whole(), &origin))
}

/// The whole text with `fixes` applied.
pub(super) fn code_of(
    origin: Origin<'_>,
    fixes: &[&[Rewrite]],
    names: &dyn Names,
) -> Result<Code, RenderError> {
    let plan = Plan::new(&origin, fixes)?;
    let renderer = Renderer::new(origin, plan, fixes, names);
    let code = renderer.flow(origin.whole(), &[])?.code;
    renderer.check_applied()?;
    Ok(code)
}

pub(super) struct Renderer<'r> {
    pub(super) origin: Origin<'r>,
    pub(super) plan: Plan,
    fixes: &'r [&'r [Rewrite]],
    names: &'r dyn Names,
    applied: RefCell<FxHashSet<OpId>>,
    /// The clusters being rendered.
    clusters: RefCell<Vec<usize>>,
    /// The replacements being rendered.
    replacing: RefCell<Vec<OpId>>,
}

/// Code and what must be known to put it somewhere.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) code: Code,
    /// How it binds; `None` if it is not an expression.
    shape: Option<Shape>,
    /// Whether it has line breaks outside of all brackets.
    open: bool,
}

impl<'r> Renderer<'r> {
    fn new(
        origin: Origin<'r>,
        plan: Plan,
        fixes: &'r [&'r [Rewrite]],
        names: &'r dyn Names,
    ) -> Self {
        let (applied, clusters, replacing) = Default::default();
        Self { origin, plan, fixes, names, applied, clusters, replacing }
    }

    pub(super) fn rewrite(&self, id: OpId) -> Option<&'r Rewrite> {
        find(self.fixes, id)
    }

    /// Notes that a rewrite found its place.
    pub(super) fn done(&self, id: OpId) {
        self.applied.borrow_mut().insert(id);
    }

    fn check_applied(&self) -> Result<(), RenderError> {
        let applied = self.applied.borrow();
        for (fix, rewrites) in self.fixes.iter().enumerate() {
            let mut ids = (0..rewrites.len()).map(|op| OpId { fix, op });
            if !ids.all(|id| applied.contains(&id) || self.plan.shared.contains(&id)) {
                return Err(RenderError::NotApplied { fix });
            }
        }
        Ok(())
    }

    /// The original code at `range` with every rewrite inside it applied, but for the replacements
    /// of exactly this range by the fixes `within`, which are being rendered.
    pub(super) fn flow(&self, range: TextRange, within: &[usize]) -> Result<Rendered, RenderError> {
        self.flow_until(range, range == self.origin.whole(), within)
    }

    /// The same for statements: what is put at their end belongs to them.
    pub(super) fn flow_of_statements(&self, range: TextRange) -> Result<Code, RenderError> {
        Ok(self.flow_until(range, true, &[])?.code)
    }

    fn flow_until(
        &self,
        range: TextRange,
        with_end: bool,
        within: &[usize],
    ) -> Result<Rendered, RenderError> {
        let mut code = Code::default();
        let mut at = range.start();
        let mut breaks = Breaks::new(&self.origin, at);
        let sites = &self.plan.sites;
        let mut index = sites.partition_point(|site| site.range.start() < at);
        while let Some(site) = sites.get(index) {
            index += 1;
            if site.range.start() >= range.end() && !with_end {
                break;
            }
            if site.range.start() < at
                || !range.contains_range(site.range)
                || self.is_within(site, range, within)
            {
                continue;
            }
            breaks.keep(site.range.start());
            code.keep(TextRange::new(at, site.range.start()));
            let (inner, open) = self.site(site)?;
            breaks.replace(site.range.end(), open);
            code.append(inner);
            at = site.range.end();
            index += sites[index..].partition_point(|site| site.range.start() < at);
            if matches!(site.kind, SiteKind::Cluster(_)) {
                index += sites[index..].iter().take_while(|next| self.ended(next, at)).count();
            }
        }
        breaks.keep(range.end());
        code.keep(TextRange::new(at, range.end()));
        Ok(Rendered { code, shape: self.origin.nodes.shape(range), open: breaks.open })
    }

    /// Whether `site` has been put at the end of statements that end at `end`.
    fn ended(&self, site: &Site, end: TextSize) -> bool {
        match site.kind {
            SiteKind::Replace(id) => {
                site.range == TextRange::empty(end) && self.applied.borrow().contains(&id)
            }
            SiteKind::Cluster(_) | SiteKind::Cut(_) => false,
        }
    }

    fn is_within(&self, site: &Site, range: TextRange, within: &[usize]) -> bool {
        match &site.kind {
            SiteKind::Replace(id) => site.range == range && within.contains(&id.fix),
            SiteKind::Cluster(index) => self.clusters.borrow().contains(index),
            SiteKind::Cut(_) => false,
        }
    }

    /// The code of a site, in its place; and whether it has line breaks outside of all brackets.
    fn site(&self, site: &Site) -> Result<(Code, bool), RenderError> {
        match &site.kind {
            SiteKind::Cut(ids) => {
                ids.iter().for_each(|id| self.done(*id));
                Ok((Code::default(), false))
            }
            SiteKind::Cluster(index) => {
                let Some(cluster) = self.plan.clusters.get(*index) else {
                    return Ok(Default::default());
                };
                self.clusters.borrow_mut().push(*index);
                let code = self.cluster(cluster);
                self.clusters.borrow_mut().pop();
                Ok((code?, false))
            }
            SiteKind::Replace(id) => {
                let start = site.range.start();
                let place = Place {
                    indent: self.origin.indent(start),
                    newline: self.origin.newline(start),
                    unit: self.unit(*id, start),
                    goes_on: true,
                };
                let new = self.replaced(*id, site.range, &place, &[])?;
                let Some(slot) = self.origin.nodes.slot(site.range, self.origin.ast) else {
                    return Ok((new.code, new.open));
                };
                let enclosed = new.open && self.is_enclosed(site.range);
                let open = new.open && !new.needs_parentheses(slot, enclosed);
                Ok((new.fitted(slot, enclosed), open))
            }
        }
    }

    /// By how much the lines of a replacement are indented, if it has several.
    fn unit(&self, id: OpId, start: TextSize) -> &'r str {
        let has_lines = |template: &Template| {
            template.pieces().iter().any(|p| matches!(p, Piece::Text(text) if text.contains('\n')))
        };
        let template = self.rewrite(id).and_then(Rewrite::template);
        let statement = template.filter(|t| has_lines(t)).and(self.origin.statement_at(start));
        statement.map_or("", |statement| self.origin.unit(statement))
    }

    fn replaced(
        &self,
        id: OpId,
        range: TextRange,
        place: &Place<'_>,
        within: &[usize],
    ) -> Result<Rendered, RenderError> {
        self.done(id);
        let Some(Rewrite::Replace { with, .. }) = self.rewrite(id) else {
            return Err(RenderError::NotApplied { fix: id.fix });
        };
        if self.replacing.borrow().contains(&id) {
            return Err(RenderError::NotApplied { fix: id.fix });
        }
        let mut fixes = within.to_vec();
        fixes.push(id.fix);
        self.replacing.borrow_mut().push(id);
        let new = self.template(id, with, place, &fixes);
        self.replacing.borrow_mut().pop();
        let new = new?;
        match self.origin.nodes.string_around(range) {
            None => Ok(new),
            Some(StringAround::Quoted)
                if new.code.new_text().all(fits_in_string)
                    && !self.doubles_brace(range.start(), &new.code) =>
            {
                Ok(new)
            }
            Some(StringAround::Quoted | StringAround::Shown) => {
                Err(RenderError::InString { fix: id.fix })
            }
        }
    }

    /// Whether a brace at the start of `code` would make one before `offset` plain text.
    fn doubles_brace(&self, offset: TextSize, code: &Code) -> bool {
        self.origin.before(offset).ends_with('{') && code.text(&self.origin).starts_with('{')
    }

    /// A template filled in at `place`.
    pub(super) fn template(
        &self,
        id: OpId,
        template: &Template,
        place: &Place<'_>,
        within: &[usize],
    ) -> Result<Rendered, RenderError> {
        let fragment = template.fragment(self.origin.text);
        let mut gaps = fragment.gaps.iter();
        let mut filling = Filling::new(place);
        let mut open = false;
        let mut whole = None;
        for piece in template.pieces() {
            match piece {
                Piece::Text(text) => filling.text(text),
                Piece::Symbol(symbol) => filling.text(&self.names.spelling(id, symbol)),
                Piece::Hole(range) => {
                    filling.start_line();
                    let Some(gap) = gaps.next() else { continue };
                    let hole = self.hole(id, *range, &filling.place(), within)?;
                    open |= hole.open && !gap.enclosed && !hole.needs_parentheses(gap.slot, false);
                    if is_all(gap, template, &fragment) {
                        whole = Some((hole.shape, hole.open));
                        filling.code.append(hole.code);
                    } else {
                        filling.code.append(hole.fitted(gap.slot, gap.enclosed));
                    }
                }
            }
        }
        let code = filling.finish();
        Ok(match (whole, fragment.kind) {
            (Some((shape, open)), _) => Rendered { code, shape, open },
            (None, FragmentKind::Expression(shape)) => Rendered { code, shape: Some(shape), open },
            (None, _) => Rendered { code, shape: None, open: false },
        })
    }

    /// The code that fills a hole of rewrite `id` at `place`.
    fn hole(
        &self,
        id: OpId,
        range: TextRange,
        place: &Place<'_>,
        within: &[usize],
    ) -> Result<Rendered, RenderError> {
        let mut within = within.to_vec();
        within.push(id.fix);
        let rendered = match self.replacement_of(range, &within) {
            Some(inner) => self.replaced(inner, range, place, &within)?,
            None => {
                let flowed = self.flow(range, &within)?;
                let from = self.origin.indent(range.start());
                Rendered { code: flowed.code.shifted(from, place.indent, &self.origin), ..flowed }
            }
        };
        Ok(Rendered { code: rendered.code.moved(), ..rendered })
    }

    /// The replacement of exactly the expression at `range`.
    fn replacement_of(&self, range: TextRange, within: &[usize]) -> Option<OpId> {
        self.origin.nodes.expression(range)?;
        let sites = &self.plan.sites;
        let first = sites.partition_point(|site| site.range.start() < range.start());
        let here = sites[first..].iter().take_while(|site| site.range.start() == range.start());
        here.filter(|site| site.range == range).find_map(|site| match &site.kind {
            SiteKind::Replace(id) if !within.contains(&id.fix) => Some(*id),
            _ => None,
        })
    }

    /// Whether brackets of its own statement stand around `range`.
    fn is_enclosed(&self, range: TextRange) -> bool {
        let statement = self.origin.statement_at(range.start());
        let start = statement.map_or(range.start(), |s| s.start());
        let before = self.origin.ast.brackets(TextRange::new(start, range.start()));
        before.map(Bracket::step).sum::<i32>() > 0
    }
}

/// Whether the gap is all that the template is.
fn is_all(gap: &Gap, template: &Template, fragment: &Fragment) -> bool {
    gap.whole
        && matches!(fragment.kind, FragmentKind::Expression(_))
        && matches!(template.pieces(), [Piece::Hole(_)])
}

/// Whether code may stand between the braces of an f-string of any Python, whatever its quotes.
fn fits_in_string(code: &str) -> bool {
    !code.contains(['"', '\'', '\\', '#', '\n', '\r'])
}

impl Rendered {
    fn needs_parentheses(&self, slot: Slot, enclosed: bool) -> bool {
        self.shape.is_some_and(|shape| !slot.accepts(shape) || (self.open && !enclosed))
    }

    fn fitted(self, slot: Slot, enclosed: bool) -> Code {
        if self.needs_parentheses(slot, enclosed) { self.code.enclosed() } else { self.code }
    }
}
