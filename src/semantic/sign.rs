//! Which numbers are proved not to be negative, and which not to be zero either (NaN overlooked).

use ruff_python_ast::{
    AnyNodeRef, BoolOp, Expr, ExprBinOp, ExprCall, ExprRef, Number, Operator, UnaryOp,
};

use super::{BindingKind, model::SemanticModel};
use crate::source::{Ranged, TextRange};

/// How many names deep a value is followed.
const FOLLOWED: u8 = 8;

/// What is to be proved of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// It is zero or above.
    NonNegative,
    /// It is above zero.
    Positive,
}

impl SemanticModel<'_> {
    /// Whether the value of the expression at `range` is proved to be a number that is not below 0.
    pub fn is_non_negative(&self, range: TextRange) -> bool {
        self.expression(range).is_some_and(|it| self.has_sign(it, Sign::NonNegative, FOLLOWED))
    }

    /// Whether the value of the expression at `range` is proved to be a number above 0.
    pub fn is_positive(&self, range: TextRange) -> bool {
        self.expression(range).is_some_and(|it| self.has_sign(it, Sign::Positive, FOLLOWED))
    }

    fn has_sign(&self, expression: ExprRef<'_>, sign: Sign, followed: u8) -> bool {
        let is = |part: &Expr, sign: Sign| self.has_sign(part.into(), sign, followed);
        match expression {
            ExprRef::NumberLiteral(literal) => match sign {
                Sign::NonNegative => !matches!(literal.value, Number::Complex { .. }),
                Sign::Positive => is_above_zero(&literal.value),
            },
            ExprRef::BooleanLiteral(literal) => sign == Sign::NonNegative || literal.value,
            ExprRef::UnaryOp(unary) => unary.op == UnaryOp::UAdd && is(&unary.operand, sign),
            ExprRef::BinOp(operation) => {
                [&operation.left, &operation.right].iter().all(|part| is(part, Sign::NonNegative))
                    && keeps_sign(operation)
                    && (sign == Sign::NonNegative || {
                        let (left, right) = (is(&operation.left, sign), is(&operation.right, sign));
                        stays_positive(operation.op, left, right)
                    })
            }
            ExprRef::If(choice) => is(&choice.body, sign) && is(&choice.orelse, sign),
            ExprRef::BoolOp(choice) => match (choice.op, choice.values.as_slice()) {
                // A value before the last is the result where it is true, which zero is not.
                (BoolOp::Or, [before @ .., last]) => {
                    before.iter().all(|part| is(part, Sign::NonNegative)) && is(last, sign)
                }
                (_, values) => values.iter().all(|part| is(part, sign)),
            },
            ExprRef::Named(named) => is(&named.value, sign),
            ExprRef::Call(call) => self.returns(call, sign, followed),
            ExprRef::Name(name) => {
                let Some(followed) = followed.checked_sub(1) else {
                    return false;
                };
                let value = self.only_value(name.id.as_str(), name.range);
                value.is_some_and(|value| self.has_sign(value.into(), sign, followed))
                    || self.counts_up(name.id.as_str(), name.range, sign)
            }
            _ => false,
        }
    }

    fn returns(&self, call: &ExprCall, sign: Sign, followed: u8) -> bool {
        let arguments = &call.arguments.args;
        let known = |argument: &Expr| self.has_sign(argument.into(), sign, followed);
        let all_known = arguments.iter().all(known);
        let may_be_zero = sign == Sign::NonNegative;
        if !call.arguments.keywords.is_empty() || arguments.iter().any(Expr::is_starred_expr) {
            return false;
        }
        if let Expr::Name(name) = &*call.func
            && self.builtin(name.id.as_str(), name.start())
        {
            return match (name.id.as_str(), arguments.len()) {
                ("abs" | "len", 1) => may_be_zero,
                ("max", 2..) => arguments.first().is_some_and(known),
                ("min", 2..) | ("float", 1) => all_known,
                ("int" | "round", 1) => may_be_zero && all_known,
                _ => false,
            };
        }
        let Some(name) = self.qualified_name(call.func.range()) else {
            return false;
        };
        name == "random.random" && may_be_zero
            || (name == "random.uniform" || name == "random.randint") && all_known
    }

    /// Whether a variable is bound by `for name in range(n)` alone.
    fn counts_up(&self, name: &str, range: TextRange, sign: Sign) -> bool {
        let resolution = self.resolve(name, range.start());
        let [binding] = resolution.bindings[..] else { return false };
        let binding = self.binding(binding);
        if binding.kind != BindingKind::For || self.bindings_of(binding.scope, name).len() != 1 {
            return false;
        }
        let parent = self.nodes().parent(binding.node).map(|id| self.nodes().get(id));
        let Some(AnyNodeRef::StmtFor(counted)) = parent else { return false };
        let Expr::Call(call) = &*counted.iter else { return false };
        let Expr::Name(callee) = &*call.func else { return false };
        let of_range = callee.id.as_str() == "range" && self.builtin("range", callee.start());
        let arguments = &call.arguments.args;
        let plain = !arguments.iter().any(Expr::is_starred_expr);
        of_range
            && plain
            && match arguments.len() {
                1 => sign == Sign::NonNegative,
                2 | 3 => {
                    let step = arguments.get(2).is_none_or(is_positive_literal);
                    step && arguments.first().is_some_and(|a| self.has_sign(a.into(), sign, 1))
                }
                _ => false,
            }
    }
}

/// Whether the result of non-negative operands is not negative.
fn keeps_sign(operation: &ExprBinOp) -> bool {
    match operation.op {
        Operator::Add | Operator::Mult | Operator::Pow => true,
        Operator::Div | Operator::FloorDiv | Operator::Mod => is_positive_literal(&operation.right),
        Operator::Sub
        | Operator::MatMult
        | Operator::LShift
        | Operator::RShift
        | Operator::BitOr
        | Operator::BitXor
        | Operator::BitAnd => false,
    }
}

/// Whether the result of non-negative operands is above zero, where it is known which of them are.
fn stays_positive(operator: Operator, left: bool, right: bool) -> bool {
    match operator {
        Operator::Add => left || right,
        Operator::Mult => left && right,
        Operator::Div | Operator::Pow => left,
        _ => false,
    }
}

fn is_positive_literal(expression: &Expr) -> bool {
    matches!(expression, Expr::NumberLiteral(literal) if is_above_zero(&literal.value))
}

fn is_above_zero(number: &Number) -> bool {
    match number {
        Number::Int(int) => int.as_u64() != Some(0),
        Number::Float(float) => *float > 0.0,
        Number::Complex { .. } => false,
    }
}
