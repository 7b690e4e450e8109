//! Loops over what a call gives, one awaitable after the other.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall, StmtFor};

use super::{NodeId, SemanticModel};
use crate::source::{Ranged, TextRange};

/// `for each in call(…):` with one `await each` in its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iteration {
    /// The loop.
    pub statement: TextRange,
    /// From `for` to the end of what is gone through.
    pub header: TextRange,
    /// The variable.
    pub each: TextRange,
    /// The `await` of it.
    pub awaited: TextRange,
    /// What counts the rounds, if the call stands in `enumerate`.
    pub counter: Option<Counter>,
    /// The first statement of the body.
    pub first: TextRange,
    /// Whether it has an `else`.
    pub has_else: bool,
    /// Where the loop is left before its end.
    pub leaves: Option<TextRange>,
}

/// `enumerate(…, start)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    /// The variable that counts.
    pub variable: TextRange,
    /// What the first round has.
    pub start: u64,
    /// The call of `enumerate`.
    pub call: TextRange,
}

impl SemanticModel<'_> {
    /// The loop over what the call at `call` gives.
    ///
    /// # Errors
    ///
    /// A clause about what is done with it instead, or in the loop.
    pub fn iteration(&self, call: TextRange) -> Result<Iteration, &'static str> {
        const NO_LOOP: &str = "is not gone through by a `for` loop of its own";
        let nodes = self.nodes();
        let node = nodes.expression(call).ok_or(NO_LOOP)?;
        let (iterable, counted) = match self.enumerated(node) {
            Some((around, start)) => (nodes.expression(around.range()), Some((around, start))),
            None => (Some(node), None),
        };
        let parent = iterable.and_then(|id| nodes.parent(id)).ok_or(NO_LOOP)?;
        let AnyNodeRef::StmtFor(each) = nodes.get(parent) else { return Err(NO_LOOP) };
        let iterable = iterable.map(|id| nodes.range(id)).ok_or(NO_LOOP)?;
        if each.iter.range() != iterable || each.is_async {
            return Err(NO_LOOP);
        }
        let (variable, counter) = match (&*each.target, counted) {
            (Expr::Name(name), None) => (name, None),
            (Expr::Tuple(pair), Some((around, start))) => match pair.elts.as_slice() {
                [Expr::Name(count), Expr::Name(name)] => {
                    let (variable, call) = (count.range(), around.range());
                    (name, Some(Counter { variable, start, call }))
                }
                _ => return Err("is unpacked in another way than into a number and a variable"),
            },
            _ => return Err("is not put into a variable"),
        };
        let awaited = self.awaited_alone(each, variable.range())?;
        Ok(Iteration {
            statement: each.range(),
            header: TextRange::new(each.start(), iterable.end()),
            each: variable.range(),
            awaited,
            counter,
            first: each.body.first().map(Ranged::range).ok_or(NO_LOOP)?,
            has_else: !each.orelse.is_empty(),
            leaves: self.left_early(parent, each),
        })
    }

    /// The call of `enumerate` around the call `id`, and the number it starts with.
    fn enumerated(&self, id: NodeId) -> Option<(&ExprCall, u64)> {
        let nodes = self.nodes();
        let arguments = nodes.parent(id)?;
        let AnyNodeRef::ExprCall(call) = nodes.get(nodes.parent(arguments)?) else { return None };
        let Expr::Name(name) = &*call.func else { return None };
        let is_first = call.arguments.args.first().is_some_and(|a| a.range() == nodes.range(id));
        if name.id != "enumerate" || !self.builtin("enumerate", name.start()) || !is_first {
            return None;
        }
        let keyword = call.arguments.find_keyword("start").map(|keyword| &keyword.value);
        let start = match call.arguments.args.get(1).or(keyword) {
            None => 0,
            Some(start) => self.whole_number(start.range())?,
        };
        (call.arguments.len() <= 2).then_some((call, start))
    }

    /// The only use of the loop's variable, if it is awaited there.
    fn awaited_alone(
        &self,
        each: &StmtFor,
        variable: TextRange,
    ) -> Result<TextRange, &'static str> {
        let nodes = self.nodes();
        let scope = self.scope_at(variable.start());
        let name = self.text().get(std::ops::Range::<usize>::from(variable)).unwrap_or_default();
        let mut bindings = self.bindings_of(scope, name).iter();
        let binding = bindings.find(|id| self.binding(**id).range == variable);
        let uses = binding.map(|id| self.uses(*id)).unwrap_or_default();
        let [used] = uses[..] else {
            return Err("what it gives is looked at, or awaited in several places");
        };
        let awaited = nodes.await_of(used).ok_or("what it gives is not awaited at once")?;
        let function = |range| nodes.enclosing_function(range).map(|function| function.node);
        let is_inside = each.body.iter().any(|statement| statement.range().contains_range(awaited));
        let is_own = function(awaited) == function(each.range());
        match is_inside && is_own {
            true => Ok(awaited),
            false => Err("what it gives is awaited elsewhere"),
        }
    }

    /// Where the loop `id` is left by a statement in its body.
    fn left_early(&self, id: NodeId, each: &StmtFor) -> Option<TextRange> {
        let nodes = self.nodes();
        let function = nodes.enclosing_function(each.range())?;
        let body = each.body.first()?.range().cover(each.body.last()?.range());
        let mut own = nodes.own_nodes(function.node);
        own.find_map(|inner| {
            let leaves = match nodes.get(inner) {
                AnyNodeRef::StmtReturn(_) => true,
                AnyNodeRef::StmtBreak(_) => {
                    let mut around = nodes.ancestors(inner);
                    let is_loop = |id: &NodeId| {
                        matches!(nodes.get(*id), AnyNodeRef::StmtFor(_) | AnyNodeRef::StmtWhile(_))
                    };
                    around.find(is_loop) == Some(id)
                }
                _ => false,
            };
            let range = nodes.range(inner);
            (leaves && body.contains_range(range)).then_some(range)
        })
    }

    /// Whether the list that the expression at `range` gives has an element for sure.
    pub fn has_elements(&self, range: TextRange) -> bool {
        let nodes = self.nodes();
        match nodes.expression(range).map(|id| nodes.get(id)) {
            Some(AnyNodeRef::ExprList(list)) => {
                !list.elts.is_empty() && !list.elts.iter().all(Expr::is_starred_expr)
            }
            Some(AnyNodeRef::ExprListComp(each)) => match each.generators.as_slice() {
                [only] => only.ifs.is_empty() && self.has_elements_named(&only.iter),
                _ => false,
            },
            Some(AnyNodeRef::ExprGenerator(each)) => match each.generators.as_slice() {
                [only] => only.ifs.is_empty() && self.has_elements_named(&only.iter),
                _ => false,
            },
            Some(AnyNodeRef::ExprName(name)) => {
                let value = self.only_value(&name.id, name.range());
                value.is_some_and(|value| {
                    let is_list = matches!(value, Expr::List(_) | Expr::ListComp(_));
                    is_list && self.has_elements(value.range())
                })
            }
            _ => false,
        }
    }

    fn has_elements_named(&self, iterable: &Expr) -> bool {
        match iterable {
            Expr::List(list) => list.elts.iter().any(|element| !element.is_starred_expr()),
            Expr::Tuple(tuple) => tuple.elts.iter().any(|element| !element.is_starred_expr()),
            Expr::Set(set) => set.elts.iter().any(|element| !element.is_starred_expr()),
            Expr::StringLiteral(text) => !text.value.to_str().is_empty(),
            Expr::Call(call) => match (&*call.func, call.arguments.args.as_ref()) {
                (Expr::Name(name), [stop])
                    if name.id == "range" && self.builtin("range", name.start()) =>
                {
                    self.whole_number(stop.range()).is_some_and(|stop| stop > 0)
                }
                (Expr::Name(name), [start, stop])
                    if name.id == "range" && self.builtin("range", name.start()) =>
                {
                    let number = |expression: &Expr| self.whole_number(expression.range());
                    number(start).zip(number(stop)).is_some_and(|(start, stop)| start < stop)
                }
                (Expr::Attribute(method), [])
                    if matches!(method.attr.as_str(), "items" | "keys" | "values") =>
                {
                    matches!(&*method.value, Expr::Name(name) if matches!(
                        self.only_value(&name.id, name.range()),
                        Some(Expr::Dict(dict)) if !dict.items.is_empty()
                    ) && !self.is_changed(&name.id, name.range()))
                }
                _ => false,
            },
            Expr::Name(name) => {
                let is_literal = match self.only_value(&name.id, name.range()) {
                    Some(Expr::List(list)) => !list.elts.is_empty(),
                    Some(Expr::Tuple(tuple)) => !tuple.elts.is_empty(),
                    Some(Expr::Dict(dict)) => !dict.items.is_empty(),
                    _ => false,
                };
                is_literal && !self.is_changed(&name.id, name.range())
            }
            _ => false,
        }
    }

    /// Whether something may take elements out of what the variable `name` holds.
    fn is_changed(&self, name: &str, range: TextRange) -> bool {
        let nodes = self.nodes();
        let resolution = self.resolve(name, range.start());
        let uses = resolution.bindings.iter().flat_map(|binding| self.uses(*binding));
        uses.into_iter().any(|used| {
            let parent = nodes.expression(used).and_then(|id| nodes.parent(id));
            let is_looked_at = nodes.call_with(used).is_some_and(|around| {
                let callee = &self.text()[around.callee];
                let looks = ["enumerate", "len", "print", "range", "sorted", "sum", "zip"];
                looks.contains(&callee) && self.builtin(callee, around.callee.start())
            });
            match parent.map(|id| nodes.get(id)) {
                Some(AnyNodeRef::ExprAttribute(method)) => {
                    !matches!(method.attr.as_str(), "items" | "keys" | "values" | "append" | "get")
                }
                Some(AnyNodeRef::ExprSubscript(subscript)) => !subscript.ctx.is_load(),
                Some(AnyNodeRef::Comprehension(_) | AnyNodeRef::StmtFor(_)) => false,
                _ => !is_looked_at,
            }
        })
    }
}
