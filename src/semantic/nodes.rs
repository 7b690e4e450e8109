//! Every node of the tree in one table: parents, ranges, and the way from a byte range to a node.

use std::sync::OnceLock;

use ruff_python_ast::{
    AnyNodeRef, ExprRef, OperatorPrecedence,
    visitor::source_order::{SourceOrderVisitor, TraversalSignal},
};
use rustc_hash::FxHashSet;

use super::Ast;
use crate::source::{Ranged, TextRange, TextSize};

/// The index of a node in [`Nodes`]: source order, a parent before its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// Its position in the table.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The nodes of one module: statements, clauses, expressions, parameters and the rest, but not the
/// module itself.
#[derive(Debug)]
pub struct Nodes<'a> {
    entries: Vec<Entry<'a>>,
    /// The functions that are generators, once someone asks.
    pub(super) generators: OnceLock<FxHashSet<NodeId>>,
}

#[derive(Debug)]
struct Entry<'a> {
    node: AnyNodeRef<'a>,
    range: TextRange,
    parent: Option<NodeId>,
    /// One past the last descendant.
    end: u32,
}

impl<'a> Nodes<'a> {
    /// Tables the nodes of `ast`.
    pub(super) fn new(ast: &'a Ast) -> Self {
        let expected = ast.tokens().len() * 2 / 3;
        let mut collector = Collector { entries: Vec::with_capacity(expected), open: Vec::new() };
        for statement in &ast.module().body {
            collector.visit_stmt(statement);
        }
        Self { entries: collector.entries, generators: OnceLock::new() }
    }

    /// The node itself. For this layer only: the AST goes no further up.
    pub(crate) fn get(&self, id: NodeId) -> AnyNodeRef<'a> {
        self.entries[id.0 as usize].node
    }

    /// The byte range, without parentheses around an expression.
    pub fn range(&self, id: NodeId) -> TextRange {
        self.entries[id.index()].range
    }

    /// The node that directly holds `id`; `None` for a statement of the module's body.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.entries[id.0 as usize].parent
    }

    /// The parent, its parent and so on, outwards.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// Every node, in source order.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.entries.len() as u32).map(NodeId)
    }

    /// The nodes inside `id`, at any depth, in source order; not `id` itself.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (id.0 + 1..self.entries[id.0 as usize].end).map(NodeId)
    }

    /// The next node in source order that is not inside `id`.
    pub fn after(&self, id: NodeId) -> Option<NodeId> {
        let end = self.entries[id.0 as usize].end;
        ((end as usize) < self.entries.len()).then_some(NodeId(end))
    }

    /// The nodes directly inside `id`, in source order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.entries[id.0 as usize].end;
        let mut next = id.0 + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(NodeId(next))?;
            next = self.entries[child.0 as usize].end;
            Some(child)
        })
    }

    /// The expression with exactly this range.
    pub fn expression(&self, range: TextRange) -> Option<NodeId> {
        self.starting_at(range.start())
            .find(|id| self.range(*id) == range && self.get(*id).is_expression())
    }

    /// The statement with exactly this range.
    pub fn statement(&self, range: TextRange) -> Option<NodeId> {
        self.starting_at(range.start())
            .find(|id| self.range(*id) == range && self.get(*id).is_statement())
    }

    /// The smallest node that contains `range`.
    pub fn covering(&self, range: TextRange) -> Option<NodeId> {
        let after = self.entries.partition_point(|e| e.range.start() <= range.start());
        let last = NodeId(u32::try_from(after.checked_sub(1)?).ok()?);
        std::iter::once(last)
            .chain(self.ancestors(last))
            .find(|id| self.range(*id).contains_range(range))
    }

    /// The innermost node that holds the byte at `offset`.
    pub fn holding(&self, offset: TextSize) -> Option<NodeId> {
        let after = self.entries.partition_point(|e| e.range.start() <= offset);
        let last = NodeId(u32::try_from(after.checked_sub(1)?).ok()?);
        std::iter::once(last)
            .chain(self.ancestors(last))
            .find(|id| self.range(*id).contains(offset))
    }

    /// Whether `inner` is `outer` or inside it.
    pub fn encloses(&self, outer: NodeId, inner: NodeId) -> bool {
        outer.0 <= inner.0 && inner.0 < self.entries[outer.index()].end
    }

    /// The innermost statement that contains `range`.
    pub fn enclosing_statement(&self, range: TextRange) -> Option<NodeId> {
        let covering = self.covering(range)?;
        std::iter::once(covering)
            .chain(self.ancestors(covering))
            .find(|id| self.get(*id).is_statement())
    }

    pub(crate) fn as_expression(&self, id: NodeId) -> Option<ExprRef<'a>> {
        self.get(id).as_expr_ref()
    }

    /// How tightly the expression at `range` binds, ignoring parentheses around it; `None` when no
    /// expression has this range.
    pub fn precedence(&self, range: TextRange) -> Option<OperatorPrecedence> {
        let expression = self.as_expression(self.expression(range)?)?;
        Some(OperatorPrecedence::from_expr_ref(expression))
    }

    /// The nodes that start at `start`, outermost first.
    fn starting_at(&self, start: TextSize) -> impl Iterator<Item = NodeId> + use<'a, '_> {
        let first = self.entries.partition_point(|e| e.range.start() < start);
        let rest = &self.entries[first..];
        let count = rest.iter().take_while(|e| e.range.start() == start).count();
        (first as u32..(first + count) as u32).map(NodeId)
    }
}

struct Collector<'a> {
    entries: Vec<Entry<'a>>,
    open: Vec<NodeId>,
}

impl<'a> SourceOrderVisitor<'a> for Collector<'a> {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        let id = NodeId(self.entries.len() as u32);
        let (range, parent) = (node.range(), self.open.last().copied());
        self.entries.push(Entry { node, range, parent, end: 0 });
        self.open.push(id);
        TraversalSignal::Traverse
    }

    fn leave_node(&mut self, _: AnyNodeRef<'a>) {
        if let Some(id) = self.open.pop() {
            self.entries[id.0 as usize].end = self.entries.len() as u32;
        }
    }
}
