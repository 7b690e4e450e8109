//! The blocks of imports at the top of a file, and where in them a new one goes.

use super::{
    NewImport,
    place::{Editor, Statement, Wanted},
    stdlib::is_stdlib,
};
use crate::source::TextRange;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
}

/// Where a new statement goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// In the place of a statement, or of one of its entries.
    Instead(usize),
    Beside(usize, Side),
    /// Above or below a statement, beyond a blank line.
    NewBlock(usize, Side),
}

impl Editor<'_, '_> {
    /// Where the group goes at the top of the file; `None` if there is no import to go by.
    pub(super) fn spot(&self, group: &[Wanted<'_>], old: Option<usize>) -> Option<Spot> {
        let new = group.first()?.import;
        let blocks = self.blocks();
        // Code that names no import, such as a method of an object, may be the last to need one.
        let goes = |at: &usize| self.statements.get(*at).is_some_and(|s| self.goes(s));
        let old = old.or_else(|| self.top.iter().copied().find(goes));
        let own = old.and_then(|old| blocks.iter().find(|block| block.contains(&old)));
        let shares = |old: usize| {
            let statement = self.statements.get(old);
            statement.is_some_and(|s| !s.is_from() && s.entries.len() > 1 && self.has_vacancy(s))
        };
        if let Some(old) = old.filter(|old| !new.is_from() && shares(*old)) {
            return Some(Spot::Instead(old));
        }
        let standard = is_stdlib(&new.module);
        let fits = |block: &&Vec<usize>| {
            let mut kinds = block.iter().filter_map(|at| self.statements.get(*at));
            kinds.any(|s| !s.is_future() && !s.is_relative() && s.is_stdlib() == standard)
        };
        if let (Some(own), Some(old)) = (own, old) {
            let others = own.iter().filter_map(|at| self.statements.get(*at));
            let alone = others.filter(|s| !self.goes(s)).count() == 0;
            if fits_without(self, own, old, standard) || (alone && !blocks.iter().any(|b| fits(&b)))
            {
                return Some(self.sorted_spot(own, new, Some(old)));
            }
        }
        if let Some(block) = blocks.iter().find(fits) {
            return Some(self.sorted_spot(block, new, old.filter(|old| block.contains(old))));
        }
        let is_kin = |at: &usize| {
            self.statements.get(*at).and_then(Statement::becomes_standard) == Some(standard)
        };
        if let Some(kin) = self.top.iter().copied().find(is_kin) {
            return Some(Spot::Beside(kin, Side::Below));
        }
        let goes_above = |block: &&Vec<usize>| {
            let mut statements = block.iter().filter_map(|at| self.statements.get(*at));
            statements.all(|s| s.is_future() || (!standard && !s.is_relative()))
        };
        let last = blocks.iter().rfind(goes_above).and_then(|block| block.last());
        let first = blocks.iter().find(|block| !goes_above(block)).and_then(|block| block.first());
        let below = last.map(|at| Spot::NewBlock(*at, Side::Below));
        below.or(first.map(|at| Spot::NewBlock(*at, Side::Above)))
    }

    /// The statements at the top of the file, in runs without blank lines between.
    fn blocks(&self) -> Vec<Vec<usize>> {
        let mut blocks: Vec<Vec<usize>> = Vec::new();
        for at in &self.top {
            let last = blocks.last().and_then(|block| block.last()).copied();
            let joined = last.is_some_and(|last| self.adjoins(last, *at));
            match blocks.last_mut().filter(|_| joined) {
                Some(block) => block.push(*at),
                None => blocks.push(vec![*at]),
            }
        }
        blocks
    }

    /// Whether nothing but comments stands between two statements.
    fn adjoins(&self, first: usize, second: usize) -> bool {
        let (Some(first), Some(second)) = (self.statements.get(first), self.statements.get(second))
        else {
            return false;
        };
        let gap = self.origin.slice(TextRange::new(first.range.end(), second.range.start()));
        let gap = gap.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<&str> = gap.split('\n').collect();
        let between = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
        between.iter().all(|line| line.trim_start().starts_with('#'))
    }

    /// Where `new` goes in `block`, in order if the block is sorted.
    fn sorted_spot(&self, block: &[usize], new: &NewImport, old: Option<usize>) -> Spot {
        let fallback = || match (old, block.last()) {
            (Some(old), _) => Spot::Instead(old),
            (None, Some(last)) => Spot::Beside(*last, Side::Below),
            (None, None) => Spot::NewBlock(0, Side::Below),
        };
        let stays: Vec<usize> = block
            .iter()
            .copied()
            .filter(|at| self.statements.get(*at).is_some_and(|s| !self.goes(s)))
            .collect();
        let keys: Vec<(usize, (bool, String))> =
            stays.iter().filter_map(|at| Some((*at, self.statements.get(*at)?.key()?))).collect();
        let Some(order) = Order::of(&keys) else { return fallback() };
        let own = order.key(&(new.is_from(), new.module.clone()));
        let above = keys.iter().rev().find(|(_, key)| order.key(key) <= own).map(|(at, _)| *at);
        let below = keys.iter().find(|(_, key)| order.key(key) > own).map(|(at, _)| *at);
        let fits = |at: usize| {
            above.is_none_or(|above| above < at) && below.is_none_or(|below| at < below)
        };
        let mut vacant = block
            .iter()
            .copied()
            .filter(|at| fits(*at) && self.statements.get(*at).is_some_and(|s| self.goes(s)));
        match (old.filter(|old| fits(*old)).or(vacant.next_back()), above, below) {
            (Some(at), ..) => Spot::Instead(at),
            (None, Some(above), _) => Spot::Beside(above, Side::Below),
            (None, None, Some(below)) => Spot::Beside(below, Side::Above),
            (None, None, None) => fallback(),
        }
    }
}

/// Whether a block holds, besides what goes, imports of both kinds or of the new one's.
fn fits_without(editor: &Editor<'_, '_>, block: &[usize], old: usize, standard: bool) -> bool {
    let others = block.iter().filter(|at| **at != old).filter_map(|at| editor.statements.get(*at));
    let mut others = others.filter(|s| !s.is_future() && !editor.goes(s));
    others.any(|s| s.is_stdlib() == standard)
}

/// How a block of imports is sorted.
#[derive(Debug, Clone, Copy)]
enum Order {
    /// `import …` before `from … import …`.
    Straight,
    /// By module alone.
    Mixed,
}

impl Order {
    fn of(keys: &[(usize, (bool, String))]) -> Option<Self> {
        [Self::Straight, Self::Mixed]
            .into_iter()
            .find(|order| keys.iter().map(|(_, key)| order.key(key)).is_sorted())
    }

    fn key(self, (is_from, module): &(bool, String)) -> (bool, String, bool) {
        let module = module.to_lowercase();
        match self {
            Self::Straight => (*is_from, module, false),
            Self::Mixed => (false, module, *is_from),
        }
    }
}
