//! What evaluating an expression does, and in which order.

use ruff_python_ast::{AnyNodeRef, Expr, UnaryOp};

use super::{NodeId, Nodes};
use crate::source::{Ranged, TextRange};

impl Nodes<'_> {
    /// Whether evaluating the expression with this range runs no code that could tell when: it is made
    /// of constants, names, attributes of names and displays of those, or is a `lambda`.
    pub fn is_still(&self, range: TextRange) -> bool {
        self.expression(range).is_some_and(|id| self.is_still_node(id))
    }

    fn is_still_node(&self, id: NodeId) -> bool {
        let children = || self.children(id).all(|child| self.is_still_node(child));
        match self.get(id) {
            AnyNodeRef::ExprName(_)
            | AnyNodeRef::Identifier(_)
            | AnyNodeRef::ExprStringLiteral(_)
            | AnyNodeRef::ExprBytesLiteral(_)
            | AnyNodeRef::ExprNumberLiteral(_)
            | AnyNodeRef::ExprBooleanLiteral(_)
            | AnyNodeRef::ExprNoneLiteral(_)
            | AnyNodeRef::ExprEllipsisLiteral(_) => true,
            AnyNodeRef::ExprLambda(lambda) => lambda.parameters.is_none(),
            AnyNodeRef::ExprAttribute(_) | AnyNodeRef::ExprTuple(_) | AnyNodeRef::ExprList(_) => {
                children()
            }
            AnyNodeRef::ExprDict(n) => n.items.iter().all(|i| i.key.is_some()) && children(),
            AnyNodeRef::ExprUnaryOp(n) => {
                n.op != UnaryOp::Invert && matches!(*n.operand, Expr::NumberLiteral(_))
            }
            _ => false,
        }
    }

    /// The expressions inside `range`, itself included, that call, await, yield or bind a name, in
    /// source order; not those in the body of a function or lambda inside it.
    pub fn acts(&self, range: TextRange) -> Vec<NodeId> {
        let mut acts = Vec::new();
        let mut lambda = TextRange::default();
        for id in self.around(range) {
            let (own, node) = (self.range(id), self.get(id));
            if own.start() >= range.end() {
                break;
            }
            if !range.contains_range(own) || (lambda.contains_range(own) && lambda != own) {
                continue;
            }
            match node {
                AnyNodeRef::ExprLambda(_) => lambda = own,
                _ if is_act(node) => acts.push(id),
                _ => {}
            }
        }
        acts
    }

    /// The nodes of the smallest node around `range`, or all there are.
    fn around(&self, range: TextRange) -> Box<dyn Iterator<Item = NodeId>> {
        match self.covering(range) {
            Some(id) => Box::new(std::iter::once(id).chain(self.descendants(id))),
            None => Box::new(self.ids()),
        }
    }

    /// The calls and awaits that evaluating the code at `range` is about: `await f()` and then `f()`,
    /// and for `await f().g()` also the inner call. The body of a loop with one statement counts.
    pub fn spine(&self, range: TextRange) -> Vec<TextRange> {
        let start = self.statement(range).or_else(|| self.expression(range));
        let mut spine = Vec::new();
        let mut at = start;
        while let Some(id) = at {
            spine.push(self.range(id));
            let inner = match self.get(id) {
                AnyNodeRef::StmtExpr(n) => Some(n.value.range()),
                AnyNodeRef::StmtReturn(n) => n.value.as_deref().map(Ranged::range),
                AnyNodeRef::StmtAssign(n) => Some(n.value.range()),
                AnyNodeRef::StmtAnnAssign(n) => n.value.as_deref().map(Ranged::range),
                AnyNodeRef::StmtWhile(n) if n.body.len() == 1 => n.body.first().map(Ranged::range),
                AnyNodeRef::ExprAwait(n) => Some(n.value.range()),
                AnyNodeRef::ExprAttribute(n) => Some(n.value.range()),
                AnyNodeRef::ExprCall(n) => Some(n.func.range()),
                _ => None,
            };
            at =
                inner.and_then(|inner| self.children(id).find(|child| self.range(*child) == inner));
        }
        spine
    }

    /// The range of what the call with this range calls.
    pub fn callee(&self, range: TextRange) -> Option<TextRange> {
        match self.get(self.expression(range)?) {
            AnyNodeRef::ExprCall(call) => Some(call.func.range()),
            _ => None,
        }
    }

    /// Whether the code at `first` is evaluated before that at `second`; neither holds the other.
    pub fn is_evaluated_before(&self, first: TextRange, second: TextRange) -> bool {
        let in_source = first.start() < second.start();
        let Some(common) = self.covering(first.cover(second)) else { return in_source };
        let is_in = |part: &Expr| part.range().contains_range(first);
        match self.get(common) {
            AnyNodeRef::StmtAssign(n) => {
                is_in(&n.value) || (in_source && !self.in_value(&n.value, second))
            }
            AnyNodeRef::StmtAnnAssign(n) => match &n.value {
                Some(value) => is_in(value) || (in_source && !self.in_value(value, second)),
                None => in_source,
            },
            AnyNodeRef::StmtFor(n) if n.target.range().contains_range(first) => {
                !n.iter.range().contains_range(second) && in_source
            }
            AnyNodeRef::StmtFor(n) if n.target.range().contains_range(second) => is_in(&n.iter),
            AnyNodeRef::Comprehension(n) if n.target.range().contains_range(first) => {
                !n.iter.range().contains_range(second) && in_source
            }
            AnyNodeRef::Comprehension(n) if n.target.range().contains_range(second) => {
                is_in(&n.iter)
            }
            AnyNodeRef::ExprIf(n) if is_in(&n.test) => true,
            AnyNodeRef::ExprIf(n) if n.test.range().contains_range(second) => false,
            AnyNodeRef::ExprListComp(n) => later(&n.elt, first, second, in_source),
            AnyNodeRef::ExprSetComp(n) => later(&n.elt, first, second, in_source),
            AnyNodeRef::ExprGenerator(n) => later(&n.elt, first, second, in_source),
            _ => in_source,
        }
    }

    fn in_value(&self, value: &Expr, range: TextRange) -> bool {
        value.range().contains_range(range)
    }

    /// Whether the statement at `statement` evaluates the expression at `range`, which is inside it,
    /// exactly once whenever it runs, and before anything of its body.
    pub fn is_evaluated_once(&self, range: TextRange, statement: TextRange) -> bool {
        let Some(start) = self.covering(range) else { return false };
        for id in std::iter::once(start).chain(self.ancestors(start)) {
            let own = self.range(id);
            if own == range && self.get(id).is_expression() {
                continue;
            }
            if !self.evaluates_once(id, range) {
                return false;
            }
            if self.get(id).is_statement() {
                return own == statement;
            }
        }
        false
    }

    /// Whether node `id` always evaluates its part at `inner`, once.
    pub(super) fn evaluates_once(&self, id: NodeId, inner: TextRange) -> bool {
        let is_in = |part: &Expr| part.range().contains_range(inner);
        let first_iter = |generators: &[ruff_python_ast::Comprehension]| {
            generators.first().is_some_and(|g| is_in(&g.iter))
        };
        match self.get(id) {
            AnyNodeRef::ExprLambda(_)
            | AnyNodeRef::StmtWhile(_)
            | AnyNodeRef::ElifElseClause(_)
            | AnyNodeRef::ExceptHandlerExceptHandler(_)
            | AnyNodeRef::MatchCase(_) => false,
            AnyNodeRef::ExprBoolOp(n) => n.values.first().is_some_and(is_in),
            AnyNodeRef::ExprIf(n) => is_in(&n.test),
            AnyNodeRef::ExprCompare(n) => {
                is_in(&n.left) || n.comparators.first().is_some_and(is_in)
            }
            AnyNodeRef::ExprListComp(n) => first_iter(&n.generators),
            AnyNodeRef::ExprSetComp(n) => first_iter(&n.generators),
            AnyNodeRef::ExprDictComp(n) => first_iter(&n.generators),
            AnyNodeRef::ExprGenerator(n) => first_iter(&n.generators),
            AnyNodeRef::Comprehension(n) => is_in(&n.iter),
            AnyNodeRef::StmtAssert(n) => is_in(&n.test),
            AnyNodeRef::StmtFor(n) => is_in(&n.iter),
            AnyNodeRef::StmtAnnAssign(n) => !is_in(&n.annotation),
            _ => true,
        }
    }

    /// Whether some `:=` inside `statement` binds a name that occurs in `range`.
    pub fn meets_walrus(&self, range: TextRange, statement: TextRange) -> bool {
        let Some(statement) = self.statement(statement) else { return true };
        let names: Vec<&str> = self.names_in(range);
        self.descendants(statement).any(|id| match self.get(id) {
            AnyNodeRef::ExprNamed(named) => match &*named.target {
                Expr::Name(target) => names.contains(&target.id.as_str()),
                _ => true,
            },
            _ => false,
        })
    }

    fn names_in(&self, range: TextRange) -> Vec<&str> {
        let Some(id) = self.expression(range) else { return Vec::new() };
        let all = std::iter::once(id).chain(self.descendants(id));
        all.filter_map(|id| match self.get(id) {
            AnyNodeRef::ExprName(name) => Some(name.id.as_str()),
            _ => None,
        })
        .collect()
    }

    /// Whether the expression at `range` is a constant.
    pub fn is_literal(&self, range: TextRange) -> bool {
        self.expression(range).is_some_and(|id| {
            let node = self.get(id);
            let all = std::iter::once(id).chain(self.descendants(id));
            !matches!(node, AnyNodeRef::ExprFString(_) | AnyNodeRef::ExprTString(_))
                && self.is_still_node(id)
                && !all.into_iter().any(|id| matches!(self.get(id), AnyNodeRef::ExprName(_)))
        })
    }

    /// The import statement around `range`.
    pub fn import_around(&self, range: TextRange) -> Option<TextRange> {
        let id = self.enclosing_statement(range)?;
        match self.get(id) {
            AnyNodeRef::StmtImport(_) | AnyNodeRef::StmtImportFrom(_) => Some(self.range(id)),
            _ => None,
        }
    }
}

fn is_act(node: AnyNodeRef<'_>) -> bool {
    matches!(
        node,
        AnyNodeRef::ExprCall(_)
            | AnyNodeRef::ExprAwait(_)
            | AnyNodeRef::ExprYield(_)
            | AnyNodeRef::ExprYieldFrom(_)
            | AnyNodeRef::ExprNamed(_)
    )
}

/// The order in a comprehension: its element comes last.
fn later(element: &Expr, first: TextRange, second: TextRange, in_source: bool) -> bool {
    let element = element.range();
    match (element.contains_range(first), element.contains_range(second)) {
        (true, false) => false,
        (false, true) => true,
        _ => in_source,
    }
}
