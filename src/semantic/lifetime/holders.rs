//! By which names the tasks of a function are known where something is done with them.

use ruff_python_ast::{AnyNodeRef, Comprehension, Expr, ExprCall, ExprRef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Life;
use crate::{
    semantic::{NodeId, SemanticModel, TaskUse},
    source::{Ranged, TextRange},
};

/// Tasks, and loops over tasks, by position: a set of bits.
pub(super) type Set = u64;

/// So many tasks are followed; the bits above are for loops.
pub(super) const TASKS: usize = 40;

/// What happens to tasks where some code has been evaluated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    /// The code.
    pub range: TextRange,
    /// Whether it waits for the end of tasks.
    pub waits: bool,
    /// The task that is spawned.
    pub spawned: Set,
    /// The tasks that have ended, and the loops whose present element has.
    pub ended: Set,
}

/// The tasks, and what is known of each.
#[derive(Debug, Default)]
pub(super) struct Holders<'a> {
    /// In the order in which they happen.
    pub events: Vec<Event>,
    /// The tasks that a variable alone may hold.
    pub variables: FxHashMap<&'a str, Set>,
    /// The tasks that have not ended unless the variable, which holds what `wait` left, is empty.
    pub remaining: FxHashMap<&'a str, Set>,
    /// The variables that hold tasks which have ended, as `wait` says.
    done: FxHashSet<&'a str>,
    /// The loops over all of some tasks.
    pub loops: Vec<Loop<'a>>,
    /// The tasks of which there may be several at a time.
    pub collected: Set,
}

/// A `for` over all of some tasks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loop<'a> {
    pub statement: NodeId,
    pub name: &'a str,
    /// Its bit, which is set while its present element may not have ended.
    pub present: Set,
    pub tasks: Set,
}

/// What an expression that gives a task means.
enum Meaning<'a> {
    /// What the variable holds.
    Variable(&'a str),
    /// The present element of the loop.
    Element(NodeId, &'a str),
    /// One by one, all that there are.
    All,
    /// The task that is spawned there.
    Itself,
    /// One of them, or it is not known which.
    Some,
}

impl<'a> Holders<'a> {
    /// Those of `lives`.
    pub(super) fn of(model: &SemanticModel<'a>, lives: &[&Life]) -> Self {
        let mut holders = Self::default();
        for (index, life) in lives.iter().enumerate() {
            let waits = life.uses.iter().filter_map(|used| match used {
                TaskUse::Joined { call, ends: false, .. } => Some(*call),
                _ => None,
            });
            waits.for_each(|call| holders.split(model, call, 1 << index));
        }
        for (index, life) in lives.iter().enumerate() {
            let spawned = 1 << index;
            let event = Event { range: life.made, waits: false, spawned, ended: 0 };
            holders.events.push(event);
            for used in &life.uses {
                holders.add(model, used, spawned);
            }
        }
        holders.events.sort_by_key(|event| (event.range.end(), event.waits));
        holders
    }

    fn add(&mut self, model: &SemanticModel<'a>, used: &TaskUse, task: Set) {
        let meaning = match used {
            TaskUse::Joined { task, each: true, .. } => {
                match model.expression(*task).filter(|it| !self.is_done(it)) {
                    Some(ExprRef::Subscript(_) | ExprRef::ListComp(_)) | None => Meaning::Some,
                    Some(_) => Meaning::All,
                }
            }
            _ => self.meaning(model, used.task()),
        };
        let ended = match meaning {
            Meaning::Itself => task,
            Meaning::All => {
                self.collected |= task;
                task
            }
            Meaning::Variable(name) => {
                *self.variables.entry(name).or_default() |= task;
                task
            }
            Meaning::Element(statement, name) => {
                self.collected |= task;
                self.element(statement, name, task)
            }
            Meaning::Some => return,
        };
        let Some(range) = used.end().filter(|range| is_certain(model, *range)) else { return };
        let known = self.events.iter_mut().find(|event| event.range == range && event.spawned == 0);
        match known {
            Some(event) => event.ended |= ended,
            None => {
                let waits = match used {
                    TaskUse::Awaited { .. } | TaskUse::Joined { .. } => true,
                    TaskUse::Called { .. } => false,
                    // What else it is given is evaluated first.
                    TaskUse::Timed { task, call } => {
                        let given = TextRange::new(task.end(), call.end());
                        model.nodes().acts(given).is_empty()
                    }
                };
                self.events.push(Event { range, waits, spawned: 0, ended });
            }
        }
    }

    /// Takes note of the variables that get the results of the `wait` at `call` for `task`.
    fn split(&mut self, model: &SemanticModel<'a>, call: TextRange, task: Set) {
        let nodes = model.nodes();
        let awaited = nodes.await_of(call).and_then(|awaited| nodes.expression(awaited));
        let parent = awaited.and_then(|awaited| nodes.parent(awaited)).map(|id| nodes.get(id));
        let Some(AnyNodeRef::StmtAssign(assign)) = parent else { return };
        let [Expr::Tuple(targets)] = &*assign.targets else { return };
        let [Expr::Name(done), Expr::Name(rest)] = &*targets.elts else { return };
        self.done.insert(done.id.as_str());
        if !is_emptied(model, call, rest.id.as_str()) {
            *self.remaining.entry(rest.id.as_str()).or_default() |= task;
        }
    }

    /// Whether the expression gives tasks that have ended, and maybe not all that it might.
    fn is_done(&self, expression: &ExprRef<'_>) -> bool {
        match expression {
            ExprRef::Name(name) => self.done.contains(name.id.as_str()),
            _ => false,
        }
    }

    /// What the expression at `task` means.
    fn meaning(&self, model: &SemanticModel<'a>, task: TextRange) -> Meaning<'a> {
        let nodes = model.nodes();
        let Some(id) = nodes.expression(task) else { return Meaning::Some };
        let name = match nodes.get(id) {
            AnyNodeRef::ExprCall(_) if nodes.is_awaited(task) => return Meaning::Itself,
            AnyNodeRef::ExprName(name) => name.id.as_str(),
            _ => return Meaning::Some,
        };
        let is_named = |target: &Expr| match target {
            Expr::Name(target) => target.id.as_str() == name,
            Expr::Tuple(tuple) => tuple.elts.iter().any(|element| match element {
                Expr::Name(target) => target.id.as_str() == name,
                _ => false,
            }),
            _ => false,
        };
        let once = |generators: &[Comprehension]| match generators {
            [only] if is_named(&only.target) => {
                Some(only.ifs.is_empty() && self.is_whole(&only.iter))
            }
            all => all.iter().any(|each| is_named(&each.target)).then_some(false),
        };
        let around = nodes.ancestors(id).take_while(|id| nodes.function(*id).is_none());
        for around in around {
            let all = match nodes.get(around) {
                AnyNodeRef::ExprListComp(comprehension) => once(&comprehension.generators),
                AnyNodeRef::ExprSetComp(comprehension) => once(&comprehension.generators),
                AnyNodeRef::ExprDictComp(comprehension) => once(&comprehension.generators),
                AnyNodeRef::ExprGenerator(comprehension) => {
                    once(&comprehension.generators).map(|_| false)
                }
                AnyNodeRef::StmtFor(each)
                    if is_named(&each.target)
                        && each.body.iter().any(|s| s.range().contains_range(task)) =>
                {
                    let is_alone = !each.is_async && self.is_whole(&each.iter);
                    return match is_alone && !is_bound_within(model, around, name) {
                        true => Meaning::Element(around, name),
                        false => Meaning::Some,
                    };
                }
                _ => None,
            };
            match all {
                Some(true) => return Meaning::All,
                Some(false) => return Meaning::Some,
                None => {}
            }
        }
        match is_looped(model, task, name) {
            true => Meaning::Some,
            false => Meaning::Variable(name),
        }
    }

    /// Whether the expression gives all elements of a collection.
    fn is_whole(&self, iterable: &Expr) -> bool {
        let call: &ExprCall = match iterable {
            Expr::Name(name) => return !self.done.contains(name.id.as_str()),
            Expr::List(_) | Expr::Tuple(_) | Expr::Set(_) => return true,
            Expr::Call(call) => call,
            _ => return false,
        };
        match &*call.func {
            Expr::Attribute(method) => {
                matches!(method.attr.as_str(), "values" | "items" | "copy")
                    && method.value.is_name_expr()
            }
            Expr::Name(name) => {
                matches!(
                    name.id.as_str(),
                    "enumerate" | "list" | "reversed" | "set" | "tuple" | "zip"
                ) && call.arguments.args.iter().all(|it| self.is_whole(it))
            }
            _ => false,
        }
    }

    /// The bit of the loop, which goes over `task`, too.
    fn element(&mut self, statement: NodeId, name: &'a str, task: Set) -> Set {
        let is_own = |it: &&mut Loop<'_>| it.statement == statement && it.name == name;
        if let Some(known) = self.loops.iter_mut().find(is_own) {
            known.tasks |= task;
            return known.present;
        }
        let bit = u32::try_from(TASKS + self.loops.len()).unwrap_or(u32::MAX);
        let Some(present) = 1_u64.checked_shl(bit) else { return 0 };
        self.loops.push(Loop { statement, name, present, tasks: task });
        present
    }
}

/// Whether the loop's body gives the variable another value.
fn is_bound_within(model: &SemanticModel<'_>, each: NodeId, name: &str) -> bool {
    let nodes = model.nodes();
    let AnyNodeRef::StmtFor(statement) = nodes.get(each) else { return true };
    nodes.descendants(each).any(|id| match nodes.get(id) {
        AnyNodeRef::ExprName(target) => {
            !target.ctx.is_load()
                && target.id.as_str() == name
                && !statement.target.range().contains_range(target.range())
        }
        _ => false,
    })
}

/// Whether the variable is also the target of a loop of the same function.
fn is_looped(model: &SemanticModel<'_>, task: TextRange, name: &str) -> bool {
    let nodes = model.nodes();
    let Some(function) = nodes.enclosing_function(task) else { return true };
    nodes.own_nodes(function.node).any(|id| match nodes.get(id) {
        AnyNodeRef::StmtFor(each) => {
            let target = each.target.range();
            nodes.expression(target).is_some_and(|target| {
                std::iter::once(target).chain(nodes.descendants(target)).any(|id| {
                    matches!(nodes.get(id), AnyNodeRef::ExprName(found) if found.id.as_str() == name)
                })
            })
        }
        _ => false,
    })
}

/// Whether the code at `range` is always evaluated when its statement is.
fn is_certain(model: &SemanticModel<'_>, range: TextRange) -> bool {
    let nodes = model.nodes();
    let Some(id) = nodes.expression(range) else { return false };
    let around = nodes.ancestors(id).take_while(|id| !nodes.get(*id).is_statement());
    !around.into_iter().any(|id| match nodes.get(id) {
        AnyNodeRef::ExprIf(choice) => !choice.test.range().contains_range(range),
        AnyNodeRef::ExprBoolOp(all) => {
            all.values.first().is_none_or(|first| !first.range().contains_range(range))
        }
        AnyNodeRef::ExprGenerator(_) | AnyNodeRef::ExprLambda(_) => true,
        AnyNodeRef::ExprCompare(compare) => {
            compare.comparators.iter().skip(1).any(|it| it.range().contains_range(range))
        }
        _ => false,
    })
}

/// Whether the function around `range` takes something out of the variable.
fn is_emptied(model: &SemanticModel<'_>, range: TextRange, name: &str) -> bool {
    let nodes = model.nodes();
    let Some(function) = nodes.enclosing_function(range) else { return true };
    nodes.own_nodes(function.node).any(|id| match nodes.get(id) {
        AnyNodeRef::ExprAttribute(method) => {
            let takes = ["clear", "difference_update", "discard", "pop", "remove"];
            matches!(&*method.value, Expr::Name(found) if found.id.as_str() == name)
                && takes.contains(&method.attr.as_str())
        }
        AnyNodeRef::StmtAugAssign(assign) => {
            matches!(&*assign.target, Expr::Name(found) if found.id.as_str() == name)
        }
        _ => false,
    })
}
