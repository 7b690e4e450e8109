//! Code that tells one exception from others: `except` clauses, `contextlib.suppress`, `isinstance`.

use ruff_python_ast::{AnyNodeRef, Expr, Stmt};

use super::{BindingKind, NodeId, Nodes, SemanticModel};
use crate::source::{Ranged, TextRange};

/// What a piece of code may wait for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waits {
    /// The expressions whose values it awaits, in source order.
    pub awaited: Vec<TextRange>,
    /// Whether it waits in another way too: `async for`, `async with`, `yield`.
    pub otherwise: bool,
}

impl Nodes<'_> {
    /// The `except` or `except*` clause that names the class at `class`, alone or in a tuple.
    pub fn handler_of_type(&self, class: TextRange) -> Option<TextRange> {
        let mut at = self.parent(self.expression(class)?)?;
        if let AnyNodeRef::ExprTuple(_) = self.get(at) {
            at = self.parent(at)?;
        }
        let AnyNodeRef::ExceptHandlerExceptHandler(handler) = self.get(at) else { return None };
        handler.type_.as_ref()?.range().contains_range(class).then(|| handler.range())
    }

    /// The body of the `try` statement that the `except` clause at `handler` is of.
    pub fn guarded_by(&self, handler: TextRange) -> Option<TextRange> {
        let AnyNodeRef::StmtTry(guarded) = self.get(self.parent(self.handler(handler)?)?) else {
            return None;
        };
        Some(guarded.body.first()?.range().cover(guarded.body.last()?.range()))
    }

    /// Whether what runs after the `except` clause at `handler` is what stands below its `try`.
    pub fn falls_through(&self, handler: TextRange) -> bool {
        let clause = self.handler(handler).map(|id| self.get(id));
        let Some(AnyNodeRef::ExceptHandlerExceptHandler(clause)) = clause else { return false };
        !matches!(clause.body.last(), Some(Stmt::Return(_) | Stmt::Raise(_) | Stmt::Break(_)))
    }

    /// Whether the code at `block` raises something, with the functions in it left out.
    pub fn contains_raise(&self, block: TextRange) -> bool {
        let function = self.enclosing_function(block);
        let mut own = function.into_iter().flat_map(|function| self.own_nodes(function.node));
        own.any(|id| {
            block.contains_range(self.range(id)) && matches!(self.get(id), AnyNodeRef::StmtRaise(_))
        })
    }

    /// The innermost `while` loop around `range`, in the same function.
    pub fn while_around(&self, range: TextRange) -> Option<TextRange> {
        let function = self.enclosing_function(range);
        let mut around = self.ancestors(self.covering(range)?);
        let found = around.find(|id| matches!(self.get(*id), AnyNodeRef::StmtWhile(_)))?;
        let range = self.range(found);
        (self.enclosing_function(range) == function).then_some(range)
    }

    /// What the code at `block` waits for, with the functions in it left out.
    pub fn waits_in(&self, block: TextRange) -> Waits {
        let mut waits = Waits::default();
        let Some(function) = self.enclosing_function(block) else { return waits };
        for id in self.own_nodes(function.node) {
            if !block.contains_range(self.range(id)) {
                continue;
            }
            match self.get(id) {
                AnyNodeRef::ExprAwait(awaited) => waits.awaited.push(awaited.value.range()),
                AnyNodeRef::ExprYield(_) => waits.otherwise = true,
                AnyNodeRef::StmtFor(each) => waits.otherwise |= each.is_async,
                AnyNodeRef::StmtWith(with) => waits.otherwise |= with.is_async,
                AnyNodeRef::Comprehension(each) => waits.otherwise |= each.is_async,
                _ => {}
            }
        }
        waits
    }

    /// Whether the expression at `range` is something that exists already: a name, an attribute or an
    /// element.
    pub fn is_existing(&self, range: TextRange) -> bool {
        let expression = self.expression(range).map(|id| self.get(id));
        matches!(
            expression,
            Some(
                AnyNodeRef::ExprName(_)
                    | AnyNodeRef::ExprAttribute(_)
                    | AnyNodeRef::ExprSubscript(_)
            )
        )
    }

    /// The first argument of the call at `range`.
    pub fn first_argument(&self, range: TextRange) -> Option<TextRange> {
        match self.get(self.expression(range)?) {
            AnyNodeRef::ExprCall(call) => call.arguments.args.first().map(Ranged::range),
            _ => None,
        }
    }

    /// Whether the class at `class` is what a `raise` statement raises, called or not.
    pub fn is_raised(&self, class: TextRange) -> bool {
        let raised = self.call_of(class).unwrap_or(class);
        let parent = self.expression(raised).and_then(|id| self.parent(id));
        let Some(AnyNodeRef::StmtRaise(raise)) = parent.map(|id| self.get(id)) else {
            return false;
        };
        raise.exc.as_ref().is_some_and(|exc| exc.range() == raised)
    }

    /// Whether the expression at `range` is a base of a class.
    pub fn is_base(&self, range: TextRange) -> bool {
        let around = self.expression(range).into_iter().flat_map(|id| self.ancestors(id));
        let mut around = around.skip_while(|id| matches!(self.get(*id), AnyNodeRef::Arguments(_)));
        around.next().is_some_and(|id| matches!(self.get(id), AnyNodeRef::StmtClassDef(_)))
    }

    /// Whether the code at `range` runs while the module is imported.
    pub fn runs_at_import(&self, range: TextRange) -> bool {
        self.enclosing_function(range).is_none()
    }

    pub(super) fn handler(&self, range: TextRange) -> Option<NodeId> {
        let inner = self.covering(range)?;
        let mut outward = std::iter::once(inner).chain(self.ancestors(inner));
        outward.find(|id| {
            self.range(*id) == range
                && matches!(self.get(*id), AnyNodeRef::ExceptHandlerExceptHandler(_))
        })
    }
}

impl SemanticModel<'_> {
    /// The block of the `with contextlib.suppress(…)` that names the class at `class`.
    pub fn suppressed_by(&self, class: TextRange) -> Option<TextRange> {
        let nodes = self.nodes();
        let arguments = nodes.parent(nodes.expression(class)?)?;
        let AnyNodeRef::ExprCall(call) = nodes.get(nodes.parent(arguments)?) else { return None };
        let is_argument = call.arguments.args.iter().any(|argument| argument.range() == class);
        let callee = self.qualified_name(call.func.range())?;
        let item = nodes.item_of(call.range()).filter(|item| !item.is_async)?;
        (is_argument && callee == "contextlib.suppress").then_some(item.body)
    }

    /// The `except` clause around that catches what `isinstance` compares with the class at `class`,
    /// alone or among others.
    pub fn handler_of_test(&self, class: TextRange) -> Option<TextRange> {
        let nodes = self.nodes();
        let mut classes = nodes.expression(class)?;
        let mut parent = nodes.parent(classes)?;
        while let AnyNodeRef::ExprTuple(_) | AnyNodeRef::ExprBinOp(_) = nodes.get(parent) {
            classes = parent;
            parent = nodes.parent(parent)?;
        }
        let AnyNodeRef::ExprCall(call) = nodes.get(nodes.parent(parent)?) else { return None };
        let (Expr::Name(callee), [Expr::Name(error), second]) =
            (&*call.func, &*call.arguments.args)
        else {
            return None;
        };
        let is_test = callee.id == "isinstance" && self.builtin(&callee.id, callee.start());
        if !is_test || second.range() != nodes.range(classes) {
            return None;
        }
        let resolution = self.resolve(&error.id, error.start());
        let [binding] = resolution.bindings.as_slice() else { return None };
        let binding = self.binding(*binding);
        let handler = nodes.range(binding.node);
        (binding.kind == BindingKind::Except && nodes.handler(handler).is_some()).then_some(handler)
    }
}
