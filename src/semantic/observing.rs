//! Who looks at the errors that leave a piece of code: handlers around it, and around the calls that lead
//! to it in the file.

use ruff_python_ast::{AnyNodeRef, ExceptHandler, ExceptHandlerExceptHandler, Expr, WithItem};
use rustc_hash::FxHashSet;

use super::{NodeId, SemanticModel};
use crate::source::{Ranged, TextRange};

/// A place that catches errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observer {
    /// By their class: `except ValueError`.
    Selecting(TextRange),
    /// Whatever they are, and it looks at them: `except Exception as error: print(error)`.
    Looking(TextRange),
}

impl Observer {
    /// The place.
    pub fn range(self) -> TextRange {
        match self {
            Self::Selecting(range) | Self::Looking(range) => range,
        }
    }
}

impl SemanticModel<'_> {
    /// The first place in the file that selects among the errors of the code at `range`; where there is
    /// none, one that looks at them.
    pub fn observer(&self, range: TextRange) -> Option<Observer> {
        let nodes = self.nodes();
        let (mut seen, mut pending) = (FxHashSet::default(), vec![range]);
        let mut looking = None;
        while let Some(range) = pending.pop() {
            let Some(start) = nodes.covering(range) else { continue };
            let function = nodes.enclosing_function(range).map(|function| function.node);
            for id in nodes.ancestors(start).take_while(|id| Some(*id) != function) {
                match self.observer_at(id, range) {
                    Some(found @ Observer::Selecting(_)) => return Some(found),
                    Some(found) => drop(looking.get_or_insert(found)),
                    None => {}
                }
            }
            let Some(function) = function.filter(|function| seen.insert(*function)) else {
                continue;
            };
            let uses = self.uses_of_function(function).unwrap_or_default();
            // Who has it as a value calls it by another name.
            let is_value = |used: &TextRange| {
                nodes.call_of(*used).is_none() && nodes.call_around(*used).is_none()
            };
            if uses.iter().any(is_value) {
                pending.extend(self.calls_of_values());
            }
            pending.extend(uses);
        }
        looking
    }

    /// The calls, in `await` expressions of the file, of what a variable holds that is no function of its own.
    fn calls_of_values(&self) -> impl Iterator<Item = TextRange> + '_ {
        let nodes = self.nodes();
        let awaited = nodes.ids().filter_map(|id| match nodes.get(id) {
            AnyNodeRef::ExprAwait(awaited) => awaited.value.as_call_expr(),
            _ => None,
        });
        let by_variable = awaited.filter(|call| match &*call.func {
            Expr::Name(name) => {
                let callee = name.range();
                self.resolve_function(callee).is_none() && self.qualified_name(callee).is_none()
            }
            _ => false,
        });
        by_variable.map(Ranged::range)
    }

    /// How the statement or call `id` observes the errors of the code at `range` inside it.
    fn observer_at(&self, id: NodeId, range: TextRange) -> Option<Observer> {
        match self.nodes().get(id) {
            AnyNodeRef::StmtTry(guarded) => {
                let (first, last) = (guarded.body.first()?, guarded.body.last()?);
                if !first.range().cover(last.range()).contains_range(range) {
                    return None;
                }
                let observers = guarded.handlers.iter().filter_map(|handler| {
                    let ExceptHandler::ExceptHandler(clause) = handler;
                    self.observer_of(clause)
                });
                observers.min_by_key(|observer| matches!(observer, Observer::Looking(_)))
            }
            AnyNodeRef::StmtWith(with) => {
                let mut items = with.items.iter();
                let found = items.find(|item| {
                    !item.range().contains_range(range) && self.expects_errors(item)
                })?;
                Some(Observer::Selecting(found.range()))
            }
            AnyNodeRef::ExprCall(call) if call.func.range().end() <= range.start() => {
                call.arguments.find_keyword("return_exceptions")?;
                Some(Observer::Looking(call.func.range()))
            }
            _ => None,
        }
    }

    fn observer_of(&self, clause: &ExceptHandlerExceptHandler) -> Option<Observer> {
        let nodes = self.nodes();
        let place = clause.type_.as_deref().map_or(clause.range(), Ranged::range);
        let is_quiet = |class: &Expr| match class {
            // What ends a program is handed on by task groups, too, and is no error of a child's.
            Expr::Name(name) => {
                matches!(name.id.as_str(), "KeyboardInterrupt" | "GeneratorExit" | "CancelledError")
            }
            Expr::Attribute(class) => class.attr.as_str() == "CancelledError",
            _ => false,
        };
        let is_broad = |class: &Expr| match class {
            Expr::Name(name) => matches!(name.id.as_str(), "Exception" | "BaseException"),
            _ => false,
        };
        let classes = match clause.type_.as_deref() {
            Some(Expr::Tuple(classes)) => classes.elts.as_slice(),
            Some(class) => std::slice::from_ref(class),
            None => &[],
        };
        if !classes.is_empty() && classes.iter().all(is_quiet) {
            return None;
        }
        if classes.iter().any(|class| !is_quiet(class) && !is_broad(class)) {
            return Some(Observer::Selecting(place));
        }
        let mut inside = nodes.descendants(nodes.handler(clause.range())?);
        let looks = clause.name.is_some()
            || inside.any(|id| match nodes.get(id) {
                AnyNodeRef::ExprCall(call) => match &*call.func {
                    Expr::Attribute(method) => {
                        matches!(method.attr.as_str(), "exception" | "exc_info")
                            || call.arguments.find_keyword("exc_info").is_some()
                    }
                    _ => false,
                },
                _ => false,
            });
        looks.then_some(Observer::Looking(place))
    }

    /// Whether a context manager catches errors of some class: `suppress(KeyError)`, `pytest.raises(…)`.
    fn expects_errors(&self, item: &WithItem) -> bool {
        let Expr::Call(call) = &item.context_expr else { return false };
        let name = match &*call.func {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(method) => method.attr.as_str(),
            _ => return false,
        };
        let is_broad = |class: &Expr| match class {
            Expr::Name(name) => matches!(name.id.as_str(), "Exception" | "BaseException"),
            _ => false,
        };
        matches!(name, "suppress" | "raises" | "assertRaises" | "assertRaisesRegex")
            && !(name == "suppress" && call.arguments.args.iter().all(is_broad))
    }
}
