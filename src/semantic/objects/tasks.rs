//! Tasks: where the values of the calls that spawn them go, through variables, attributes, collections,
//! parameters and what functions return; and what is done with each task.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall, ExprContext, Operator};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    follow::Holder,
    places::Places,
    shape::{Called, Shape},
};
use crate::{
    semantic::{NodeId, SemanticModel, Strange},
    source::{Ranged, TextRange},
};

/// All that is done with some tasks.
#[derive(Debug, Clone, Default)]
pub struct Tasks {
    /// What is done with one of them.
    pub uses: Vec<TaskUse>,
    /// The annotations of what holds them.
    pub annotations: Vec<TextRange>,
    /// Holders that code outside the file may use, each with its name.
    pub public: Vec<(TextRange, String)>,
}

/// One thing done with a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskUse {
    /// `await task`.
    Awaited {
        /// The task.
        task: TextRange,
        /// All of it.
        whole: TextRange,
    },
    /// `await wait_for(task, …)`: the task has ended afterwards, cancelled if the time was up.
    Timed {
        /// The task.
        task: TextRange,
        /// The call.
        call: TextRange,
    },
    /// `task.name(…)`.
    Called {
        /// The task.
        task: TextRange,
        /// The method.
        name: String,
        /// The call.
        call: TextRange,
    },
    /// `gather(task)`, or `gather(*tasks)` and `wait(tasks)` for each: waits for it, and for others.
    Joined {
        /// The task, or what holds tasks.
        task: TextRange,
        /// The call.
        call: TextRange,
        /// Whether there may be several.
        each: bool,
        /// Whether all of them have ended afterwards.
        ends: bool,
    },
}

impl SemanticModel<'_> {
    /// What is done with the tasks that the calls at `made` give.
    ///
    /// # Errors
    ///
    /// The place at which one gets out of sight, or where it cannot be told from other things.
    pub fn tasks_of(&self, made: &[TextRange]) -> Result<Tasks, Strange> {
        self.walked(made)?.verified()
    }

    /// What may be done with the task that the call at `made` gives, among others that are kept together
    /// with it.
    ///
    /// # Errors
    ///
    /// The place at which it gets out of sight.
    pub fn uses_of_task(&self, made: TextRange) -> Result<Vec<TaskUse>, Strange> {
        Ok(self.walked(&[made])?.tasks.uses)
    }

    fn walked(&self, made: &[TextRange]) -> Result<Walk<'_, '_>, Strange> {
        let mut walk = Walk {
            model: self,
            places: Places { model: self },
            seen: FxHashMap::default(),
            holders: FxHashMap::default(),
            returning: FxHashMap::default(),
            targets: FxHashSet::default(),
            wanted: Vec::new(),
            pending: Vec::new(),
            tasks: Tasks::default(),
        };
        let made = made.iter().filter_map(|made| self.nodes().expression(*made));
        walk.pending = made.map(|id| (id, Shape::One)).collect();
        while let Some((id, shape)) = walk.pending.pop() {
            let range = self.nodes().range(id);
            let known = walk.seen.get(&range);
            let joined = shape.joined(known).ok_or((range, "may be one task or several"))?;
            if known != Some(&joined) {
                walk.seen.insert(range, joined.clone());
                walk.flows(id, &joined)?;
            }
        }
        Ok(walk)
    }
}

/// What to say of a place that was not followed.
const LOST: &str = "is used in a way that was not followed";

pub(super) struct Walk<'m, 'a> {
    pub(super) model: &'m SemanticModel<'a>,
    pub(super) places: Places<'m, 'a>,
    /// The expressions that give tasks.
    pub(super) seen: FxHashMap<TextRange, Shape>,
    pub(super) holders: FxHashMap<Holder, Shape>,
    /// The functions that return tasks.
    returning: FxHashMap<NodeId, Shape>,
    /// The targets that get tasks.
    pub(super) targets: FxHashSet<TextRange>,
    /// What is taken for tasks, and has to be.
    pub(super) wanted: Vec<&'a Expr>,
    pending: Vec<(NodeId, Shape)>,
    pub(super) tasks: Tasks,
}

impl<'a> Walk<'_, 'a> {
    fn push(&mut self, range: TextRange, shape: Shape) {
        self.pending.extend(self.model.nodes().expression(range).map(|id| (id, shape)));
    }

    fn used(&mut self, used: TaskUse) {
        if !self.tasks.uses.contains(&used) {
            self.tasks.uses.push(used);
        }
    }

    /// Where the value of the expression `id` goes.
    fn flows(&mut self, id: NodeId, shape: &Shape) -> Result<(), Strange> {
        let nodes = self.model.nodes();
        let range = nodes.range(id);
        let lost = (range, LOST);
        let parent = nodes.parent(id).ok_or(lost)?;
        let whole = nodes.range(parent);
        match nodes.get(parent) {
            AnyNodeRef::StmtExpr(_)
            | AnyNodeRef::StmtDelete(_)
            | AnyNodeRef::StmtAssert(_)
            | AnyNodeRef::StmtIf(_)
            | AnyNodeRef::StmtWhile(_)
            | AnyNodeRef::ElifElseClause(_) => {}
            AnyNodeRef::ExprUnaryOp(operation) if operation.op.is_not() => {}
            AnyNodeRef::ExprCompare(_) => {}
            AnyNodeRef::StmtAssign(assign) => {
                for target in &assign.targets {
                    self.store(target, Some(shape))?;
                }
            }
            AnyNodeRef::StmtAugAssign(assign) if assign.target.range() == range => {
                self.wanted.push(&assign.value);
            }
            AnyNodeRef::StmtAugAssign(assign) => self.store(&assign.target, Some(shape))?,
            AnyNodeRef::StmtAnnAssign(assign) => self.store(&assign.target, Some(shape))?,
            AnyNodeRef::ExprBinOp(both)
                if both.op == Operator::Add && matches!(shape, Shape::Many(_)) =>
            {
                self.wanted.extend([&*both.left, &*both.right]);
                self.push(whole, shape.clone());
            }
            AnyNodeRef::ExprNamed(named) => {
                self.store(&named.target, Some(shape))?;
                self.push(whole, shape.clone());
            }
            AnyNodeRef::ExprIf(choice) if choice.test.range() == range => {}
            AnyNodeRef::ExprIf(choice) => {
                self.wanted.extend([&*choice.body, &*choice.orelse]);
                self.push(whole, shape.clone());
            }
            AnyNodeRef::ExprBoolOp(operation) => {
                self.wanted.extend(&operation.values);
                self.push(whole, shape.clone());
            }
            AnyNodeRef::ExprAwait(_) if *shape == Shape::One => {
                self.used(TaskUse::Awaited { task: range, whole });
            }
            AnyNodeRef::ExprStarred(_) if self.model.gathering(parent).is_some() => {
                let call = self.model.gathering(parent).ok_or(lost)?;
                let element = shape.element().ok_or(lost)?;
                if element == Some(Shape::One) {
                    let (task, each, ends) = (range, true, true);
                    self.used(TaskUse::Joined { task, call, each, ends });
                } else if element.is_some() {
                    return Err(lost);
                }
            }
            AnyNodeRef::ExprStarred(_) => {
                let display = nodes.parent(parent).ok_or(lost)?;
                let element = shape.element().ok_or(lost)?;
                let is_display =
                    matches!(nodes.get(display), AnyNodeRef::ExprList(_) | AnyNodeRef::ExprSet(_));
                let element = element.filter(|_| is_display).ok_or(lost)?;
                self.display(display, Shape::Many(Box::new(element)));
            }
            AnyNodeRef::ExprList(_) | AnyNodeRef::ExprSet(_) => {
                self.display(parent, Shape::Many(Box::new(shape.clone())));
            }
            AnyNodeRef::ExprTuple(tuple) => {
                let of = |element: &Expr| (element.range() == range).then(|| shape.clone());
                let known = tuple.elts.iter().map(of).collect();
                self.push(whole, Shape::Tuple(known));
            }
            AnyNodeRef::ExprDict(dict) => {
                let is_key = dict.iter_keys().flatten().any(|key| key.range() == range);
                if is_key || dict.iter_keys().any(|key| key.is_none()) {
                    return Err(lost);
                }
                self.wanted.extend(dict.iter_values());
                self.push(whole, Shape::Map(Box::new(shape.clone())));
            }
            AnyNodeRef::ExprListComp(_)
            | AnyNodeRef::ExprSetComp(_)
            | AnyNodeRef::ExprGenerator(_) => {
                self.push(whole, Shape::Many(Box::new(shape.clone())));
            }
            AnyNodeRef::ExprDictComp(each) if each.value.range() == range => {
                self.push(whole, Shape::Map(Box::new(shape.clone())));
            }
            AnyNodeRef::Comprehension(each) if each.iter.range() == range => {
                let element = self.element(id, shape).ok_or(lost)?;
                self.store(&each.target, element.as_ref())?;
            }
            AnyNodeRef::Comprehension(_) => {}
            AnyNodeRef::StmtFor(each) => {
                let element = self.element(id, shape).filter(|_| !each.is_async).ok_or(lost)?;
                self.store(&each.target, element.as_ref())?;
            }
            AnyNodeRef::ExprSubscript(taken) if taken.value.range() == range => match taken.ctx {
                ExprContext::Load => {
                    let item = shape.item(&taken.slice).ok_or(lost)?;
                    item.into_iter().for_each(|item| self.push(whole, item));
                }
                ExprContext::Store => match nodes.parent(parent).map(|id| nodes.get(id)) {
                    Some(AnyNodeRef::StmtAssign(assign)) => self.wanted.push(&assign.value),
                    _ => return Err(lost),
                },
                ExprContext::Del | ExprContext::Invalid => {}
            },
            AnyNodeRef::ExprAttribute(attribute) => {
                self.member(range, parent, attribute.attr.as_str(), shape)?;
            }
            AnyNodeRef::Arguments(_) | AnyNodeRef::Keyword(_) => {
                let mut around = nodes.ancestors(parent);
                let call = around.find(|id| matches!(nodes.get(*id), AnyNodeRef::ExprCall(_)));
                self.argument(range, call, shape)?;
            }
            AnyNodeRef::StmtReturn(_) => self.returned(range, shape)?,
            _ => return Err(lost),
        }
        Ok(())
    }

    /// What iterating over the expression `id` gives. Other elements of a tuple have to be tasks, too.
    fn element(&mut self, id: NodeId, shape: &Shape) -> Option<Option<Shape>> {
        let (Shape::Tuple(known), AnyNodeRef::ExprTuple(tuple)) =
            (shape, self.model.nodes().get(id))
        else {
            return shape.element();
        };
        let first = known.iter().flatten().next()?;
        self.wanted.extend(&tuple.elts);
        known.iter().flatten().all(|one| one == first).then(|| Some(first.clone()))
    }

    fn display(&mut self, display: NodeId, shape: Shape) {
        let nodes = self.model.nodes();
        let elements: &'a [Expr] = match nodes.get(display) {
            AnyNodeRef::ExprList(list) => &list.elts,
            AnyNodeRef::ExprSet(set) => &set.elts,
            _ => &[],
        };
        self.wanted.extend(elements.iter().map(|element| match element {
            Expr::Starred(starred) => &*starred.value,
            element => element,
        }));
        self.push(nodes.range(display), shape);
    }

    /// A target gets something of this shape; nothing that counts where that is `None`.
    fn store(&mut self, target: &'a Expr, shape: Option<&Shape>) -> Result<(), Strange> {
        let lost = (target.range(), "gets a task in a way that was not followed");
        let Some(shape) = shape else { return Ok(()) };
        match target {
            Expr::Tuple(tuple) => self.unpacked(&tuple.elts, shape).unwrap_or(Err(lost)),
            Expr::List(list) => self.unpacked(&list.elts, shape).unwrap_or(Err(lost)),
            Expr::Subscript(slot) => {
                let holder = self.places.holder_of(&slot.value).ok_or(lost)?;
                let shape = Box::new(shape.clone());
                let collection = match self.is_mapping(&holder).ok_or(lost)? {
                    true => Shape::Map(shape),
                    false => Shape::Many(shape),
                };
                self.keep(holder, &collection, target.range())
            }
            Expr::Name(_) | Expr::Attribute(_) => {
                self.targets.insert(target.range());
                let holder = self.places.holder_of(target).ok_or(lost)?;
                self.keep(holder, shape, target.range())
            }
            _ => Err(lost),
        }
    }

    fn unpacked(&mut self, targets: &'a [Expr], shape: &Shape) -> Option<Result<(), Strange>> {
        let each: Vec<Option<Shape>> = match shape {
            Shape::Tuple(known) if known.len() == targets.len() => known.clone(),
            Shape::Many(element) => vec![Some((**element).clone()); targets.len()],
            _ => return None,
        };
        let is_starred = targets.iter().any(Expr::is_starred_expr);
        if is_starred && !matches!(shape, Shape::Many(_)) {
            return None;
        }
        let stored = targets.iter().zip(each).try_for_each(|(target, known)| match target {
            Expr::Starred(starred) => self.store(&starred.value, Some(shape)),
            target => self.store(target, known.as_ref()),
        });
        Some(stored)
    }

    /// A holder may have something of this shape.
    fn keep(&mut self, holder: Holder, shape: &Shape, at: TextRange) -> Result<(), Strange> {
        if matches!(holder, Holder::Attribute(None, _)) {
            return Err((at, "is an attribute of what was not followed"));
        }
        let known = self.holders.get(&holder);
        let joined = shape.joined(known).ok_or((at, "may hold one task or several"))?;
        if known == Some(&joined) {
            return Ok(());
        }
        if known.is_none()
            && let Some(name) = self.places.public_name(&holder)
        {
            self.tasks.public.push((at, name));
        }
        for read in self.named(&holder)?.reads {
            self.pending.push((read, joined.clone()));
        }
        self.holders.insert(holder, joined);
        Ok(())
    }

    /// `range.name`, of one or more tasks.
    fn member(
        &mut self,
        range: TextRange,
        attribute: NodeId,
        name: &str,
        shape: &Shape,
    ) -> Result<(), Strange> {
        let nodes = self.model.nodes();
        let lost = (range, LOST);
        let call = nodes.call_of(nodes.range(attribute)).ok_or(lost)?;
        let AnyNodeRef::ExprCall(called) = nodes.get(nodes.expression(call).ok_or(lost)?) else {
            return Err(lost);
        };
        let arguments = &*called.arguments.args;
        match (shape, name) {
            (Shape::One, _) => {
                let name = name.to_owned();
                self.used(TaskUse::Called { task: range, name, call });
            }
            _ => match shape.called(name).ok_or(lost)? {
                Called::Puts => self.wanted.push(arguments.last().ok_or(lost)?),
                Called::Gives(given, default) => {
                    self.wanted.extend(default.and_then(|index| arguments.get(index)));
                    self.push(call, given);
                }
                Called::Nothing => {}
            },
        }
        Ok(())
    }

    /// An argument of a call: of a builtin, of a method that collects, or of a function of this file.
    fn argument(
        &mut self,
        range: TextRange,
        call: Option<NodeId>,
        shape: &Shape,
    ) -> Result<(), Strange> {
        let nodes = self.model.nodes();
        let lost = (range, "is handed to code that was not followed");
        let call: &'a ExprCall = match call.map(|call| nodes.get(call)) {
            Some(AnyNodeRef::ExprCall(call)) => call,
            _ => return Err(lost),
        };
        let name = match &*call.func {
            Expr::Name(name) if self.model.builtin(&name.id, name.start()) => name.id.as_str(),
            callee => match self.model.qualified_name(callee.range()) {
                Some(name) if name == "collections.deque" => "list",
                _ => "",
            },
        };
        if self.joined(range, call, shape)? {
            return Ok(());
        }
        let same = |element: Option<Shape>| element.map(|element| Shape::Many(Box::new(element)));
        match (name, shape) {
            ("len" | "bool", Shape::Many(_) | Shape::Map(_) | Shape::Tuple(_)) => {}
            ("sorted" | "min" | "max", Shape::Map(_)) => {}
            ("dict", Shape::Map(_)) => self.push(call.range(), shape.clone()),
            ("dict", Shape::Many(item)) => match &**item {
                Shape::Tuple(pair) => match &**pair {
                    [None, Some(value)] => {
                        self.push(call.range(), Shape::Map(Box::new(value.clone())));
                    }
                    _ => return Err(lost),
                },
                _ => return Err(lost),
            },
            ("list" | "tuple" | "set" | "frozenset" | "reversed" | "iter", _) => {
                let all = same(shape.element().ok_or(lost)?);
                all.into_iter().for_each(|all| self.push(call.range(), all));
            }
            ("next", Shape::Many(element)) => {
                self.wanted.extend(call.arguments.args.get(1));
                self.push(call.range(), (**element).clone());
            }
            ("enumerate", _) => {
                let item = Shape::Tuple(vec![None, shape.element().ok_or(lost)?]);
                self.push(call.range(), Shape::Many(Box::new(item)));
            }
            ("zip", _) => {
                let element = shape.element().ok_or(lost)?;
                let known = { call.arguments.args.iter() }
                    .map(|argument| element.clone().filter(|_| argument.range() == range));
                let item = Shape::Tuple(known.collect());
                self.push(call.range(), Shape::Many(Box::new(item)));
            }
            _ => return self.handed(range, call, shape).unwrap_or(Err(lost)),
        }
        Ok(())
    }

    /// Whether the call waits for what its argument at `range` gives.
    fn joined(
        &mut self,
        range: TextRange,
        call: &'a ExprCall,
        shape: &Shape,
    ) -> Result<bool, Strange> {
        let lost = (range, "is handed to code that was not followed");
        let task = range;
        if let Some(wait) = self.model.wait(call.range()).filter(|wait| wait.tasks == range) {
            let is_of_tasks = shape.element().ok_or(lost)? == Some(Shape::One);
            let awaited = self.model.nodes().await_of(wait.call).filter(|_| is_of_tasks);
            let all = Some(Shape::Many(Box::new(Shape::One)));
            self.push(awaited.ok_or(lost)?, Shape::Tuple(vec![all.clone(), all]));
            let (call, each, ends) = (wait.call, true, wait.ends());
            self.used(TaskUse::Joined { task, call, each, ends });
            return Ok(true);
        }
        let name = self.model.qualified_name(call.func.range());
        let is_first = call.arguments.args.first().is_some_and(|first| first.range() == range);
        if name.as_ref().is_some_and(|name| *name == "asyncio.wait_for") && is_first {
            let awaited = self.model.nodes().await_of(call.range());
            awaited.filter(|_| *shape == Shape::One).ok_or(lost)?;
            self.used(TaskUse::Timed { task, call: call.range() });
            return Ok(true);
        }
        let gathers = name.is_some_and(|name| name == "asyncio.gather") && *shape == Shape::One;
        if gathers {
            let (call, each, ends) = (call.range(), false, true);
            self.used(TaskUse::Joined { task, call, each, ends });
        }
        Ok(gathers)
    }

    /// An argument that a function's parameter gets, or a collection.
    fn handed(
        &mut self,
        range: TextRange,
        call: &'a ExprCall,
        shape: &Shape,
    ) -> Option<Result<(), Strange>> {
        if let Some(holder) = self.places.filled_by(call, range) {
            return Some(self.keep(holder, shape, range));
        }
        let Expr::Attribute(method) = &*call.func else { return None };
        let all = match (method.attr.as_str(), &*call.arguments.args) {
            ("append" | "appendleft" | "add", [_]) | ("insert", [_, _]) => {
                Shape::Many(Box::new(shape.clone()))
            }
            ("extend", [_]) => Shape::Many(Box::new(shape.element()??)),
            _ => return None,
        };
        let holder = self.places.holder_of(&method.value)?;
        Some(self.keep(holder, &all, range))
    }

    /// A function returns it: its calls give it.
    fn returned(&mut self, range: TextRange, shape: &Shape) -> Result<(), Strange> {
        let nodes = self.model.nodes();
        let lost = (range, "is handed out here");
        let function = nodes.enclosing_function(range).ok_or(lost)?;
        let AnyNodeRef::StmtFunctionDef(def) = nodes.get(function.node) else { return Err(lost) };
        if function.is_generator || !def.decorator_list.is_empty() {
            return Err(lost);
        }
        let known = self.returning.get(&function.node);
        let joined = shape.joined(known).ok_or(lost)?;
        if known == Some(&joined) {
            return Ok(());
        }
        if let Some(place) = self.places.handed_on(function.node, def) {
            return Err((place, "is handed on as a function, and its value was not followed"));
        }
        let parent = nodes.parent(function.node).map(|id| nodes.get(id));
        let is_seen = matches!(parent, None | Some(AnyNodeRef::StmtClassDef(_)));
        if known.is_none() && is_seen && !nodes.is_private(function.node) {
            self.tasks.public.push((range, def.name.to_string()));
        }
        self.tasks.annotations.extend(def.returns.as_ref().map(|returns| returns.range()));
        for id in nodes.own_nodes(function.node) {
            if let AnyNodeRef::StmtReturn(statement) = nodes.get(id) {
                self.wanted.extend(statement.value.as_deref());
            }
        }
        for invocation in self.places.calls_of(function.node, def) {
            let call = invocation.call.range();
            let value = match function.is_async {
                _ if invocation.skipped > 0 => None,
                true => nodes.await_of(call),
                false => Some(call),
            };
            self.push(value.ok_or((call, LOST))?, joined.clone());
        }
        self.returning.insert(function.node, joined);
        Ok(())
    }
}
