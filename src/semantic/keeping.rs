//! Sets that only keep tasks from being collected: `tasks.add(task)` and
//! `task.add_done_callback(tasks.discard)`.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall};

use super::{NodeId, SemanticModel};
use crate::source::{Ranged, TextRange};

/// What is done so that a task is not collected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keeping {
    /// The statements that put the task into sets, and take it out again.
    pub statements: Vec<TextRange>,
    /// The methods of the task that are called for that.
    pub members: Vec<TextRange>,
    /// The statements that make the sets.
    pub sets: Vec<TextRange>,
    /// The calls whose values are in the same sets.
    pub others: Vec<TextRange>,
}

/// What keeps a set from being nothing but that: a place, and a clause about it.
pub type Needed = (TextRange, &'static str);

impl SemanticModel<'_> {
    /// How the task that the call at `call` gives is kept: not at all where it is dropped, or assigned
    /// to a variable that nothing reads. `None` where more is done with it.
    ///
    /// # Errors
    ///
    /// Where a set that keeps it is used otherwise.
    pub fn keeping(&self, call: TextRange) -> Option<Result<Keeping, Needed>> {
        let nodes = self.nodes();
        if nodes.is_expression_statement(call) {
            return Some(Ok(Keeping::default()));
        }
        let mut keeping = Keeping::default();
        let mut sets = Vec::new();
        match self.added(call) {
            Some(set) => sets.push((set, None)),
            None => {
                for used in self.only_uses(call)? {
                    if let Some(set) = self.added(used) {
                        sets.push((set, Some(used)));
                    } else {
                        let (member, set) = self.forgotten(used)?;
                        keeping.members.push(member);
                        sets.push((set, Some(used)));
                    }
                }
            }
        }
        keeping.statements = sets
            .iter()
            .filter_map(|(_, used)| nodes.enclosing_statement((*used)?))
            .map(|id| nodes.range(id))
            .collect();
        for (set, _) in sets {
            if let Err(needed) = self.only_keeps(set, &mut keeping) {
                return Some(Err(needed));
            }
        }
        Some(Ok(keeping))
    }

    /// The uses of the variable that the value of the call is assigned to, alone and for good.
    fn only_uses(&self, call: TextRange) -> Option<Vec<TextRange>> {
        let nodes = self.nodes();
        let statement = nodes.statement_of_value(call)?;
        let target = match nodes.get(nodes.statement(statement)?) {
            AnyNodeRef::StmtAssign(assign) => match &*assign.targets {
                [Expr::Name(name)] => name,
                _ => return None,
            },
            AnyNodeRef::StmtAnnAssign(assign) => match &*assign.target {
                Expr::Name(name) => name,
                _ => return None,
            },
            _ => return None,
        };
        let binding = self.bindings().iter().find(|binding| binding.range == target.range())?;
        let is_local =
            binding.written_in == binding.scope && self.scope(binding.scope).node.is_some();
        let is_alone = self.bindings_of(binding.scope, binding.name).len() == 1;
        (is_local && is_alone).then(|| self.uses(binding.id))
    }

    /// The set that the value at `value` is added to by a statement.
    fn added(&self, value: TextRange) -> Option<NodeId> {
        let nodes = self.nodes();
        let site = nodes.call_around(value)?;
        let call = self.call_expression(site.call)?;
        let Expr::Attribute(method) = &*call.func else { return None };
        let is_plain = method.attr.as_str() == "add"
            && call.arguments.args.len() == 1
            && nodes.is_expression_statement(site.call);
        is_plain.then(|| nodes.expression(method.value.range())).flatten()
    }

    /// The method `add_done_callback` of the task at `task`, and the set that it is taken out of then.
    fn forgotten(&self, task: TextRange) -> Option<(TextRange, NodeId)> {
        let nodes = self.nodes();
        let used = nodes.member_of(task)?;
        let arguments = used.call.as_ref()?.arguments.as_ref()?;
        let [callback] = arguments[..] else { return None };
        let AnyNodeRef::ExprAttribute(discard) = nodes.get(nodes.expression(callback)?) else {
            return None;
        };
        let is_plain = used.name == "add_done_callback"
            && matches!(discard.attr.as_str(), "discard" | "remove")
            && nodes.is_expression_statement(used.range);
        let member = self.call_expression(used.range)?.func.range();
        let set = nodes.expression(discard.value.range())?;
        is_plain.then_some((member, set))
    }

    fn call_expression(&self, range: TextRange) -> Option<&ExprCall> {
        match self.nodes().get(self.nodes().expression(range)?) {
            AnyNodeRef::ExprCall(call) => Some(call),
            _ => None,
        }
    }

    /// Notes what is done with the set that the expression `set` names, if it only keeps tasks.
    fn only_keeps(&self, set: NodeId, keeping: &mut Keeping) -> Result<(), Needed> {
        let nodes = self.nodes();
        for id in self.places_of(set)? {
            let range = nodes.range(id);
            if let Some(statement) = self.makes_set(id) {
                if !keeping.sets.contains(&statement) {
                    keeping.sets.push(statement);
                }
                continue;
            }
            let used = nodes.member_of(range).ok_or((range, "the set is used for more"))?;
            match used.name {
                "add" => {
                    let arguments = used.call.and_then(|call| call.arguments);
                    let value = arguments.and_then(|all| all.first().copied());
                    let value = value.ok_or((range, "the set is used for more"))?;
                    let made = match nodes.get(nodes.expression(value).unwrap_or(id)) {
                        AnyNodeRef::ExprName(name) => {
                            self.only_value(name.id.as_str(), name.range()).map(Ranged::range)
                        }
                        _ => Some(value),
                    };
                    let made = made.ok_or((value, "what is put into the set was not followed"))?;
                    if !keeping.others.contains(&made) {
                        keeping.others.push(made);
                    }
                }
                "discard" | "remove" => {
                    let callback = nodes.call_around(used.range);
                    let is_callback = callback.is_some_and(|site| {
                        self.text()[site.callee].ends_with(".add_done_callback")
                    });
                    if used.call.is_some() || !is_callback {
                        return Err((range, "the set is used for more"));
                    }
                }
                _ => return Err((range, "the set is used for more")),
            }
        }
        match keeping.sets.is_empty() {
            true => Err((nodes.range(set), "where the set is made was not followed")),
            false => Ok(()),
        }
    }

    /// Every place that names the set which the expression `set` names.
    fn places_of(&self, set: NodeId) -> Result<Vec<NodeId>, Needed> {
        let nodes = self.nodes();
        let lost = (nodes.range(set), "which set this is was not followed");
        match nodes.get(set) {
            AnyNodeRef::ExprName(name) => {
                let resolution = self.resolve(name.id.as_str(), name.start());
                let [binding] = resolution.bindings[..] else { return Err(lost) };
                let binding = self.binding(binding);
                if self.bindings_of(binding.scope, binding.name).len() != 1 {
                    return Err(lost);
                }
                let uses = self.uses(binding.id).into_iter();
                let uses = uses.map(|range| {
                    nodes.expression(range).ok_or((range, "is named in a string here"))
                });
                let mut places = uses.collect::<Result<Vec<_>, _>>()?;
                places.push(binding.node);
                Ok(places)
            }
            AnyNodeRef::ExprAttribute(attribute) => {
                let class = self.receiver_class(&attribute.value).ok_or(lost)?;
                let mut places = Vec::new();
                for (id, is_own) in self.accesses_of(class, attribute.attr.as_str()) {
                    if !is_own {
                        return Err((nodes.range(id), "may be the same set"));
                    }
                    places.push(id);
                }
                let in_body = self
                    .body_scope(class)
                    .map(|scope| self.bindings_of(scope, attribute.attr.as_str()));
                match in_body.is_some_and(|bindings| !bindings.is_empty()) {
                    true => Err(lost),
                    false => Ok(places),
                }
            }
            _ => Err(lost),
        }
    }

    /// The statement that makes an empty set for the target at `id`.
    fn makes_set(&self, id: NodeId) -> Option<TextRange> {
        let nodes = self.nodes();
        let parent = nodes.parent(id)?;
        let value = match nodes.get(parent) {
            AnyNodeRef::StmtAssign(assign) if assign.targets.len() == 1 => &*assign.value,
            AnyNodeRef::StmtAnnAssign(assign) => assign.value.as_deref()?,
            _ => return None,
        };
        let Expr::Call(call) = value else { return None };
        let name = match &*call.func {
            Expr::Subscript(generic) => &*generic.value,
            other => other,
        };
        let is_set = match name {
            Expr::Name(name) => name.id.as_str() == "set" && self.builtin("set", name.start()),
            name => self.qualified_name(name.range()).is_some_and(|name| name == "weakref.WeakSet"),
        };
        (is_set && call.arguments.is_empty()).then(|| nodes.range(parent))
    }
}
