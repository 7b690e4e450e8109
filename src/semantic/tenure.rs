//! Objects that run tasks from `__aenter__` to `__aexit__`.

use ruff_python_ast::{AnyNodeRef, Expr, StmtFunctionDef};

use super::{NodeId, SemanticModel, Settling, TaskAttribute, task_attribute::Strange};
use crate::source::{Ranged, TextRange};

/// A task in an attribute that `__aenter__` makes and `__aexit__` ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenure {
    /// All that is done with the attribute.
    pub task: TaskAttribute,
    /// The statement that makes the task.
    pub made: TextRange,
    /// Where `__aexit__` waits for the task.
    pub waits: Settling,
    /// What `__aenter__` and `__aexit__` call the object.
    pub own: (String, String),
    /// Whether the attribute is used between the two.
    pub is_needed: bool,
    /// Whether `__aexit__` does nothing after it has waited.
    pub is_last: bool,
}

impl SemanticModel<'_> {
    /// The tenure of the task that the call at `call` makes. `None` where it is not made in an
    /// `__aenter__` for an attribute of the object.
    ///
    /// # Errors
    ///
    /// The place that stands in the way, and a clause about it.
    pub fn tenure(&self, call: TextRange) -> Option<Result<Tenure, Strange>> {
        let nodes = self.nodes();
        let function = nodes.enclosing_function(call)?;
        let enter =
            self.coroutine(function.node).filter(|def| def.name.as_str() == "__aenter__")?;
        let task = self.task_attribute(call)?;
        let class = nodes.parent(function.node)?;
        if task
            .as_ref()
            .is_ok_and(|task| task.attribute.as_ref().is_none_or(|(own, _)| *own != class))
        {
            return None;
        }
        let made = nodes.range(nodes.outer_statement(function.node, call)?);
        Some(task.and_then(|task| self.tenure_of(task, class, enter, made)))
    }

    fn tenure_of(
        &self,
        task: TaskAttribute,
        class: NodeId,
        enter: &StmtFunctionDef,
        made: TextRange,
    ) -> Result<Tenure, Strange> {
        let nodes = self.nodes();
        let exit =
            self.body_scope(class).and_then(|scope| match self.bindings_of(scope, "__aexit__") {
                [binding] => Some(self.binding(*binding).node),
                _ => None,
            });
        let exit = exit.and_then(|id| Some((id, self.coroutine(id)?)));
        let (exiting, exit) = exit.ok_or((enter.name.range(), "has no `__aexit__` beside it"))?;
        let begins = |range| {
            nodes.enclosing_function(range).is_some_and(|f| nodes.range(f.node) == enter.range())
        };
        if let Some(forgets) = task.forgets.first() {
            return Err((forgets.call, "is called when the task is done"));
        }
        if let Some(another) = task.made.iter().find(|made| !begins(**made)) {
            return Err((*another, "makes another task for the same attribute"));
        }
        if let [_, another, ..] = task.made[..]
            && !task.is_collection
        {
            return Err((another, "makes another task for the same attribute"));
        }
        let is_plain = nodes.statement_of_value(*task.made.first().unwrap_or(&made)) == Some(made);
        if !is_plain && !task.is_collection {
            return Err((made, "is not made on every way through `__aenter__`"));
        }
        let after = enter.body.iter().map(Ranged::range).filter(|s| s.start() > made.end());
        if let Some(place) = after.into_iter().find(|s| self.waits_within(*s)) {
            return Err((place, "waits when the task runs already, and may be cancelled there"));
        }
        let ends = |range| nodes.enclosing_function(range).is_some_and(|f| f.node == exiting);
        let waits = match &task.waits[..] {
            [waits] if ends(waits.statement) => waits.clone(),
            [] => return Err((exit.name.range(), "does not wait for the task to end")),
            [waits, ..] => {
                return Err((waits.statement, "is not the only place that waits for it"));
            }
        };
        if !nodes.always_reaches(exiting, waits.statement) {
            return Err((waits.statement, "is not reached on every way through `__aexit__`"));
        }
        let leaves = nodes.own_nodes(exiting).find(|id| {
            nodes.range(*id).end() < waits.statement.start()
                && matches!(nodes.get(*id), AnyNodeRef::StmtReturn(_) | AnyNodeRef::StmtRaise(_))
        });
        if let Some(leaving) = leaves {
            return Err((nodes.range(leaving), "may leave `__aexit__` before the task has ended"));
        }
        let own = |def: &StmtFunctionDef| {
            def.parameters.iter().next().map(|first| first.name().to_string()).unwrap_or_default()
        };
        let is_needed = waits.told.is_some()
            || task.is_collection
            || !task.dones.is_empty()
            || !task.tests.is_empty()
            || task.cancels.iter().any(|call| !ends(*call));
        let is_last = waits.told.is_none()
            && exit.body.last().is_some_and(|last| last.end() <= waits.statement.end());
        Ok(Tenure { own: (own(enter), own(exit)), task, made, waits, is_needed, is_last })
    }

    /// Whether the statement at `range` waits for something.
    fn waits_within(&self, range: TextRange) -> bool {
        let nodes = self.nodes();
        let Some(id) = nodes.statement(range) else { return true };
        std::iter::once(id).chain(nodes.descendants(id)).any(|id| match nodes.get(id) {
            AnyNodeRef::ExprAwait(_) | AnyNodeRef::StmtRaise(_) => true,
            AnyNodeRef::StmtFor(statement) => statement.is_async,
            AnyNodeRef::StmtWith(statement) => statement.is_async,
            AnyNodeRef::Comprehension(comprehension) => comprehension.is_async,
            _ => false,
        })
    }

    /// Where something may enter objects of the class `class` without `async with`.
    pub fn entered_by_hand(&self, class: NodeId) -> Option<TextRange> {
        let nodes = self.nodes();
        let is_super = |object: &Expr| matches!(object, Expr::Call(call) if matches!(&*call.func, Expr::Name(name) if name.id.as_str() == "super"));
        nodes.ids().find_map(|id| match nodes.get(id) {
            AnyNodeRef::ExprAttribute(access) => {
                let word = access.attr.as_str();
                let by_hand = word == "__aenter__" && !is_super(&access.value);
                // What leaves later than it was entered may leave in another order.
                let moves = word == "pop_all";
                let is_own = self.receiver_class(&access.value).is_none_or(|own| own == class);
                ((by_hand && is_own) || moves).then(|| access.range())
            }
            _ => None,
        })
    }

    /// Whether the function around `range` is made a context manager by a decorator.
    pub fn is_context_manager(&self, range: TextRange) -> bool {
        let nodes = self.nodes();
        let function = nodes.enclosing_function(range).map(|function| nodes.get(function.node));
        let Some(AnyNodeRef::StmtFunctionDef(def)) = function else { return false };
        def.decorator_list.iter().any(|decorator| {
            let name = self.qualified_name(decorator.expression.range());
            name.is_some_and(|name| name.last() == "asynccontextmanager")
        })
    }

    fn coroutine(&self, id: NodeId) -> Option<&StmtFunctionDef> {
        match self.nodes().get(id) {
            AnyNodeRef::StmtFunctionDef(def) if def.is_async && def.decorator_list.is_empty() => {
                Some(def)
            }
            _ => None,
        }
    }
}
