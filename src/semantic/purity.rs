//! What evaluating an expression can do, as far as that can be proved.

use ruff_python_ast::{AnyNodeRef, CmpOp, Expr, ExprBinOp, ExprRef, Number, UnaryOp};

use super::model::SemanticModel;
use super::{BindingKind, ScopeKind};
use crate::source::{Ranged, TextRange};

impl<'a> SemanticModel<'a> {
    /// Whether the expression at `range` is a constant or a name: evaluating it does nothing, and
    /// neither do its value's methods.
    pub fn is_plain(&self, range: TextRange) -> bool {
        self.nodes().is_constant(range) || matches!(self.expression(range), Some(ExprRef::Name(_)))
    }

    /// Whether evaluating the expression at `range` runs no code that could have an effect or
    /// suspend: constants, names, attributes of names, displays of these, lambdas. That attributes
    /// may be properties is overlooked.
    pub fn is_quiet(&self, range: TextRange) -> bool {
        self.expression(range).is_some_and(is_quiet)
    }

    /// Whether the expression at `range` is quiet, or a call whose function and arguments are: then
    /// nothing happens before the call itself.
    pub fn has_quiet_arguments(&self, range: TextRange) -> bool {
        match self.expression(range) {
            Some(ExprRef::Call(call)) => {
                let arguments = &call.arguments;
                is_quiet(call.func.as_ref().into())
                    && all_quiet(&arguments.args)
                    && arguments
                        .keywords
                        .iter()
                        .all(|k| k.arg.is_some() && is_quiet((&k.value).into()))
            }
            Some(expression) => is_quiet(expression),
            None => false,
        }
    }

    /// Whether the value of the expression at `range` is computed by arithmetic or written as a
    /// number, so that it is not `None`.
    pub fn is_arithmetic(&self, range: TextRange) -> bool {
        match self.expression(range) {
            Some(ExprRef::NumberLiteral(_) | ExprRef::BinOp(_)) => true,
            Some(ExprRef::UnaryOp(unary)) => unary.op != UnaryOp::Not,
            _ => false,
        }
    }

    /// The value of the expression at `range`, where it is a whole number that is written there or
    /// assigned, once, to the variable that it names.
    pub fn whole_number(&self, range: TextRange) -> Option<u64> {
        match self.expression(range)? {
            ExprRef::NumberLiteral(literal) => match &literal.value {
                Number::Int(int) => int.as_u64(),
                Number::Float(_) | Number::Complex { .. } => None,
            },
            ExprRef::Name(name) => match self.only_value(name.id.as_str(), name.range)? {
                value @ Expr::NumberLiteral(_) => self.whole_number(value.range()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The expression with exactly this range.
    pub(super) fn expression(&self, range: TextRange) -> Option<ExprRef<'a>> {
        self.nodes().as_expression(self.nodes().expression(range)?)
    }

    /// The value of a variable of a module or function that is assigned exactly once.
    pub(super) fn only_value(&self, name: &str, range: TextRange) -> Option<&'a Expr> {
        let resolution = self.resolve(name, range.start());
        let [binding] = resolution.bindings[..] else {
            return None;
        };
        let binding = self.binding(binding);
        let kind = self.scope(binding.scope).kind;
        let is_alone = self.bindings_of(binding.scope, name).len() == 1;
        let is_variable = matches!(kind, ScopeKind::Module | ScopeKind::Function);
        if resolution.builtin
            || !is_alone
            || !is_variable
            || binding.kind != BindingKind::Assignment
            || binding.written_in != binding.scope
        {
            return None;
        }
        match self.nodes().get(self.nodes().parent(binding.node)?) {
            AnyNodeRef::StmtAssign(assignment) => Some(&assignment.value),
            AnyNodeRef::StmtAnnAssign(assignment) => assignment.value.as_deref(),
            _ => None,
        }
    }
}

fn is_quiet(expression: ExprRef<'_>) -> bool {
    match expression {
        ExprRef::Name(_)
        | ExprRef::NumberLiteral(_)
        | ExprRef::StringLiteral(_)
        | ExprRef::BytesLiteral(_)
        | ExprRef::BooleanLiteral(_)
        | ExprRef::NoneLiteral(_)
        | ExprRef::EllipsisLiteral(_) => true,
        ExprRef::Attribute(attribute) => is_chain(&attribute.value),
        ExprRef::Lambda(lambda) => lambda.parameters.as_ref().is_none_or(|parameters| {
            parameters
                .iter_non_variadic_params()
                .filter_map(|p| p.default())
                .all(|d| is_quiet(d.into()))
        }),
        ExprRef::Tuple(tuple) => all_quiet(&tuple.elts),
        ExprRef::List(list) => all_quiet(&list.elts),
        ExprRef::Dict(dict) => dict.items.iter().all(|entry| {
            entry.key.as_ref().is_some_and(is_literal) && is_quiet((&entry.value).into())
        }),
        ExprRef::Set(set) => set.elts.iter().all(is_literal),
        ExprRef::UnaryOp(unary) => is_number(&unary.operand) && unary.op != UnaryOp::Not,
        ExprRef::BinOp(operation) => is_arithmetic(operation),
        ExprRef::Compare(comparison) => {
            comparison.ops.iter().all(|op| matches!(op, CmpOp::Is | CmpOp::IsNot))
                && is_quiet(comparison.left.as_ref().into())
                && all_quiet(&comparison.comparators)
        }
        ExprRef::If(choice) => {
            matches!(&*choice.test, Expr::Compare(_) | Expr::BooleanLiteral(_))
                && [&choice.test, &choice.body, &choice.orelse]
                    .into_iter()
                    .all(|part| is_quiet(part.as_ref().into()))
        }
        _ => false,
    }
}

fn all_quiet(expressions: &[Expr]) -> bool {
    expressions.iter().all(|expression| is_quiet(expression.into()))
}

fn is_chain(expression: &Expr) -> bool {
    match expression {
        Expr::Name(_) => true,
        Expr::Attribute(attribute) => is_chain(&attribute.value),
        _ => false,
    }
}

/// Whether it is a literal, whose hash is computed without running the program's code.
fn is_literal(expression: &Expr) -> bool {
    expression.is_literal_expr()
}

fn is_number(expression: &Expr) -> bool {
    match expression {
        Expr::NumberLiteral(_) => true,
        Expr::BinOp(operation) => is_arithmetic(operation),
        _ => false,
    }
}

/// Whether it is arithmetic on numbers, which nothing but a division by 0 can spoil.
fn is_arithmetic(operation: &ExprBinOp) -> bool {
    is_number(&operation.left) && is_number(&operation.right)
}
