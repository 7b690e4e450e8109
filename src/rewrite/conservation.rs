//! What a fix may not do to the code it moves: lose a call, repeat it, or evaluate it at another time.

use super::{
    Removed, Rewrite,
    compose::{Conflict, Landing, landing},
    origin::Origin,
};
use crate::source::{TextRange, TextSize};

/// Checks one fix by itself.
pub(super) fn check(origin: &Origin<'_>, rewrites: &[Rewrite]) -> Result<(), Conflict> {
    let fix = Fix::new(origin, rewrites);
    fix.leaves_imports()?;
    fix.drops_nothing()?;
    fix.repeats_nothing()?;
    fix.keeps_order()
}

/// A hole and where it lands.
#[derive(Debug, Clone, Copy)]
struct Placed {
    range: TextRange,
    landing: Landing,
    /// Whether the template's holes were proved pure.
    pure: bool,
    /// The number of the rewrite, and of the hole in it.
    number: (usize, usize),
}

struct Fix<'a> {
    origin: &'a Origin<'a>,
    rewrites: &'a [Rewrite],
    holes: Vec<Placed>,
}

impl<'a> Fix<'a> {
    fn new(origin: &'a Origin<'a>, rewrites: &'a [Rewrite]) -> Self {
        let mut holes = Vec::new();
        for (op, rewrite) in rewrites.iter().enumerate() {
            let Some(template) = rewrite.template() else { continue };
            let landing = landing(rewrite);
            let pure = template.is_pure();
            for (index, range) in template.holes().enumerate() {
                holes.push(Placed { range, landing, pure, number: (op, index) });
            }
        }
        Self { origin, rewrites, holes }
    }

    fn leaves_imports(&self) -> Result<(), Conflict> {
        let mut imports = self.rewrites.iter().filter_map(|rewrite| match rewrite {
            Rewrite::Replace { range, .. } => self.origin.nodes.import_around(*range),
            _ => None,
        });
        imports.next().map_or(Ok(()), |import| Err(Conflict::Import(import)))
    }

    /// The code that is replaced, and what of it may go without a word.
    fn replaced(&self) -> impl Iterator<Item = (TextRange, &'a [TextRange])> + '_ {
        self.rewrites.iter().filter_map(|rewrite| match rewrite {
            Rewrite::Replace { range, drops, .. } => Some((*range, drops.as_slice())),
            Rewrite::Remove { range, drops, kind: Removed::Statement | Removed::Element } => {
                Some((*range, drops.as_slice()))
            }
            Rewrite::Unwrap { block, drops } => {
                let body = self.origin.sole_body(*block)?;
                let header = TextRange::new(block.start(), body.statements.first()?.start());
                Some((header, drops.as_slice()))
            }
            Rewrite::Wrap { .. } | Rewrite::Insert { .. } => None,
        })
    }

    fn in_hole(&self, range: TextRange) -> bool {
        self.holes.iter().any(|hole| hole.range.contains_range(range))
    }

    fn drops_nothing(&self) -> Result<(), Conflict> {
        let nodes = self.origin.nodes;
        for (range, drops) in self.replaced() {
            let spine = nodes.spine(range);
            for act in nodes.acts(range) {
                let own = nodes.range(act);
                let taken_apart =
                    || nodes.callee(own).is_some_and(|f| self.holes.iter().any(|h| h.range == f));
                let excused = self.in_hole(own)
                    || spine.contains(&own)
                    || drops.iter().any(|drop| drop.contains_range(own))
                    || taken_apart();
                if !excused {
                    return Err(Conflict::Drops(own));
                }
            }
        }
        Ok(())
    }

    fn repeats_nothing(&self) -> Result<(), Conflict> {
        for (index, hole) in self.holes.iter().enumerate() {
            let others = self.holes.iter().enumerate().filter(|(other, _)| *other != index);
            let mut again = others.filter(|(_, other)| other.range.contains_range(hole.range));
            let repeated = again.next().is_some();
            if repeated && let Some(comment) = self.origin.comments(hole.range).first() {
                return Err(Conflict::Comment(*comment));
            }
            let stays = !self.replaced().any(|(range, _)| range.contains_range(hole.range));
            if (repeated || stays) && !hole.pure && !self.origin.nodes.is_still(hole.range) {
                return Err(Conflict::Repeats(hole.range));
            }
            if stays && let Some(comment) = self.origin.comments(hole.range).first() {
                return Err(Conflict::Comment(*comment));
            }
        }
        Ok(())
    }

    fn keeps_order(&self) -> Result<(), Conflict> {
        let nodes = self.origin.nodes;
        let impure = self.holes.iter().filter(|hole| !hole.pure);
        let mut moving: Vec<&Placed> = impure.filter(|h| !nodes.is_literal(h.range)).collect();
        for hole in &moving {
            self.leaves_freely(hole)?;
        }
        moving.retain(|hole| !nodes.is_still(hole.range));
        moving.sort_by_key(|hole| time(hole));
        for pair in moving.windows(2) {
            if let [first, second] = pair
                && !nodes.is_evaluated_before(first.range, second.range)
            {
                return Err(Conflict::Reorders(second.range));
            }
        }
        Ok(())
    }

    /// Whether a hole that lands outside its statement passes nothing on its way that it could tell.
    fn leaves_freely(&self, hole: &Placed) -> Result<(), Conflict> {
        let nodes = self.origin.nodes;
        let reorders = Err(Conflict::Reorders(hole.range));
        let statement = match hole.landing {
            Landing::Within(_) => return Ok(()),
            Landing::Above(run) => self.origin.statement_at(run.start()),
            Landing::Below(statement) => Some(statement),
        };
        let Some(statement) = statement else { return reorders };
        let still = nodes.is_still(hole.range);
        if !nodes.is_evaluated_once(hole.range, statement)
            || (still && nodes.meets_walrus(hole.range, statement))
        {
            return reorders;
        }
        if still {
            return Ok(());
        }
        let stays = |act: &TextRange| {
            let moved = self.holes.iter().find(|other| other.range.contains_range(*act));
            match moved {
                Some(other) => matches!(other.landing, Landing::Within(_)),
                None => !self.is_replaced(*act),
            }
        };
        let header = self.origin.header(statement);
        let acts = nodes.acts(header).into_iter().map(|id| nodes.range(id));
        let outside =
            |act: &TextRange| !hole.range.contains_range(*act) && !act.contains_range(hole.range);
        let passed = |act: &TextRange| match hole.landing {
            Landing::Below(_) => nodes.is_evaluated_before(hole.range, *act),
            Landing::Above(_) | Landing::Within(_) => nodes.is_evaluated_before(*act, hole.range),
        };
        match acts.filter(outside).filter(stays).any(|act| passed(&act)) {
            true => reorders,
            false => Ok(()),
        }
    }

    /// Whether the call at `range` is replaced by other code.
    fn is_replaced(&self, range: TextRange) -> bool {
        self.replaced().any(|(replaced, _)| replaced.contains_range(range))
    }
}

/// A key that sorts holes by the time when they are evaluated in the new code.
fn time(hole: &Placed) -> (TextSize, u8, (usize, usize)) {
    match hole.landing {
        Landing::Above(range) => (range.start(), 0, hole.number),
        Landing::Within(range) => (range.start(), 1, hole.number),
        Landing::Below(range) => (range.end(), 2, hole.number),
    }
}
