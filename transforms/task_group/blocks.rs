//! The blocks that hold a task group.

use crate::{
    semantic::{Catching, Object, UseKind},
    source::{TextRange, TextSize},
    transform::Site,
};

/// The blocks at whose end the tasks of a group have ended.
pub struct Blocks {
    blocks: Vec<Block>,
    /// Whether the first error of a task leaves them as it is, by itself.
    pub tells_error: bool,
    /// Whether a group takes the place of tasks that had none.
    pub is_new: bool,
}

/// Statements that run inside a group.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    /// Where the group is opened.
    pub opened: TextSize,
    /// All of it, with its header if it has one.
    pub statement: TextRange,
    /// What runs inside.
    pub body: TextRange,
}

impl Blocks {
    /// Those of the `async with` statements that hold the group `object`.
    pub fn of(site: &Site<'_>, object: &Object) -> Self {
        let managers = object.uses.iter().filter(|used| matches!(used.kind, UseKind::With { .. }));
        let blocks = managers.filter_map(|used| {
            let item = site.model.nodes().item_of(used.object)?;
            let (statement, body) = (item.statement, item.body);
            Some(Block { opened: used.object.start(), statement, body })
        });
        Self { blocks: blocks.collect(), tells_error: false, is_new: false }
    }

    /// The statements at `range`, around which a group comes.
    pub fn coming(range: TextRange, tells_error: bool) -> Self {
        let block = Block { opened: range.start(), statement: range, body: range };
        Self { blocks: vec![block], tells_error, is_new: true }
    }

    /// All of them, with their headers.
    pub fn statements(&self) -> impl Iterator<Item = TextRange> + '_ {
        self.blocks.iter().map(|block| block.statement)
    }

    /// The block of the same function in which the code at `range` stands.
    pub fn around(&self, range: TextRange) -> Option<Block> {
        self.blocks.iter().copied().find(|block| block.body.contains_range(range))
    }

    /// What is caught of that which the code at `range` raises, before it gets to what is around the group.
    pub fn catching(&self, site: &Site<'_>, range: TextRange) -> Catching {
        let block = self.around(range).or_else(|| self.blocks.first().copied());
        block.map(|block| site.model.catching(range, block.body)).unwrap_or_default()
    }

    /// Whether one of the blocks in the same function has ended where the code at `range` runs.
    pub fn ended_before(&self, site: &Site<'_>, range: TextRange) -> bool {
        self.statements().any(|block| site.model.nodes().precedes(block, range))
    }
}
