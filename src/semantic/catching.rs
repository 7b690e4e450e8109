//! Who catches what a piece of code raises, before it leaves the statements around it.

use ruff_python_ast::{AnyNodeRef, ExceptHandler, Expr, Stmt, WithItem};

use super::{NodeId, SemanticModel};
use crate::source::{Ranged, TextRange};

/// What is caught of that which a piece of code raises.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Catching {
    /// Where errors are, some or all.
    pub errors: Option<TextRange>,
    /// Where a cancellation is, and is not handed on at the end.
    pub cancellation: Option<TextRange>,
}

impl SemanticModel<'_> {
    /// What is caught, in the same function, of that which the code at `range` raises, before it gets to what is
    /// around the statements at `block`, too.
    pub fn catching(&self, range: TextRange, block: TextRange) -> Catching {
        let nodes = self.nodes();
        let mut catching = Catching::default();
        let Some(start) = nodes.covering(range) else { return catching };
        let function = nodes.enclosing_function(range).map(|function| function.node);
        let inside = |id: &NodeId| {
            let own = nodes.range(*id);
            Some(*id) != function && (own == block || !own.contains_range(block))
        };
        for id in nodes.ancestors(start).take_while(inside) {
            match nodes.get(id) {
                AnyNodeRef::StmtTry(guarded) => {
                    let holds = |it: &Stmt| it.range().contains_range(range);
                    if guarded.body.iter().any(holds) {
                        self.handled(&guarded.handlers, &mut catching);
                    }
                }
                AnyNodeRef::StmtWith(with) => {
                    let items = with.items.iter().filter(|it| !it.range().contains_range(range));
                    items.for_each(|item| self.swallowing(item, &mut catching));
                }
                _ => {}
            }
        }
        catching
    }

    fn handled(&self, handlers: &[ExceptHandler], catching: &mut Catching) {
        for handler in handlers {
            let ExceptHandler::ExceptHandler(clause) = handler;
            let place = clause.type_.as_deref().map_or(clause.range(), Ranged::range);
            let hands_on =
                matches!(clause.body.last(), Some(Stmt::Raise(raise)) if raise.exc.is_none());
            let classes = match clause.type_.as_deref() {
                Some(Expr::Tuple(classes)) => classes.elts.as_slice(),
                Some(class) => std::slice::from_ref(class),
                None => &[],
            };
            let cancels =
                classes.is_empty() || classes.iter().any(|class| self.is_of_cancellation(class));
            if cancels && !hands_on {
                catching.cancellation.get_or_insert(place);
            }
            catching.errors.get_or_insert(place);
        }
    }

    fn swallowing(&self, item: &WithItem, catching: &mut Catching) {
        let Expr::Call(call) = &item.context_expr else { return };
        let name = match &*call.func {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(method) => method.attr.as_str(),
            _ => return,
        };
        if matches!(name, "suppress" | "raises" | "assertRaises" | "assertRaisesRegex") {
            catching.errors.get_or_insert(item.range());
            if call.arguments.args.iter().any(|class| self.is_of_cancellation(class)) {
                catching.cancellation.get_or_insert(item.range());
            }
        }
    }

    /// Whether a cancellation is of the class, or may be.
    fn is_of_cancellation(&self, class: &Expr) -> bool {
        match class {
            Expr::Name(name) if name.id.as_str() == "BaseException" => true,
            Expr::Starred(_) => true,
            class => {
                let name = self.qualified_name(class.range());
                name.is_some_and(|name| name.last() == "CancelledError")
            }
        }
    }
}
