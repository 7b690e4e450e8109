//! How a program is left: errors that are caught around what runs it, exit codes, and cancellation that
//! code raises itself.

use ruff_python_ast::{AnyNodeRef, ExceptHandler, Expr};

use super::{NodeId, SemanticModel};
use crate::source::{Ranged, TextRange};

impl SemanticModel<'_> {
    /// The first handler around the code at `range`, in its function or the module, that catches more
    /// than an interrupt or a cancellation.
    pub fn catches_errors(&self, range: TextRange) -> Option<TextRange> {
        let nodes = self.nodes();
        let start = nodes.covering(range)?;
        let function = nodes.enclosing_function(range).map(|function| function.node);
        let inside = nodes.ancestors(start).take_while(|id| Some(*id) != function);
        inside.into_iter().find_map(|id| {
            let AnyNodeRef::StmtTry(guarded) = nodes.get(id) else { return None };
            let (first, last) = (guarded.body.first()?, guarded.body.last()?);
            if !first.range().cover(last.range()).contains_range(range) {
                return None;
            }
            guarded.handlers.iter().find_map(|handler| {
                let ExceptHandler::ExceptHandler(clause) = handler;
                let is_interrupt = |class: &Expr| match class {
                    Expr::Name(name) if name.id.as_str() == "KeyboardInterrupt" => true,
                    class => {
                        let name = self.qualified_name(class.range());
                        name.is_some_and(|name| name.last() == "CancelledError")
                    }
                };
                let is_harmless = match clause.type_.as_deref() {
                    Some(Expr::Tuple(classes)) => classes.iter().all(is_interrupt),
                    Some(class) => is_interrupt(class),
                    None => false,
                };
                (!is_harmless).then(|| clause.range())
            })
        })
    }

    /// The first handler that catches errors of the code at `range`, in its function or where that is
    /// called.
    pub fn caught_from(&self, range: TextRange) -> Option<TextRange> {
        let here = self.catches_errors(range);
        here.or_else(|| {
            let function = self.nodes().enclosing_function(range)?;
            let uses = self.uses_of_function(function.node)?;
            uses.into_iter().find_map(|used| self.catches_errors(used))
        })
    }

    /// Which of the calls `cancels` comes before the task that the call at `made` gives can have begun:
    /// in the same function, which does not wait meanwhile.
    pub fn cancelled_at_once(&self, made: TextRange, cancels: &[TextRange]) -> Option<TextRange> {
        let nodes = self.nodes();
        let function = nodes.enclosing_function(made)?.node;
        let waits = |from: TextRange, to: TextRange| {
            nodes.own_nodes(function).any(|id| {
                let range = nodes.range(id);
                let suspends = match nodes.get(id) {
                    AnyNodeRef::ExprAwait(_) => true,
                    AnyNodeRef::StmtFor(each) => each.is_async,
                    AnyNodeRef::StmtWith(with) => with.is_async,
                    _ => false,
                };
                suspends && from.end() <= range.start() && range.start() < to.start()
            })
        };
        let here = cancels.iter().copied().filter(|cancel| {
            made.end() <= cancel.start()
                && nodes.enclosing_function(*cancel).is_some_and(|own| own.node == function)
        });
        let mut here = here.filter(|cancel| !waits(made, *cancel));
        here.next()
    }

    /// Where a coroutine, or a function in one, ends the program: by an exit code, or by an interrupt of
    /// its own.
    pub fn leaving_program(&self) -> Option<TextRange> {
        let nodes = self.nodes();
        let is_builtin = |expression: &Expr, names: &[&str]| match expression {
            Expr::Name(name) => {
                names.contains(&name.id.as_str()) && self.builtin(&name.id, name.start())
            }
            _ => false,
        };
        let is_exit = |callee: &Expr| {
            is_builtin(callee, &["exit", "quit", "SystemExit", "KeyboardInterrupt"])
                || self.qualified_name(callee.range()).is_some_and(|name| name == "sys.exit")
        };
        nodes.ids().find_map(|id| {
            let leaves = match nodes.get(id) {
                AnyNodeRef::ExprCall(call) => is_exit(&call.func),
                AnyNodeRef::StmtRaise(raise) => raise
                    .exc
                    .as_deref()
                    .is_some_and(|error| is_builtin(error, &["SystemExit", "KeyboardInterrupt"])),
                _ => false,
            };
            let function = leaves.then(|| nodes.enclosing_function(nodes.range(id)))??;
            (!self.runs_a_loop(function.node)).then(|| nodes.range(id))
        })
    }

    /// Whether the function `id` itself calls a library's `run`.
    fn runs_a_loop(&self, id: NodeId) -> bool {
        let nodes = self.nodes();
        let mut own = nodes.own_nodes(id);
        own.any(|id| match nodes.get(id) {
            AnyNodeRef::ExprCall(call) => {
                self.qualified_name(call.func.range()).is_some_and(|name| name.last() == "run")
            }
            _ => false,
        })
    }

    /// Where code raises a cancellation that it was not handed.
    pub fn raises_cancellation(&self) -> Option<TextRange> {
        let nodes = self.nodes();
        nodes.ids().find_map(|id| match nodes.get(id) {
            AnyNodeRef::StmtRaise(raise) => {
                let class = match raise.exc.as_deref()? {
                    Expr::Call(call) => call.func.range(),
                    class => class.range(),
                };
                let name = self.qualified_name(class)?;
                (name.last() == "CancelledError").then(|| raise.range())
            }
            _ => None,
        })
    }
}
