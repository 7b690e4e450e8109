//! Whether anybody can tell which kind of sequence a value is.

use ruff_python_ast::{AnyNodeRef, Expr};

use super::{NodeId, SemanticModel};
use crate::source::{Ranged, TextRange};

/// Builtins that take the elements of a sequence one by one, whatever it is.
const TAKERS: &[&str] = &[
    "all",
    "any",
    "dict",
    "enumerate",
    "filter",
    "frozenset",
    "iter",
    "len",
    "list",
    "map",
    "max",
    "min",
    "reversed",
    "set",
    "sorted",
    "sum",
    "tuple",
    "zip",
];

impl SemanticModel<'_> {
    /// Whether what is done with the value of the expression at `range` may tell a list from a tuple with
    /// the same elements.
    pub fn tells_lists(&self, range: TextRange) -> bool {
        let nodes = self.nodes();
        nodes.expression(range).is_none_or(|id| {
            !self.takes_elements(id)
                && !self.assigned_alone(id).is_some_and(|uses| {
                    uses.into_iter().all(|used| {
                        nodes.expression(used).is_some_and(|id| self.takes_elements(id))
                    })
                })
        })
    }

    /// The uses of the variable that the value of `id` is assigned to, if it is to nothing else.
    fn assigned_alone(&self, id: NodeId) -> Option<Vec<TextRange>> {
        let nodes = self.nodes();
        let (target, value) = match nodes.get(nodes.parent(id)?) {
            AnyNodeRef::StmtAssign(assign) => match assign.targets.as_slice() {
                [target] => (target, &*assign.value),
                _ => return None,
            },
            AnyNodeRef::ExprNamed(named) => (&*named.target, &*named.value),
            _ => return None,
        };
        let Expr::Name(name) = target else { return None };
        let scope = self.scope_at(name.start());
        let is_local = nodes.enclosing_function(name.range()).is_some();
        let mut own = self.bindings_of(scope, &name.id).iter();
        let binding = own.find(|binding| self.binding(**binding).range == name.range())?;
        let uses = self.uses(*binding);
        (value.range() == nodes.range(id) && is_local).then_some(uses)
    }

    /// Whether the code around the expression `id` looks at nothing but the elements of its value.
    fn takes_elements(&self, id: NodeId) -> bool {
        let nodes = self.nodes();
        let range = nodes.range(id);
        let Some(parent) = nodes.parent(id) else { return true };
        match nodes.get(parent) {
            AnyNodeRef::StmtExpr(_) | AnyNodeRef::ExprStarred(_) | AnyNodeRef::Comprehension(_) => {
                true
            }
            AnyNodeRef::StmtAssign(assign) => {
                assign.value.range() == range
                    && assign.targets.iter().all(|t| matches!(t, Expr::Tuple(_) | Expr::List(_)))
            }
            AnyNodeRef::StmtFor(each) => each.iter.range() == range,
            AnyNodeRef::StmtIf(test) => test.test.range() == range,
            AnyNodeRef::ExprSubscript(subscript) => {
                subscript.value.range() == range
                    && subscript.ctx.is_load()
                    && !matches!(&*subscript.slice, Expr::Slice(_))
            }
            AnyNodeRef::Arguments(_) => match nodes.parent(parent).map(|call| nodes.get(call)) {
                Some(AnyNodeRef::ExprCall(call)) => match &*call.func {
                    Expr::Name(name) => {
                        let word = name.id.as_str();
                        TAKERS.contains(&word) && self.builtin(word, name.start())
                            || self.qualified_name(name.range()).is_some_and(|name| {
                                matches!(name.root(), "itertools") || name == "collections.Counter"
                            })
                    }
                    Expr::Attribute(method) => {
                        matches!(method.attr.as_str(), "extend" | "join" | "update" | "writelines")
                            || self
                                .qualified_name(method.range())
                                .is_some_and(|name| name.root() == "itertools")
                    }
                    _ => false,
                },
                _ => false,
            },
            _ => false,
        }
    }
}
