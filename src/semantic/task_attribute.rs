//! Tasks that objects keep in an attribute: where they are made, cancelled and waited for.

use ruff_python_ast::{AnyNodeRef, Expr, ExprAttribute, ExprContext, ExprName};

use super::{BindingKind, NodeId, SemanticModel, Settling};
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
    /// Whether single tasks leave a collection.
    pub shrinks: bool,
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
            Some(Expr::Dict(dict)) if dict.iter_values().all(Expr::is_call_expr) => {
                found.made.extend(dict.iter_values().map(Ranged::range));
                found.is_collection = true;
            }
            Some(Expr::DictComp(dict)) if dict.value.is_call_expr() => {
                found.made.push(dict.value.range());
                found.is_collection = true;
            }
            Some(Expr::Call(call)) if self.makes_empty_set(call) => found.is_collection = true,
            Some(Expr::Call(call)) if nodes.takes_from(call, &found.places) => {}
            Some(Expr::Subscript(taken)) if found.places.contains(&taken.value.range()) => {}
            Some(Expr::Call(call)) => found.made.push(call.range()),
            _ => return Err(unknown),
        }
        Ok(())
    }

    fn makes_empty_set(&self, call: &ruff_python_ast::ExprCall) -> bool {
        let Expr::Name(name) = &*call.func else { return false };
        let word = name.id.as_str();
        matches!(word, "set" | "list" | "dict")
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
        if let Some(slot) = nodes.slot_of(id) {
            found.is_collection = true;
            return self.slot(slot, found, pending);
        }
        if let Some(part) = nodes.part_of(id) {
            found.is_collection = true;
            found.shrinks |= !matches!(
                self.text()[nodes.range(part)].rsplit('.').next(),
                Some("values()" | "items()")
            );
            found.places.push(nodes.range(part));
            return self.loaded(part, found, pending);
        }
        if nodes.is_expression_statement(range) {
            return Ok(());
        }
        if let Some(target) = nodes.assigned_name(id) {
            pending.push(target);
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
            found.shrinks = true;
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

    /// What is done with `tasks[key]`.
    fn slot(
        &self,
        slot: NodeId,
        found: &mut TaskAttribute,
        pending: &mut Vec<NodeId>,
    ) -> Result<(), Strange> {
        let nodes = self.nodes();
        let AnyNodeRef::ExprSubscript(subscript) = nodes.get(slot) else { return Ok(()) };
        match subscript.ctx {
            ExprContext::Del => {
                found.shrinks = true;
                Ok(())
            }
            ExprContext::Store => {
                let statement = nodes.parent(slot).map(|id| nodes.get(id));
                match statement {
                    Some(AnyNodeRef::StmtAssign(assign)) if assign.targets.len() == 1 => {
                        match &*assign.value {
                            Expr::Call(call) => found.made.push(call.range()),
                            Expr::Name(_) => {
                                pending.extend(nodes.expression(assign.value.range()));
                            }
                            _ => {
                                return Err((
                                    subscript.range(),
                                    "gets a value here that was not followed",
                                ));
                            }
                        }
                        Ok(())
                    }
                    _ => Err((subscript.range(), "gets a value here that was not followed")),
                }
            }
            ExprContext::Load | ExprContext::Invalid => {
                found.places.push(subscript.range());
                self.loaded(slot, found, pending)
            }
        }
    }

    /// The attribute of the method's own object, or the variable, that the value of the call at `call` is
    /// kept in: alone, or in a list or set.
    fn kept_in(&self, call: TextRange) -> Option<NodeId> {
        let nodes = self.nodes();
        let id = nodes.expression(call)?;
        let mut around = nodes.ancestors(id).map(|id| nodes.get(id));
        let target = match around.next()? {
            AnyNodeRef::ExprListComp(_)
            | AnyNodeRef::ExprList(_)
            | AnyNodeRef::ExprDictComp(_)
            | AnyNodeRef::ExprDict(_) => self.assigned_attribute(around.next()?),
            AnyNodeRef::Arguments(_) => match around.next()? {
                AnyNodeRef::ExprCall(call) => match &*call.func {
                    Expr::Attribute(method) => Some(&*method.value),
                    _ => None,
                },
                _ => None,
            },
            statement => self.assigned_attribute(statement),
        }?;
        let target = match target {
            Expr::Subscript(slot) => &*slot.value,
            target => target,
        };
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
