//! What is done with a task, or with a collection of tasks, at one place.

use ruff_python_ast::{AnyNodeRef, CmpOp, Expr, ExprCall};

use super::{Forgets, NodeId, Nodes};
use crate::source::{Ranged, TextRange};

impl Nodes<'_> {
    /// The object whose attribute the expression at `range` looks up.
    pub fn object_of(&self, range: TextRange) -> Option<TextRange> {
        match self.get(self.expression(range)?) {
            AnyNodeRef::ExprAttribute(attribute) => Some(attribute.value.range()),
            _ => None,
        }
    }

    /// The `not` of which the expression at `range` is the operand.
    pub fn negated(&self, range: TextRange) -> Option<TextRange> {
        match self.get(self.parent(self.expression(range)?)?) {
            AnyNodeRef::ExprUnaryOp(operation) if operation.op.is_not() => Some(operation.range()),
            _ => None,
        }
    }

    /// Whether the expression at `id` is only tested for truth, or compared with `None`.
    pub(super) fn is_looked_at(&self, id: NodeId) -> bool {
        let mut at = id;
        loop {
            let range = self.range(at);
            let Some(parent) = self.parent(at) else { return false };
            match self.get(parent) {
                AnyNodeRef::ExprBoolOp(_) => at = parent,
                AnyNodeRef::StmtIf(branch) => return branch.test.range() == range,
                AnyNodeRef::ElifElseClause(_) => return true,
                AnyNodeRef::StmtWhile(branch) => return branch.test.range() == range,
                AnyNodeRef::StmtAssert(assert) => return assert.test.range() == range,
                AnyNodeRef::ExprIf(choice) => return choice.test.range() == range,
                AnyNodeRef::ExprUnaryOp(operation) => return operation.op.is_not(),
                AnyNodeRef::ExprCompare(compare) => {
                    return at == id
                        && compare.left.range() == range
                        && compare.comparators.iter().all(Expr::is_none_literal_expr);
                }
                _ => return false,
            }
        }
    }

    /// The `assert` that does nothing but look at the expression at `id`.
    pub(super) fn assertion_of(&self, id: NodeId) -> Option<TextRange> {
        let mut around = self.ancestors(id).take(2).map(|id| self.get(id));
        around.find_map(|node| match node {
            AnyNodeRef::StmtAssert(assert) => Some(assert.range()),
            _ => None,
        })
    }

    /// The annotation of the target at `id`.
    pub(super) fn annotation_of(&self, id: NodeId) -> Option<TextRange> {
        match self.get(self.parent(id)?) {
            AnyNodeRef::StmtAnnAssign(assign) => Some(assign.annotation.range()),
            _ => None,
        }
    }

    /// The value that is put into the collection at `id` by a statement.
    pub(super) fn collected(&self, id: NodeId) -> Option<NodeId> {
        let used = self.member_of(self.range(id))?;
        let arguments = used.call.as_ref()?.arguments.as_ref()?;
        let [value] = arguments[..] else { return None };
        let is_plain =
            matches!(used.name, "append" | "add") && self.is_expression_statement(used.range);
        is_plain.then(|| self.expression(value)).flatten()
    }

    /// The collection that the task at `id` is put into by a statement.
    pub(super) fn collecting(&self, id: NodeId) -> Option<NodeId> {
        let site = self.call_around(self.range(id))?;
        let collection = self.expression(self.object_of(site.callee)?)?;
        (self.collected(collection) == Some(id)).then_some(collection)
    }

    /// The collection that the task at `id` is taken out of when it is done.
    pub(super) fn forgetting(&self, id: NodeId) -> Option<(NodeId, Forgets)> {
        let task = self.range(id);
        let used = self.member_of(task)?;
        let arguments = used.call.as_ref()?.arguments.as_ref()?;
        let [callback] = arguments[..] else { return None };
        let AnyNodeRef::ExprAttribute(method) = self.get(self.expression(callback)?) else {
            return None;
        };
        let is_plain = used.name == "add_done_callback"
            && matches!(method.attr.as_str(), "discard" | "remove")
            && self.is_expression_statement(used.range);
        let collection = self.expression(method.value.range())?;
        is_plain.then_some((collection, Forgets { call: used.range, task, callback }))
    }

    /// The task that is taken out of the collection at `id` when it is done.
    pub(super) fn forgotten_from(&self, id: NodeId) -> Option<NodeId> {
        let method = self.parent(id)?;
        let site = self.call_around(self.range(method))?;
        let task = self.expression(self.object_of(site.callee)?)?;
        let (collection, _) = self.forgetting(task)?;
        (collection == id).then_some(task)
    }

    /// The call of `done()` on the expression at `id`.
    pub(super) fn done_at(&self, id: NodeId) -> Option<TextRange> {
        let used = self.member_of(self.range(id))?;
        let is_bare = used.call.as_ref()?.arguments.as_ref().is_some_and(Vec::is_empty);
        (used.name == "done" && is_bare).then_some(used.range)
    }

    /// Whether the collection at `id` is counted, or asked for a key.
    pub(super) fn is_counted(&self, id: NodeId) -> bool {
        let range = self.range(id);
        let asked = match self.parent(id).map(|id| self.get(id)) {
            Some(AnyNodeRef::ExprCompare(compare)) => {
                compare.ops.iter().all(|op| matches!(op, CmpOp::In | CmpOp::NotIn))
                    && compare.comparators.last().is_some_and(|last| last.range() == range)
            }
            _ => false,
        };
        let counted = || {
            let around = self.call_around(range).and_then(|site| self.expression(site.callee));
            around.is_some_and(|callee| {
                matches!(self.get(callee), AnyNodeRef::ExprName(name) if name.id.as_str() == "len")
            })
        };
        asked || counted()
    }

    /// Whether the collection at `id` is emptied by a statement.
    pub(super) fn is_emptied(&self, id: NodeId) -> bool {
        self.member_of(self.range(id)).is_some_and(|used| {
            used.name == "clear" && used.call.is_some() && self.is_expression_statement(used.range)
        })
    }

    /// The name that stands for each element of the collection at `id` in turn.
    pub(super) fn iterating(&self, id: NodeId) -> Option<NodeId> {
        let copy = self.copied(id).unwrap_or(id);
        let (iterable, target): (&Expr, &Expr) = match self.get(self.parent(copy)?) {
            AnyNodeRef::StmtFor(each) if !each.is_async => (&each.iter, &each.target),
            AnyNodeRef::Comprehension(each) if !each.is_async => (&each.iter, &each.target),
            _ => return None,
        };
        let target = match target {
            Expr::Tuple(pair) if self.is_items(copy) => pair.elts.get(1)?,
            target => target,
        };
        let is_it = iterable.range() == self.range(copy) && target.is_name_expr();
        is_it.then(|| self.expression(target.range())).flatten()
    }

    /// The collection whose elements the name at `id` stands for in turn.
    pub(super) fn iterated_for(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.parent(id)?;
        let target = match self.get(parent) {
            AnyNodeRef::ExprTuple(pair) if pair.elts.get(1)?.range() == self.range(id) => parent,
            _ => id,
        };
        let iterable: &Expr = match self.get(self.parent(target)?) {
            AnyNodeRef::StmtFor(each) if each.target.range() == self.range(target) => &each.iter,
            AnyNodeRef::Comprehension(each) if each.target.range() == self.range(target) => {
                &each.iter
            }
            _ => return None,
        };
        match iterable {
            Expr::Call(call) => match &*call.arguments.args {
                [collection] => self.expression(collection.range()),
                _ => self.expression(call.range()),
            },
            iterable => self.expression(iterable.range()),
        }
    }

    /// `tasks[key]` of the mapping at `id`.
    pub(super) fn slot_of(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.parent(id)?;
        match self.get(parent) {
            AnyNodeRef::ExprSubscript(slot) if slot.value.range() == self.range(id) => Some(parent),
            _ => None,
        }
    }

    /// The call that gives what is in the collection at `id`, all of it or one: `tasks.values()`,
    /// `tasks.pop(key)`.
    pub(super) fn part_of(&self, id: NodeId) -> Option<NodeId> {
        let used = self.member_of(self.range(id))?;
        let arguments = used.call.as_ref()?.arguments.as_ref()?;
        let gives = match used.name {
            "values" | "items" => arguments.is_empty(),
            "pop" | "get" | "popleft" => arguments.len() < 3,
            _ => false,
        };
        gives.then(|| self.expression(used.range)).flatten()
    }

    /// Whether the call takes a task from one of `places`.
    pub(super) fn takes_from(&self, call: &ExprCall, places: &[TextRange]) -> bool {
        match &*call.func {
            Expr::Attribute(method) => {
                matches!(method.attr.as_str(), "pop" | "get" | "popleft")
                    && places.contains(&method.value.range())
            }
            _ => false,
        }
    }

    /// Whether the expression at `id` is a call of `items()`.
    pub(super) fn is_items(&self, id: NodeId) -> bool {
        let AnyNodeRef::ExprCall(call) = self.get(id) else { return false };
        match &*call.func {
            Expr::Attribute(method) => method.attr.as_str() == "items",
            Expr::Name(_) => call.arguments.args.first().is_some_and(|inner| {
                self.expression(inner.range()).is_some_and(|inner| self.is_items(inner))
            }),
            _ => false,
        }
    }

    /// The name that the value of the call or slot at `id` is assigned to.
    pub(super) fn assigned_name(&self, id: NodeId) -> Option<NodeId> {
        let is_taken =
            matches!(self.get(id), AnyNodeRef::ExprCall(_) | AnyNodeRef::ExprSubscript(_));
        let AnyNodeRef::StmtAssign(assign) = self.get(self.parent(id)?) else { return None };
        match &*assign.targets {
            [Expr::Name(name)] if is_taken => self.expression(name.range()),
            _ => None,
        }
    }

    /// The call that copies the collection at `id`.
    pub(super) fn copied(&self, id: NodeId) -> Option<NodeId> {
        let site = self.call_around(self.range(id))?;
        let AnyNodeRef::ExprName(name) = self.get(self.expression(site.callee)?) else {
            return None;
        };
        let is_copy = matches!(name.id.as_str(), "list" | "tuple");
        is_copy.then(|| self.expression(site.call)).flatten()
    }

    /// The call of `cancel()` on the expression at `id`, if it is a statement.
    pub(super) fn cancelled_at(&self, id: NodeId) -> Option<TextRange> {
        let used = self.member_of(self.range(id))?;
        let call = used.call.as_ref()?;
        let is_plain = used.name == "cancel" && call.arguments.as_ref().is_some_and(Vec::is_empty);
        (is_plain && self.is_expression_statement(used.range)).then_some(used.range)
    }
}
