//! Whether an error that a call may raise is caught, or asked about before, in the call's function.

use ruff_python_ast::{AnyNodeRef, ExceptHandler, Expr};

use super::{NodeId, SemanticModel};
use crate::source::{Ranged, TextRange};

impl SemanticModel<'_> {
    /// Whether an error of the call at `call` is caught around it, in the same function: by its class,
    /// of which `is_class` tells, or as whatever may be raised.
    pub fn is_caught(&self, call: TextRange, is_class: &dyn Fn(TextRange) -> bool) -> bool {
        let nodes = self.nodes();
        self.around_in_function(call).into_iter().any(|id| match nodes.get(id) {
            AnyNodeRef::StmtTry(guarded) => {
                let body = guarded.body.first().zip(guarded.body.last());
                let holds =
                    body.is_some_and(|(a, b)| a.range().cover(b.range()).contains_range(call));
                holds && guarded.handlers.iter().any(|handler| self.catches(handler, is_class))
            }
            AnyNodeRef::StmtWith(with) => with.items.iter().any(|item| {
                let Expr::Call(manager) = &item.context_expr else { return false };
                let suppresses = self
                    .qualified_name(manager.func.range())
                    .is_some_and(|name| name == "contextlib.suppress");
                suppresses && manager.arguments.args.iter().any(|c| self.is_caught_by(c, is_class))
            }),
            _ => false,
        })
    }

    /// Whether one of `questions`, methods, is called in the header of a loop or `if` around `range`, in
    /// the same function.
    pub fn is_asked_before(&self, range: TextRange, questions: &[&str]) -> bool {
        let nodes = self.nodes();
        self.around_in_function(range).into_iter().any(|id| {
            let header = match nodes.get(id) {
                AnyNodeRef::StmtWhile(block) => block.test.range(),
                AnyNodeRef::StmtIf(block) => block.test.range(),
                AnyNodeRef::ElifElseClause(block) => match &block.test {
                    Some(test) => test.range(),
                    None => return false,
                },
                AnyNodeRef::StmtFor(block) => block.iter.range(),
                _ => return false,
            };
            let Some(header) = nodes.expression(header) else { return false };
            std::iter::once(header).chain(nodes.descendants(header)).any(|id| match nodes.get(id) {
                AnyNodeRef::ExprAttribute(method) => questions.contains(&method.attr.as_str()),
                _ => false,
            })
        })
    }

    fn around_in_function(&self, range: TextRange) -> Vec<NodeId> {
        let nodes = self.nodes();
        let function = nodes.enclosing_function(range).map(|function| function.node);
        let around = nodes.covering(range).into_iter().flat_map(|id| nodes.ancestors(id));
        around.take_while(|id| Some(*id) != function).collect()
    }

    fn catches(&self, handler: &ExceptHandler, is_class: &dyn Fn(TextRange) -> bool) -> bool {
        let ExceptHandler::ExceptHandler(clause) = handler;
        match clause.type_.as_deref() {
            Some(Expr::Tuple(classes)) => classes.iter().any(|c| self.is_caught_by(c, is_class)),
            Some(class) => self.is_caught_by(class, is_class),
            None => true,
        }
    }

    fn is_caught_by(&self, class: &Expr, is_class: &dyn Fn(TextRange) -> bool) -> bool {
        is_class(class.range())
            || matches!(class, Expr::Name(name) if matches!(name.id.as_str(), "Exception" | "BaseException"))
    }
}
