//! Tasks that objects keep in an attribute: where they are made, cancelled and waited for.

use ruff_python_ast::{AnyNodeRef, Expr, ExprAttribute, ExprContext, ExprName};

use super::{BindingKind, NodeId, Nodes, SemanticModel, Settling};
use crate::source::{Ranged, TextRange};

/// What holds a task or tasks (attributes, variables, collections), and all that is done with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskAttribute {
    /// The class of the objects that have it, and the attribute's name, where it is one.
    pub attribute: Option<(NodeId, String)>,
    /// The expressions that name a holder.
    pub places: Vec<TextRange>,
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
    /// The calls of `add_done_callback` that take a task out of a collection, each a statement.
    pub forgets: Vec<Forgets>,
    /// Whether it holds a list or set of tasks, and not one.
    pub is_collection: bool,
    /// The annotations of the attribute.
    pub annotations: Vec<TextRange>,
}

/// `task.add_done_callback(tasks.discard)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forgets {
    /// The call, a statement.
    pub call: TextRange,
    /// The task.
    pub task: TextRange,
    /// The method of the collection.
    pub callback: TextRange,
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
        let holder = self.kept_in(call)?;
        Some(self.held_in(holder))
    }

    /// The call whose value is kept in what the expression at `holder` names, where there is one.
    pub fn made_for(&self, holder: TextRange) -> Option<TextRange> {
        let holder = self.nodes().expression(holder)?;
        self.held_in(holder).ok()?.made.first().copied()
    }

    /// All that is done with the tasks in what the expression `holder` names, and in whatever else they
    /// are put into.
    fn held_in(&self, holder: NodeId) -> Result<TaskAttribute, Strange> {
        let nodes = self.nodes();
        let mut found = TaskAttribute::default();
        let mut pending = vec![holder];
        while let Some(holder) = pending.pop() {
            if found.places.contains(&nodes.range(holder)) {
                continue;
            }
            let places = match nodes.get(holder) {
                AnyNodeRef::ExprAttribute(attribute) => {
                    self.attribute_places(holder, attribute, &mut found)?
                }
                AnyNodeRef::ExprName(name) => self.variable_places(name, &found)?,
                other => {
                    return Err((other.range(), "holds the task in a way that was not followed"));
                }
            };
            found.places.extend(places.iter().map(|id| nodes.range(*id)));
            for id in places {
                let stored = match nodes.get(id) {
                    AnyNodeRef::ExprAttribute(access) => access.ctx == ExprContext::Store,
                    AnyNodeRef::ExprName(name) => name.ctx == ExprContext::Store,
                    _ => false,
                };
                match stored {
                    true => self.stored(id, &mut found)?,
                    false => self.loaded(id, &mut found, &mut pending)?,
                }
            }
        }
        Ok(found)
    }

    fn attribute_places(
        &self,
        holder: NodeId,
        attribute: &ExprAttribute,
        found: &mut TaskAttribute,
    ) -> Result<Vec<NodeId>, Strange> {
        let nodes = self.nodes();
        let lost = (nodes.range(holder), "may be of any object");
        let class = self.receiver_class(&attribute.value).ok_or(lost)?;
        let name = attribute.attr.as_str();
        found.attribute.get_or_insert((class, name.to_owned()));
        let scope = self.body_scope(class);
        let declared = scope.into_iter().flat_map(|scope| self.bindings_of(scope, name));
        for id in declared.map(|binding| self.binding(*binding).node) {
            if !self.becomes_none(id) {
                return Err((nodes.range(id), "is given a value in the class"));
            }
            found.idle.extend(nodes.parent(id).map(|statement| nodes.range(statement)));
            found.annotations.extend(nodes.annotation_of(id));
        }
        let mut places = Vec::new();
        for (id, is_own) in self.accesses_of(class, name) {
            // Of whatever object: a look at it, and a `cancel()`, are the same for both.
            if !is_own && !nodes.is_looked_at(id) && nodes.cancelled_at(id).is_none() {
                return Err((
                    nodes.range(id),
                    "may be the same attribute, of what object was not followed",
                ));
            }
            places.push(id);
        }
        Ok(places)
    }

    fn variable_places(
        &self,
        name: &ExprName,
        found: &TaskAttribute,
    ) -> Result<Vec<NodeId>, Strange> {
        let nodes = self.nodes();
        let word = name.id.as_str();
        let lost = (name.range(), "is a variable that was not followed");
        let scope = self.variable_scope(word, name.start()).ok_or(lost)?;
        let mut places = Vec::new();
        for id in self.bindings_of(scope, word) {
            let binding = self.binding(*id);
            let is_plain = match binding.kind {
                BindingKind::Assignment | BindingKind::Annotation => true,
                BindingKind::For | BindingKind::Comprehension => {
                    let collection = nodes.iterated_for(binding.node);
                    collection.is_some_and(|all| found.places.contains(&nodes.range(all)))
                }
                _ => false,
            };
            if !is_plain || !matches!(nodes.get(binding.node), AnyNodeRef::ExprName(_)) {
                return Err((binding.range, "is given a value here that was not followed"));
            }
            places.push(binding.node);
            for used in self.uses(*id) {
                let used = nodes.expression(used).ok_or((used, "is named in a string here"))?;
                if !places.contains(&used) {
                    places.push(used);
                }
            }
        }
        Ok(places)
    }

    fn stored(&self, id: NodeId, found: &mut TaskAttribute) -> Result<(), Strange> {
        let nodes = self.nodes();
        let statement = nodes.parent(id);
        found.annotations.extend(nodes.annotation_of(id));
        if nodes.iterated_for(id).is_some() {
            return Ok(());
        }
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

    fn loaded(
        &self,
        id: NodeId,
        found: &mut TaskAttribute,
        pending: &mut Vec<NodeId>,
    ) -> Result<(), Strange> {
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
        } else if let Some(value) = nodes.collected(id) {
            match nodes.get(value) {
                AnyNodeRef::ExprCall(call) => found.made.push(call.range()),
                AnyNodeRef::ExprName(_) => pending.push(value),
                _ => return Err((range, "is used in another way here")),
            }
            found.is_collection = true;
        } else if let Some(collection) = nodes.collecting(id) {
            pending.push(collection);
        } else if let Some((collection, forgets)) = nodes.forgetting(id) {
            pending.push(collection);
            found.forgets.push(forgets);
        } else if let Some(task) = nodes.forgotten_from(id) {
            pending.push(task);
        } else if nodes.is_emptied(id) {
            found.is_collection = true;
        } else if let Some(target) = nodes.iterating(id) {
            pending.push(target);
            found.is_collection = true;
        } else {
            return Err((range, "is used in another way here"));
        }
        Ok(())
    }

    /// The attribute of the method's own object, or the variable, that the value of the call at `call` is
    /// kept in: alone, or in a list or set.
    fn kept_in(&self, call: TextRange) -> Option<NodeId> {
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
        }?;
        let is_followed = match target {
            Expr::Attribute(attribute) => self.receiver_class(&attribute.value).is_some(),
            Expr::Name(name) => self.qualified_name(name.range()).is_none(),
            _ => false,
        };
        is_followed.then(|| nodes.expression(target.range())).flatten()
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

    /// The `not` of which the expression at `range` is the operand.
    pub fn negated(&self, range: TextRange) -> Option<TextRange> {
        match self.get(self.parent(self.expression(range)?)?) {
            AnyNodeRef::ExprUnaryOp(operation) if operation.op.is_not() => Some(operation.range()),
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

    /// The value that is put into the collection at `id` by a statement.
    fn collected(&self, id: NodeId) -> Option<NodeId> {
        let used = self.member_of(self.range(id))?;
        let arguments = used.call.as_ref()?.arguments.as_ref()?;
        let [value] = arguments[..] else { return None };
        let is_plain =
            matches!(used.name, "append" | "add") && self.is_expression_statement(used.range);
        is_plain.then(|| self.expression(value)).flatten()
    }

    /// The collection that the task at `id` is put into by a statement.
    fn collecting(&self, id: NodeId) -> Option<NodeId> {
        let site = self.call_around(self.range(id))?;
        let collection = self.expression(self.object_of(site.callee)?)?;
        (self.collected(collection) == Some(id)).then_some(collection)
    }

    /// The collection that the task at `id` is taken out of when it is done.
    fn forgetting(&self, id: NodeId) -> Option<(NodeId, Forgets)> {
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
    fn forgotten_from(&self, id: NodeId) -> Option<NodeId> {
        let method = self.parent(id)?;
        let site = self.call_around(self.range(method))?;
        let task = self.expression(self.object_of(site.callee)?)?;
        let (collection, _) = self.forgetting(task)?;
        (collection == id).then_some(task)
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

    /// The name that stands for each element of the collection at `id` in turn.
    fn iterating(&self, id: NodeId) -> Option<NodeId> {
        let copy = self.copied(id).unwrap_or(id);
        let (iterable, target): (&Expr, &Expr) = match self.get(self.parent(copy)?) {
            AnyNodeRef::StmtFor(each) if !each.is_async => (&each.iter, &each.target),
            AnyNodeRef::Comprehension(each) if !each.is_async => (&each.iter, &each.target),
            _ => return None,
        };
        let is_it = iterable.range() == self.range(copy) && target.is_name_expr();
        is_it.then(|| self.expression(target.range())).flatten()
    }

    /// The collection whose elements the name at `id` stands for in turn.
    fn iterated_for(&self, id: NodeId) -> Option<NodeId> {
        let iterable: &Expr = match self.get(self.parent(id)?) {
            AnyNodeRef::StmtFor(each) if each.target.range() == self.range(id) => &each.iter,
            AnyNodeRef::Comprehension(each) if each.target.range() == self.range(id) => &each.iter,
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

    /// The call that copies the collection at `id`.
    fn copied(&self, id: NodeId) -> Option<NodeId> {
        let site = self.call_around(self.range(id))?;
        let AnyNodeRef::ExprName(name) = self.get(self.expression(site.callee)?) else {
            return None;
        };
        let is_copy = matches!(name.id.as_str(), "list" | "tuple");
        is_copy.then(|| self.expression(site.call)).flatten()
    }

    /// The call of `cancel()` on the expression at `id`, if it is a statement.
    fn cancelled_at(&self, id: NodeId) -> Option<TextRange> {
        let used = self.member_of(self.range(id))?;
        let call = used.call.as_ref()?;
        let is_plain = used.name == "cancel" && call.arguments.as_ref().is_some_and(Vec::is_empty);
        (is_plain && self.is_expression_statement(used.range)).then_some(used.range)
    }
}
