//! Arguments of a call that takes any number of things: one by one, or spread out of a sequence.

use ruff_python_ast::{AnyNodeRef, Comprehension, Expr, ExprCall, ExprRef};

use super::{NodeId, Nodes, SemanticModel};
use crate::source::{Ranged, TextRange};

/// An argument of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spread {
    /// One thing.
    One(TextRange),
    /// Things that stand in a display that is spread, `*[a, b]`.
    Display(Vec<TextRange>),
    /// What a comprehension makes, `*[f(x) for x in xs]`.
    Comprehension {
        /// The comprehension, with its brackets.
        range: TextRange,
        /// What is made each time.
        element: TextRange,
        /// The same as a function and what it is called with one by one, if it is no more than that.
        mapped: Option<Mapped>,
    },
    /// What `map` makes, `*map(f, xs)`.
    Map {
        /// The call of `map`.
        range: TextRange,
        /// The function, and what it is called with.
        mapped: Mapped,
    },
    /// Another sequence.
    Sequence(TextRange),
    /// `name=value`.
    Keyword {
        /// All of it.
        range: TextRange,
        /// Its name.
        name: String,
        /// Its value.
        value: TextRange,
    },
    /// `**values`.
    Keywords(TextRange),
}

/// A function, and what it is called with one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mapped {
    /// The function.
    pub function: TextRange,
    /// What gives its arguments.
    pub iterable: TextRange,
}

impl SemanticModel<'_> {
    /// The arguments of the call of the expression at `callee`, in source order.
    pub fn spread(&self, callee: TextRange) -> Option<Vec<Spread>> {
        let nodes = self.nodes();
        let AnyNodeRef::ExprCall(call) = nodes.get(nodes.expression(nodes.call_of(callee)?)?)
        else {
            return None;
        };
        let positional = call.arguments.args.iter().map(|argument| match argument {
            Expr::Starred(starred) => self.starred(&starred.value),
            other => Spread::One(other.range()),
        });
        let keywords = call.arguments.keywords.iter().map(|keyword| match &keyword.arg {
            Some(name) => Spread::Keyword {
                range: keyword.range(),
                name: name.to_string(),
                value: keyword.value.range(),
            },
            None => Spread::Keywords(keyword.range()),
        });
        Some(positional.chain(keywords).collect())
    }

    fn starred(&self, value: &Expr) -> Spread {
        let displayed = |elements: &[Expr]| {
            let is_plain = !elements.iter().any(Expr::is_starred_expr);
            is_plain.then(|| Spread::Display(elements.iter().map(Ranged::range).collect()))
        };
        let made = |element: &Expr, generators: &[Comprehension]| Spread::Comprehension {
            range: value.range(),
            element: element.range(),
            mapped: self.mapped(element, generators),
        };
        let other = Spread::Sequence(value.range());
        match value {
            Expr::List(list) => displayed(&list.elts).unwrap_or(other),
            Expr::Tuple(tuple) => displayed(&tuple.elts).unwrap_or(other),
            Expr::ListComp(each) => made(&each.elt, &each.generators),
            Expr::Generator(each) => made(&each.elt, &each.generators),
            Expr::Call(call) => match self.map(call) {
                Some(mapped) => Spread::Map { range: call.range(), mapped },
                None => other,
            },
            _ => other,
        }
    }

    fn map(&self, call: &ExprCall) -> Option<Mapped> {
        let Expr::Name(name) = &*call.func else { return None };
        let [function, iterable] = &*call.arguments.args else { return None };
        let is_plain = call.arguments.keywords.is_empty()
            && !function.is_starred_expr()
            && !iterable.is_starred_expr();
        let is_map = name.id == "map" && self.builtin("map", name.start());
        let (function, iterable) = (function.range(), iterable.range());
        (is_plain && is_map).then_some(Mapped { function, iterable })
    }

    /// `f(x) for x in xs` as `f` and `xs`.
    fn mapped(&self, element: &Expr, generators: &[Comprehension]) -> Option<Mapped> {
        let ([each], Expr::Call(call)) = (generators, element) else { return None };
        let (Expr::Name(target), [Expr::Name(argument)]) = (&each.target, &*call.arguments.args)
        else {
            return None;
        };
        let is_plain = each.ifs.is_empty()
            && !each.is_async
            && call.arguments.keywords.is_empty()
            && argument.id == target.id
            && self.is_quiet(call.func.range());
        let nodes = self.nodes();
        let function = nodes.expression(call.func.range())?;
        let mut inside = std::iter::once(function).chain(nodes.descendants(function));
        let uses_target = inside.any(|id| match nodes.get(id) {
            AnyNodeRef::ExprName(name) => name.id == target.id,
            _ => false,
        });
        let (function, iterable) = (call.func.range(), each.iter.range());
        (is_plain && !uses_target).then_some(Mapped { function, iterable })
    }

    /// The elements of the list that the expression at `range` gives, or what makes them one by one: of a
    /// display, a comprehension, or a variable as in [`put_into`](Self::put_into).
    pub fn listed_at(&self, range: TextRange) -> Option<Vec<TextRange>> {
        match self.nodes().as_expression(self.nodes().expression(range)?)? {
            ExprRef::Name(_) => self.put_into(range),
            ExprRef::List(list) if !list.elts.iter().any(Expr::is_starred_expr) => {
                Some(list.elts.iter().map(Ranged::range).collect())
            }
            ExprRef::ListComp(each) => Some(vec![each.elt.range()]),
            _ => None,
        }
    }

    /// Everything that is put into the list that the variable at `name` holds, if nothing else is done
    /// with it but to measure it and to spread it here.
    pub fn put_into(&self, name: TextRange) -> Option<Vec<TextRange>> {
        let nodes = self.nodes();
        let AnyNodeRef::ExprName(variable) = nodes.get(nodes.expression(name)?) else {
            return None;
        };
        let resolution = self.resolve(&variable.id, variable.start());
        let scope = self.binding(*resolution.bindings.first()?).scope;
        let bindings = self.bindings_of(scope, &variable.id);
        if resolution.builtin || resolution.star || scope != self.scope_at(name.start()) {
            return None;
        }
        let mut elements = Vec::new();
        for binding in bindings {
            let target = self.binding(*binding).node;
            let value = match nodes.get(nodes.parent(target)?) {
                AnyNodeRef::StmtAssign(assign) if assign.targets.len() == 1 => &*assign.value,
                AnyNodeRef::StmtAnnAssign(assign) => assign.value.as_deref()?,
                AnyNodeRef::StmtAugAssign(assign) => &*assign.value,
                _ => return None,
            };
            elements.extend(listed(value)?);
        }
        let mut uses: Vec<TextRange> =
            bindings.iter().flat_map(|binding| self.uses(*binding)).collect();
        uses.sort_unstable_by_key(|range| range.start());
        uses.dedup();
        for used in uses.into_iter().filter(|used| *used != name) {
            elements.extend(self.put_by(nodes.expression(used)?)?);
        }
        Some(elements)
    }

    /// What the use `id` of a list puts into it; `None` where it does something else than measure it.
    fn put_by(&self, id: NodeId) -> Option<Vec<TextRange>> {
        let nodes = self.nodes();
        let parent = nodes.parent(id)?;
        match nodes.get(parent) {
            AnyNodeRef::StmtIf(_) | AnyNodeRef::ExprUnaryOp(_) => Some(Vec::new()),
            AnyNodeRef::StmtAugAssign(assign) => {
                (assign.target.range() == nodes.range(id)).then(Vec::new)
            }
            AnyNodeRef::ExprAttribute(method) => {
                let AnyNodeRef::ExprCall(call) = nodes.get(nodes.parent(parent)?) else {
                    return None;
                };
                let ([value], true) = (&*call.arguments.args, call.arguments.keywords.is_empty())
                else {
                    return None;
                };
                let is_called = call.func.range() == method.range();
                match method.attr.as_str() {
                    "append" if is_called && !value.is_starred_expr() => Some(vec![value.range()]),
                    "extend" if is_called => listed(value),
                    _ => None,
                }
            }
            AnyNodeRef::Arguments(_) => {
                let AnyNodeRef::ExprCall(call) = nodes.get(nodes.parent(parent)?) else {
                    return None;
                };
                let Expr::Name(callee) = &*call.func else { return None };
                let measures = callee.id == "len" && self.builtin("len", callee.start());
                measures.then(Vec::new)
            }
            _ => None,
        }
    }
}

/// The elements of a list, or what makes them one by one.
fn listed(value: &Expr) -> Option<Vec<TextRange>> {
    match value {
        Expr::List(list) if !list.elts.iter().any(Expr::is_starred_expr) => {
            Some(list.elts.iter().map(Ranged::range).collect())
        }
        Expr::ListComp(each) => Some(vec![each.elt.range()]),
        Expr::Generator(each) => Some(vec![each.elt.range()]),
        _ => None,
    }
}

impl Nodes<'_> {
    /// The `await` whose operand the expression at `range` is.
    pub fn await_of(&self, range: TextRange) -> Option<TextRange> {
        let parent = self.parent(self.expression(range)?)?;
        matches!(self.get(parent), AnyNodeRef::ExprAwait(_)).then(|| self.range(parent))
    }
}
