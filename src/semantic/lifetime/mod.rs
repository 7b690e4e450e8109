//! Where in its function a task lives: the statements from the one that spawns it to the one that ends
//! it, and whether it has ended after them on every way.

mod flow;
mod holders;

use ruff_python_ast::Stmt;

use super::{SemanticModel, Strange, TaskUse, structure::suites};
use crate::source::{Ranged, TextRange};

/// A task that a function spawns, and what may be done with it.
#[derive(Debug, Clone)]
pub struct Life {
    /// The call that spawns it.
    pub made: TextRange,
    /// What may be done with it.
    pub uses: Vec<TaskUse>,
}

/// Statements, next to each other, outside of which no task lives that is spawned in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifetime {
    /// From the first statement to the last.
    pub range: TextRange,
    /// Which of the tasks, by position, are spawned in them.
    pub tasks: Vec<usize>,
}

impl<'a> SemanticModel<'a> {
    /// The statements in which the task `index` of `lives`, all of one function, lives with those of the
    /// others that live meanwhile.
    ///
    /// # Errors
    ///
    /// The place at which one of them may go on after the statements, or gets out of sight.
    pub fn lifetime(&self, lives: &[Life], index: usize) -> Result<Lifetime, Strange> {
        let lived: Vec<Option<TextRange>> = lives.iter().map(|life| self.lived(life)).collect();
        let own = lives.get(index).map(|life| life.made).unwrap_or_default();
        let strange = (own, "is used in another function");
        let mut range = lived.get(index).copied().flatten().ok_or(strange)?;
        loop {
            let meets = |other: &TextRange| other.intersect(range).is_some_and(|it| !it.is_empty());
            let all = lived.iter().flatten().filter(|other| meets(other));
            let joined = all.fold(range, |all, other| all.cover(*other));
            if joined == range {
                break;
            }
            range = joined;
        }
        let tasks = (0..lives.len()).filter(|index| {
            lived.get(*index).copied().flatten().is_some_and(|lived| range.contains_range(lived))
        });
        let tasks: Vec<usize> = tasks.collect();
        let own: Vec<&Life> = tasks.iter().filter_map(|index| lives.get(*index)).collect();
        flow::ended(self, range, &own)?;
        Ok(Lifetime { range, tasks })
    }

    /// The statements of one suite from the one that spawns the task to the last that may end it.
    fn lived(&self, life: &Life) -> Option<TextRange> {
        let nodes = self.nodes();
        let function = nodes.enclosing_function(life.made)?;
        let waits = life.uses.iter().filter(|used| used.waits()).map(TaskUse::range);
        let whole = waits.fold(life.made, |whole, end| whole.cover(end));
        let everywhere = life.uses.iter().map(TaskUse::range);
        let is_own = |range: TextRange| nodes.enclosing_function(range) == Some(function);
        if !everywhere.chain([life.made]).all(is_own) {
            return None;
        }
        let inner = nodes.covering(whole)?;
        let around = std::iter::once(inner).chain(nodes.ancestors(inner));
        around.take_while(|id| nodes.encloses(function.node, *id)).find_map(|id| {
            let found = suites(nodes.get(id)).into_iter().find_map(|suite| covering(suite, whole));
            found.or_else(|| nodes.get(id).is_statement().then(|| nodes.range(id)))
        })
    }

    /// The statements at `range`, all of one suite.
    fn statements(&self, range: TextRange) -> Option<&'a [Stmt]> {
        let nodes = self.nodes();
        let inner = nodes.covering(range)?;
        let around = std::iter::once(inner).chain(nodes.ancestors(inner));
        around.flat_map(|id| suites(nodes.get(id))).find_map(|suite| {
            let first = suite.iter().position(|it| it.start() == range.start())?;
            let last = suite.iter().position(|it| it.end() == range.end())?;
            suite.get(first..=last)
        })
    }
}

impl TaskUse {
    /// All of it.
    pub fn range(&self) -> TextRange {
        match self {
            Self::Awaited { whole, .. } => *whole,
            Self::Called { call, .. } | Self::Joined { call, .. } | Self::Timed { call, .. } => {
                *call
            }
        }
    }

    /// Whether it waits for the task, or tells it to end.
    pub fn waits(&self) -> bool {
        match self {
            Self::Awaited { .. } | Self::Joined { .. } | Self::Timed { .. } => true,
            Self::Called { name, .. } => name == "cancel",
        }
    }

    /// All of it, if the task ends, or soon does, where it is done.
    fn end(&self) -> Option<TextRange> {
        match self {
            Self::Awaited { whole, .. } => Some(*whole),
            Self::Joined { call, ends, .. } => ends.then_some(*call),
            Self::Timed { call, .. } => Some(*call),
            Self::Called { name, call, .. } => (name == "cancel").then_some(*call),
        }
    }

    /// The task.
    pub fn task(&self) -> TextRange {
        match self {
            Self::Awaited { task, .. }
            | Self::Called { task, .. }
            | Self::Joined { task, .. }
            | Self::Timed { task, .. } => *task,
        }
    }
}

/// The statements of `suite` over which `range` stretches, if it stays in it.
fn covering(suite: &[Stmt], range: TextRange) -> Option<TextRange> {
    let of = |offset: TextRange| suite.iter().find(|it| it.range().contains_range(offset));
    let first = of(TextRange::empty(range.start()))?;
    let last = of(TextRange::empty(range.end()))?;
    Some(first.range().cover(last.range()))
}
