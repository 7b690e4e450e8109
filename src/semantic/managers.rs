//! Context managers: the items of `with` statements, and what their targets are used for.

use ruff_python_ast::{AnyNodeRef, Expr, Stmt, StmtWith, WithItem};

use super::{NodeId, Nodes, SemanticModel};
use crate::source::{Ranged, TextRange};

/// An item of a `with` or `async with` statement, and what is around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The whole statement.
    pub statement: TextRange,
    /// Whether it is `async with`.
    pub is_async: bool,
    /// All items, each with its `as` clause, without parentheses around them; in order.
    pub items: Vec<TextRange>,
    /// Their context managers.
    pub managers: Vec<TextRange>,
    /// What stands after `as`.
    pub target: Option<TextRange>,
    /// The same for each of the items.
    pub targets: Vec<Option<TextRange>>,
    /// The statements of the block.
    pub body: TextRange,
}

impl Nodes<'_> {
    /// The item whose context manager is the expression at `manager`.
    pub fn item_of(&self, manager: TextRange) -> Option<Item> {
        let (_, with) = self.with_around(manager)?;
        let own = with.items.iter().find(|item| item.context_expr.range() == manager)?;
        let (first, last) = (with.body.first()?, with.body.last()?);
        Some(Item {
            statement: with.range(),
            is_async: with.is_async,
            items: with.items.iter().map(Ranged::range).collect(),
            managers: with.items.iter().map(|item| item.context_expr.range()).collect(),
            target: own.optional_vars.as_ref().map(|target| target.range()),
            targets: { with.items.iter() }
                .map(|item| item.optional_vars.as_ref().map(|target| target.range()))
                .collect(),
            body: first.range().cover(last.range()),
        })
    }

    /// Whether the block of the `with` item at `manager` holds a `yield` of its function.
    pub fn yields_within(&self, manager: TextRange) -> bool {
        let Some((id, _)) = self.with_around(manager) else { return false };
        let function = self.enclosing_function(manager);
        self.descendants(id).any(|id| {
            matches!(self.get(id), AnyNodeRef::ExprYield(_) | AnyNodeRef::ExprYieldFrom(_))
                && self.enclosing_function(self.range(id)) == function
        })
    }

    /// Whether the statements at `range` hold a `yield` of their function.
    pub fn yields_in(&self, range: TextRange) -> bool {
        !self.yields_of(range).is_empty()
    }

    /// The `yield` expressions of their function in the statements at `range`.
    pub fn yields_of(&self, range: TextRange) -> Vec<TextRange> {
        let function = self.enclosing_function(range);
        let inside = self.ids().filter(|id| range.contains_range(self.range(*id)));
        let yields = inside.filter(|id| {
            matches!(self.get(*id), AnyNodeRef::ExprYield(_) | AnyNodeRef::ExprYieldFrom(_))
                && self.enclosing_function(self.range(*id)) == function
        });
        yields.map(|id| self.range(id)).collect()
    }

    /// The statements of `body`, the body of a `with` statement, before the last one, if that is all
    /// that yields, and yields something that is there already.
    pub fn before_last_yield(&self, body: TextRange) -> Option<TextRange> {
        let start = self.covering(body)?;
        let mut around = std::iter::once(start).chain(self.ancestors(start));
        let with = around.find_map(|id| match self.get(id) {
            AnyNodeRef::StmtWith(with) => Some(with),
            _ => None,
        })?;
        let (last, before) = with.body.split_last()?;
        let Stmt::Expr(last) = last else { return None };
        let Expr::Yield(yielded) = &*last.value else { return None };
        let is_made = yielded.value.as_deref().is_some_and(|value| !matches!(value, Expr::Name(_)));
        let before = before.first()?.range().cover(before.last()?.range());
        (!is_made && !self.yields_in(before)).then_some(before)
    }

    /// A place in `block` that enters a context manager by hand: it may be left after the block.
    pub fn outliving_entry_within(&self, block: TextRange) -> Option<TextRange> {
        let function = self.enclosing_function(block);
        let calls = self.ids().filter_map(|id| match self.get(id) {
            AnyNodeRef::ExprCall(call) if block.contains_range(call.range()) => Some(call),
            _ => None,
        });
        let mut enters = calls.filter(|call| match &*call.func {
            Expr::Attribute(method) => {
                matches!(
                    method.attr.as_str(),
                    "__aenter__" | "__enter__" | "enter_async_context" | "enter_context"
                )
            }
            _ => false,
        });
        enters.find(|call| self.enclosing_function(call.range()) == function).map(Ranged::range)
    }

    /// The context manager whose value a `with` statement binds to `target`.
    pub fn manager_of_target(&self, target: TextRange) -> Option<TextRange> {
        let (_, with) = self.with_around(target)?;
        let binds =
            |item: &&WithItem| item.optional_vars.as_ref().is_some_and(|own| own.range() == target);
        with.items.iter().find(binds).map(|item| item.context_expr.range())
    }

    /// The context managers whose blocks, in the same function, the statement at `range` stands in.
    pub fn managers_around(&self, range: TextRange) -> Vec<TextRange> {
        let Some(statement) = self.statement(range) else { return Vec::new() };
        let function = self.enclosing_function(range);
        let around = std::iter::once(statement).chain(self.ancestors(statement));
        let withs = around.filter_map(|id| match self.get(id) {
            AnyNodeRef::StmtWith(with) => Some(with),
            _ => None,
        });
        let own = withs.filter(|with| self.enclosing_function(with.range()) == function);
        own.flat_map(|with| with.items.iter().map(|item| item.context_expr.range())).collect()
    }

    fn with_around(&self, manager: TextRange) -> Option<(NodeId, &StmtWith)> {
        self.ancestors(self.expression(manager)?).find_map(|id| match self.get(id) {
            AnyNodeRef::StmtWith(with) => Some((id, with)),
            _ => None,
        })
    }
}

impl SemanticModel<'_> {
    /// The loads of the name at `target`, which a `with` statement binds. `None` when something else
    /// binds the name too, or `target` is no name.
    pub fn uses_of_target(&self, target: TextRange) -> Option<Vec<TextRange>> {
        let binding = self.bindings().iter().find(|binding| binding.range == target)?;
        let alone = self.bindings_of(binding.scope, binding.name).len() == 1;
        alone.then(|| self.uses(binding.id))
    }

    /// What binds the name that a `with` statement binds at `target`, in source order and with that one,
    /// and the loads of all of them. `None` when `target` is no name.
    pub fn uses_of_bound(&self, target: TextRange) -> Option<(Vec<TextRange>, Vec<TextRange>)> {
        let binding = self.bindings().iter().find(|binding| binding.range == target)?;
        let all = self.bindings_of(binding.scope, binding.name);
        let mut uses: Vec<TextRange> = all.iter().flat_map(|id| self.uses(*id)).collect();
        uses.sort_unstable_by_key(|range| range.start());
        uses.dedup();
        Some((all.iter().map(|id| self.binding(*id).range).collect(), uses))
    }
}
