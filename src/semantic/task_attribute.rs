//! Tasks that objects keep in an attribute: where they are made, cancelled and waited for.

use ruff_python_ast::{AnyNodeRef, Expr, ExprContext, Stmt};

use super::{NodeId, Nodes, SemanticModel, Settling};
use crate::source::{Ranged, TextRange};

/// An attribute that holds a task or `None`, and all that is done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskAttribute {
    /// The class.
    pub class: NodeId,
    /// The attribute.
    pub name: String,
    /// The calls whose values are kept in it.
    pub made: Vec<TextRange>,
    /// The calls of `cancel()`, each a statement.
    pub cancels: Vec<TextRange>,
    /// The calls of `done()`, for single tasks.
    pub dones: Vec<TextRange>,
    /// The statements that wait for the task.
    pub waits: Vec<Settling>,
    /// Statements that only say that there is no task, or that there is one.
    pub idle: Vec<TextRange>,
    /// Where it is tested for being there.
    pub tests: Vec<TextRange>,
    /// Whether it holds a list or set of tasks, and not one.
    pub is_collection: bool,
    /// The annotations of the attribute.
    pub annotations: Vec<TextRange>,
}

/// A place that is used in a way that was not followed, and a clause about it.
pub type Strange = (TextRange, &'static str);

impl SemanticModel<'_> {
    /// What is done with the task that the call at `call` makes and keeps in an attribute of the method's
    /// own object. `None` where it is kept in none.
    ///
    /// # Errors
    ///
    /// The use that was not followed.
    pub fn task_attribute(&self, call: TextRange) -> Option<Result<TaskAttribute, Strange>> {
        let nodes = self.nodes();
        let name = self.kept_in(call)?;
        let mut function = nodes.enclosing_function(call)?;
        while let Some(outer) = nodes.enclosing_function(function.range) {
            function = outer;
        }
        let class = nodes.parent(function.node)?;
        let AnyNodeRef::StmtClassDef(_) = nodes.get(class) else { return None };
        Some(self.attribute_of(class, name))
    }

    /// The call whose value is kept in the attribute `name` of objects of `class`, where there is one.
    pub fn made_for(&self, class: NodeId, name: &str) -> Option<TextRange> {
        self.attribute_of(class, name).ok()?.made.first().copied()
    }

    fn attribute_of(&self, class: NodeId, name: &str) -> Result<TaskAttribute, Strange> {
        let nodes = self.nodes();
        let mut found = TaskAttribute {
            class,
            name: name.to_owned(),
            made: Vec::new(),
            cancels: Vec::new(),
            dones: Vec::new(),
            waits: Vec::new(),
            idle: Vec::new(),
            tests: Vec::new(),
            is_collection: false,
            annotations: Vec::new(),
        };
        let scope = self.body_scope(class);
        let declared = scope.into_iter().flat_map(|scope| self.bindings_of(scope, name));
        for id in declared.map(|binding| self.binding(*binding).node) {
            if !self.becomes_none(id) {
                return Err((nodes.range(id), "is given a value in the class"));
            }
            found.idle.extend(nodes.parent(id).map(|statement| nodes.range(statement)));
            found.annotations.extend(nodes.annotation_of(id));
        }
        for (id, is_own) in self.accesses_of(class, name) {
            // Of whatever object: a look at it, and a `cancel()`, are the same for both.
            if !is_own && !nodes.is_looked_at(id) && nodes.cancelled_at(id).is_none() {
                return Err((
                    nodes.range(id),
                    "may be the same attribute, of what object was not followed",
                ));
            }
            let AnyNodeRef::ExprAttribute(access) = nodes.get(id) else { continue };
            match access.ctx {
                ExprContext::Store => self.stored(id, &mut found)?,
                _ => self.loaded(id, &mut found)?,
            }
        }
        Ok(found)
    }

    fn stored(&self, id: NodeId, found: &mut TaskAttribute) -> Result<(), Strange> {
        let nodes = self.nodes();
        let statement = nodes.parent(id);
        found.annotations.extend(nodes.annotation_of(id));
        if self.becomes_none(id) {
            found.idle.extend(statement.map(|statement| nodes.range(statement)));
            return Ok(());
        }
        let value = match statement.map(|statement| nodes.get(statement)) {
            Some(AnyNodeRef::StmtAssign(assign)) if assign.targets.len() == 1 => {
                Some(&*assign.value)
            }
            Some(AnyNodeRef::StmtAnnAssign(assign)) => assign.value.as_deref(),
            _ => None,
        };
        let unknown = (nodes.range(id), "gets a value here that was not followed");
        match value {
            Some(Expr::ListComp(list)) if list.elt.is_call_expr() => {
                found.made.push(list.elt.range());
                found.is_collection = true;
            }
            Some(Expr::List(list)) if list.elts.iter().all(Expr::is_call_expr) => {
                found.made.extend(list.elts.iter().map(Ranged::range));
                found.is_collection = true;
            }
            Some(Expr::Call(call)) if self.makes_empty_set(call) => found.is_collection = true,
            Some(Expr::Call(call)) => found.made.push(call.range()),
            _ => return Err(unknown),
        }
        Ok(())
    }

    fn makes_empty_set(&self, call: &ruff_python_ast::ExprCall) -> bool {
        let Expr::Name(name) = &*call.func else { return false };
        let word = name.id.as_str();
        matches!(word, "set" | "list")
            && call.arguments.is_empty()
            && self.builtin(word, name.start())
    }

    fn loaded(&self, id: NodeId, found: &mut TaskAttribute) -> Result<(), Strange> {
        let nodes = self.nodes();
        let range = nodes.range(id);
        if let Some(call) = nodes.done_at(id) {
            found.dones.push(call);
            return Ok(());
        }
        if nodes.is_counted(id) {
            found.is_collection = true;
            return Ok(());
        }
        if nodes.is_looked_at(id) {
            match nodes.assertion_of(id) {
                Some(assertion) => found.idle.push(assertion),
                None => found.tests.push(range),
            }
        } else if let Some(call) = nodes.cancelled_at(id) {
            found.cancels.push(call);
        } else if let Some(settling) = self.settling(range) {
            found.waits.push(settling);
        } else if let Some(made) = nodes.collected(id) {
            found.made.push(made);
            found.is_collection = true;
        } else if nodes.is_emptied(id) {
            found.is_collection = true;
        } else if let Some(call) = nodes.each_cancelled(id) {
            found.cancels.push(call);
            found.is_collection = true;
        } else {
            return Err((range, "is used in another way here"));
        }
        Ok(())
    }

    /// The attribute of the method's own object that the value of the call at `call` is kept in: alone,
    /// or in a list or set.
    fn kept_in(&self, call: TextRange) -> Option<&str> {
        let nodes = self.nodes();
        let id = nodes.expression(call)?;
        let mut around = nodes.ancestors(id).map(|id| nodes.get(id));
        let target = match around.next()? {
            AnyNodeRef::ExprListComp(_) | AnyNodeRef::ExprList(_) => {
                self.assigned_attribute(around.next()?)
            }
            AnyNodeRef::Arguments(_) => match around.next()? {
                AnyNodeRef::ExprCall(call) => match &*call.func {
                    Expr::Attribute(method) => Some(&*method.value),
                    _ => None,
                },
                _ => None,
            },
            statement => self.assigned_attribute(statement),
        };
        let Some(Expr::Attribute(attribute)) = target else { return None };
        self.receiver_class(&attribute.value)?;
        Some(attribute.attr.as_str())
    }

    fn assigned_attribute<'n>(&self, statement: AnyNodeRef<'n>) -> Option<&'n Expr> {
        match statement {
            AnyNodeRef::StmtAssign(assign) => match &*assign.targets {
                [target] => Some(target),
                _ => None,
            },
            AnyNodeRef::StmtAnnAssign(assign) => Some(&assign.target),
            _ => None,
        }
    }

    /// Whether the attribute at `id` is assigned `None` here, or only declared.
    fn becomes_none(&self, id: NodeId) -> bool {
        let nodes = self.nodes();
        match nodes.parent(id).map(|id| nodes.get(id)) {
            Some(AnyNodeRef::StmtAssign(assign)) => assign.value.is_none_literal_expr(),
            Some(AnyNodeRef::StmtAnnAssign(assign)) => {
                assign.value.as_deref().is_none_or(Expr::is_none_literal_expr)
            }
            _ => false,
        }
    }
}

impl Nodes<'_> {
    /// The object whose attribute the expression at `range` looks up.
    pub fn object_of(&self, range: TextRange) -> Option<TextRange> {
        match self.get(self.expression(range)?) {
            AnyNodeRef::ExprAttribute(attribute) => Some(attribute.value.range()),
            _ => None,
        }
    }

    /// Whether the expression at `id` is only tested for truth, or compared with `None`.
    fn is_looked_at(&self, id: NodeId) -> bool {
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
    fn assertion_of(&self, id: NodeId) -> Option<TextRange> {
        let mut around = self.ancestors(id).take(2).map(|id| self.get(id));
        around.find_map(|node| match node {
            AnyNodeRef::StmtAssert(assert) => Some(assert.range()),
            _ => None,
        })
    }

    /// The annotation of the target at `id`.
    fn annotation_of(&self, id: NodeId) -> Option<TextRange> {
        match self.get(self.parent(id)?) {
            AnyNodeRef::StmtAnnAssign(assign) => Some(assign.annotation.range()),
            _ => None,
        }
    }

    /// The call whose value is put into the collection at `id` by a statement.
    fn collected(&self, id: NodeId) -> Option<TextRange> {
        let used = self.member_of(self.range(id))?;
        let arguments = used.call.as_ref()?.arguments.as_ref()?;
        let [value] = arguments[..] else { return None };
        let is_call = matches!(self.get(self.expression(value)?), AnyNodeRef::ExprCall(_));
        let is_plain =
            matches!(used.name, "append" | "add") && self.is_expression_statement(used.range);
        (is_plain && is_call).then_some(value)
    }

    /// The call of `done()` on the expression at `id`.
    fn done_at(&self, id: NodeId) -> Option<TextRange> {
        let used = self.member_of(self.range(id))?;
        let is_bare = used.call.as_ref()?.arguments.as_ref().is_some_and(Vec::is_empty);
        (used.name == "done" && is_bare).then_some(used.range)
    }

    /// Whether the expression at `id` is the argument of `len`.
    fn is_counted(&self, id: NodeId) -> bool {
        let around = self.call_around(self.range(id)).and_then(|site| self.expression(site.callee));
        around.is_some_and(|callee| {
            matches!(self.get(callee), AnyNodeRef::ExprName(name) if name.id.as_str() == "len")
        })
    }

    /// Whether the collection at `id` is emptied by a statement.
    fn is_emptied(&self, id: NodeId) -> bool {
        self.member_of(self.range(id)).is_some_and(|used| {
            used.name == "clear" && used.call.is_some() && self.is_expression_statement(used.range)
        })
    }

    /// The call of `cancel()` in a loop over the collection at `id` that does nothing else.
    fn each_cancelled(&self, id: NodeId) -> Option<TextRange> {
        let AnyNodeRef::StmtFor(each) = self.get(self.parent(id)?) else { return None };
        let Expr::Name(target) = &*each.target else { return None };
        let [Stmt::Expr(only)] = &*each.body else { return None };
        let Expr::Call(call) = &*only.value else { return None };
        let Expr::Attribute(method) = &*call.func else { return None };
        let Expr::Name(object) = &*method.value else { return None };
        let is_plain = each.iter.range() == self.range(id)
            && each.orelse.is_empty()
            && !each.is_async
            && method.attr.as_str() == "cancel"
            && object.id == target.id
            && call.arguments.is_empty();
        is_plain.then(|| call.range())
    }

    /// The call of `cancel()` on the expression at `id`, if it is a statement.
    fn cancelled_at(&self, id: NodeId) -> Option<TextRange> {
        let used = self.member_of(self.range(id))?;
        let call = used.call.as_ref()?;
        let is_plain = used.name == "cancel" && call.arguments.as_ref().is_some_and(Vec::is_empty);
        (is_plain && self.is_expression_statement(used.range)).then_some(used.range)
    }
}
