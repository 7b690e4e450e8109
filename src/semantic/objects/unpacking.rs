//! Values that are put into several names at once: `a, b = x, y` and `a, b = (make() for _ in "ab")`.

use ruff_python_ast::{AnyNodeRef, Expr, StmtAssign};

use super::places::Places;
use crate::{
    semantic::NodeId,
    source::{Ranged, TextRange},
};

impl<'a> Places<'_, 'a> {
    /// The targets that the expression at `value` is unpacked into, as an element of a tuple or of
    /// what a comprehension makes.
    pub(super) fn unpacked(&self, value: TextRange) -> Option<Vec<&'a Expr>> {
        let nodes = self.model.nodes();
        let whole = nodes.parent(nodes.expression(value)?)?;
        let AnyNodeRef::StmtAssign(assign) = nodes.get(nodes.parent(whole)?) else { return None };
        let targets = targets(assign)?;
        match &*assign.value {
            made if made.range() != nodes.range(whole) => None,
            Expr::Tuple(tuple) => {
                let index = tuple.elts.iter().position(|element| element.range() == value)?;
                (is_even(&tuple.elts, targets)).then_some(vec![targets.get(index)?])
            }
            made => (element_of(made)?.range() == value).then(|| targets.iter().collect()),
        }
    }

    /// The expression whose value the target `target` gets, as one of several.
    pub(super) fn packed(&self, target: NodeId) -> Option<&'a Expr> {
        let nodes = self.model.nodes();
        let tuple = nodes.parent(target)?;
        let AnyNodeRef::StmtAssign(assign) = nodes.get(nodes.parent(tuple)?) else { return None };
        let targets = targets(assign)?;
        let index = targets.iter().position(|each| each.range() == nodes.range(target))?;
        match &*assign.value {
            Expr::Tuple(tuple) => {
                is_even(&tuple.elts, targets).then(|| tuple.elts.get(index)).flatten()
            }
            made => element_of(made),
        }
    }
}

/// The targets of `a, b = …`.
fn targets(assign: &StmtAssign) -> Option<&[Expr]> {
    let [Expr::Tuple(tuple)] = assign.targets.as_slice() else { return None };
    let plain = tuple.elts.iter().all(|target| !target.is_starred_expr());
    plain.then_some(tuple.elts.as_slice())
}

/// Whether each value has its own target.
fn is_even(values: &[Expr], targets: &[Expr]) -> bool {
    values.len() == targets.len() && !values.iter().any(Expr::is_starred_expr)
}

/// What a comprehension makes each time.
fn element_of(made: &Expr) -> Option<&Expr> {
    match made {
        Expr::Generator(each) => Some(&each.elt),
        Expr::ListComp(each) => Some(&each.elt),
        _ => None,
    }
}
