//! Small shapes around an expression that several transforms ask about.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall, ExprRef, Number, Operator, Stmt, UnaryOp};

use super::{NodeId, Nodes, ScopeKind, SemanticModel};
use crate::source::{Ranged, TextRange, TextSize};

/// The only assignment to a variable of a function, and what reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoleAssignment {
    /// The assignment, `name = value`.
    pub statement: TextRange,
    /// Its value.
    pub value: TextRange,
    /// Every load of the variable.
    pub uses: Vec<TextRange>,
}

impl SemanticModel<'_> {
    /// The assignment whose whole value is the call, without arguments, of the expression at `callee`,
    /// to a variable of a function that is bound nowhere else.
    pub fn sole_assignment(&self, callee: TextRange) -> Option<SoleAssignment> {
        let nodes = self.nodes();
        let value = nodes.bare_call_of(callee)?;
        let statement = nodes.parent(nodes.expression(value)?)?;
        let AnyNodeRef::StmtAssign(assign) = nodes.get(statement) else { return None };
        let [Expr::Name(target)] = assign.targets.as_slice() else { return None };
        let scope = self.scope_at(target.start());
        let [binding] = self.bindings_of(scope, &target.id) else { return None };
        let is_local = self.scope(scope).kind == ScopeKind::Function;
        let uses = self.uses(*binding);
        is_local.then(|| SoleAssignment { statement: assign.range(), value, uses })
    }
}

/// A tuple display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tuple {
    /// All of it, with its parentheses.
    pub range: TextRange,
    /// Its elements, in order.
    pub elements: Vec<TextRange>,
}

impl Nodes<'_> {
    /// The statement of which the expression at `value` is the whole value: an expression statement,
    /// an assignment of any kind, a `return`.
    pub fn statement_of_value(&self, value: TextRange) -> Option<TextRange> {
        let parent = self.parent(self.expression(value)?)?;
        let whole = match self.get(parent) {
            AnyNodeRef::StmtExpr(statement) => statement.value.range(),
            AnyNodeRef::StmtAssign(statement) => statement.value.range(),
            AnyNodeRef::StmtAnnAssign(statement) => statement.value.as_ref()?.range(),
            AnyNodeRef::StmtAugAssign(statement) => statement.value.range(),
            AnyNodeRef::StmtReturn(statement) => statement.value.as_ref()?.range(),
            _ => return None,
        };
        (whole == value).then(|| self.range(parent))
    }

    /// The call of the expression at `callee`.
    pub fn call_of(&self, callee: TextRange) -> Option<TextRange> {
        self.called(callee).map(Ranged::range)
    }

    /// The call of the expression at `callee`, if it has no arguments.
    pub fn bare_call_of(&self, callee: TextRange) -> Option<TextRange> {
        self.called(callee).filter(|call| call.arguments.is_empty()).map(Ranged::range)
    }

    /// What is passed by the keyword `name` in the call of the expression at `callee`.
    pub fn keyword_of_call(&self, callee: TextRange, name: &str) -> Option<TextRange> {
        let keyword = self.called(callee)?.arguments.find_keyword(name)?;
        Some(keyword.value.range())
    }

    /// The arguments of the call of the expression at `callee`, in source order; the values of keywords,
    /// stars included.
    pub fn arguments_of_call(&self, callee: TextRange) -> Vec<TextRange> {
        let arguments = self.called(callee).map(|call| call.arguments.iter_source_order());
        arguments.into_iter().flatten().map(|argument| argument.value().range()).collect()
    }

    fn called(&self, callee: TextRange) -> Option<&ExprCall> {
        match self.get(self.parent(self.expression(callee)?)?) {
            AnyNodeRef::ExprCall(call) if call.func.range() == callee => Some(call),
            _ => None,
        }
    }

    /// Whether the statement at `range` is `x += …` or the like, which reads `x` first.
    pub fn is_augmented(&self, range: TextRange) -> bool {
        let statement = self.statement(range).map(|id| self.get(id));
        matches!(statement, Some(AnyNodeRef::StmtAugAssign(_)))
    }

    /// Whether the name of the function `id` says that only its own class or module uses it.
    pub fn is_private(&self, id: NodeId) -> bool {
        match self.get(id) {
            AnyNodeRef::StmtFunctionDef(def) => {
                def.name.starts_with('_') && !def.name.ends_with("__")
            }
            _ => false,
        }
    }

    /// Where the name of the function `id` stands in its `def`; `None` for a lambda.
    pub fn name_of_function(&self, id: NodeId) -> Option<TextRange> {
        match self.get(id) {
            AnyNodeRef::StmtFunctionDef(def) => Some(def.name.range()),
            _ => None,
        }
    }

    /// Whether the statement at `range` is an expression whose value is dropped.
    pub fn is_expression_statement(&self, range: TextRange) -> bool {
        let statement = self.statement(range).map(|id| self.get(id));
        matches!(statement, Some(AnyNodeRef::StmtExpr(_)))
    }

    /// The `while True:` without `else` whose body is nothing but the expression at `value`.
    pub fn endless_loop_around(&self, value: TextRange) -> Option<TextRange> {
        let statement = self.parent(self.expression(value)?)?;
        let AnyNodeRef::StmtExpr(_) = self.get(statement) else { return None };
        let AnyNodeRef::StmtWhile(endless) = self.get(self.parent(statement)?) else { return None };
        let is_true = match &*endless.test {
            Expr::BooleanLiteral(literal) => literal.value,
            Expr::NumberLiteral(literal) => {
                matches!(&literal.value, Number::Int(int) if int.as_u8() == Some(1))
            }
            _ => false,
        };
        let alone = endless.body.len() == 1 && endless.orelse.is_empty();
        (is_true && alone).then(|| endless.range())
    }

    /// Whether the code at `second` runs only after that at `first` has run in the same call: its
    /// statement follows in the same suite, or deeper.
    pub fn precedes(&self, first: TextRange, second: TextRange) -> bool {
        let Some(first) = self.enclosing_statement(first) else { return false };
        let Some(second) = self.enclosing_statement(second) else { return false };
        let suite = self.parent(first);
        let level = std::iter::once(second).chain(self.ancestors(second));
        let mut level = level.filter(|id| self.parent(*id) == suite);
        // Two bodies of one compound statement have the same parent.
        level.next().is_some_and(|id| id > first && self.share_suite(first, id))
    }

    /// The tuple of which the expression at `element` is an element.
    pub fn tuple_around(&self, element: TextRange) -> Option<Tuple> {
        let AnyNodeRef::ExprTuple(tuple) = self.get(self.parent(self.expression(element)?)?) else {
            return None;
        };
        let elements = tuple.elts.iter().map(Ranged::range).collect();
        Some(Tuple { range: tuple.range(), elements })
    }

    /// Whether an `await` or a `yield` stands inside `range`, nested functions excluded.
    pub fn contains_await_or_yield(&self, range: TextRange) -> bool {
        let Some(id) = self.expression(range) else { return true };
        std::iter::once(id).chain(self.descendants(id)).any(|id| {
            let suspends = match self.get(id) {
                AnyNodeRef::ExprAwait(_)
                | AnyNodeRef::ExprYield(_)
                | AnyNodeRef::ExprYieldFrom(_) => true,
                AnyNodeRef::Comprehension(comprehension) => comprehension.is_async,
                _ => false,
            };
            suspends && !self.in_lambda_within(id, range)
        })
    }

    /// Whether an `await` or a `yield` stands inside the statement at `range`, but not inside `except`.
    pub fn suspends_outside(&self, range: TextRange, except: TextRange) -> bool {
        let Some(statement) = self.statement(range) else { return true };
        let outside = self.descendants(statement);
        let mut outside = outside.filter(|id| !except.contains_range(self.range(*id)));
        outside.any(|id| match self.get(id) {
            AnyNodeRef::ExprAwait(_) | AnyNodeRef::ExprYield(_) | AnyNodeRef::ExprYieldFrom(_) => {
                true
            }
            AnyNodeRef::Comprehension(comprehension) => comprehension.is_async,
            _ => false,
        })
    }

    /// The loops around the code at `range` inside the statements at `block`, the innermost first: for each,
    /// the name that gets one thing after the other, if that is all that it does.
    pub fn loops_around(&self, range: TextRange, block: TextRange) -> Vec<Option<&str>> {
        let Some(start) = self.covering(range) else { return Vec::new() };
        let inside = |id: &NodeId| block.contains_range(self.range(*id));
        let around = self.ancestors(start).take_while(inside);
        let loops = around.filter_map(|id| match self.get(id) {
            AnyNodeRef::StmtFor(each) => Some(each.target.as_name_expr().map(|it| it.id.as_str())),
            AnyNodeRef::StmtWhile(_)
            | AnyNodeRef::ExprListComp(_)
            | AnyNodeRef::ExprSetComp(_)
            | AnyNodeRef::ExprDictComp(_)
            | AnyNodeRef::ExprGenerator(_) => Some(None),
            _ => None,
        });
        loops.collect()
    }

    /// Whether the expression at `range` is a name.
    pub fn is_name(&self, range: TextRange) -> bool {
        let id = self.expression(range);
        id.is_some_and(|id| matches!(self.get(id), AnyNodeRef::ExprName(_)))
    }

    /// Whether the expression at `range` is evaluated again and again, inside one expression.
    pub fn is_comprehended(&self, range: TextRange) -> bool {
        let Some(id) = self.expression(range) else { return false };
        let around = self.ancestors(id).take_while(|id| !self.get(*id).is_statement());
        around.into_iter().any(|id| {
            matches!(
                self.get(id),
                AnyNodeRef::ExprListComp(_)
                    | AnyNodeRef::ExprSetComp(_)
                    | AnyNodeRef::ExprDictComp(_)
                    | AnyNodeRef::ExprGenerator(_)
            )
        })
    }

    /// What stands in the brackets behind the expression at `range`.
    pub fn subscript_of(&self, range: TextRange) -> Option<TextRange> {
        let AnyNodeRef::ExprSubscript(subscript) = self.get(self.parent(self.expression(range)?)?)
        else {
            return None;
        };
        (subscript.value.range() == range).then(|| subscript.slice.range())
    }

    /// Whether the expression at `range` makes a call.
    pub fn calls_within(&self, range: TextRange) -> bool {
        let Some(id) = self.expression(range) else { return true };
        self.descendants(id).any(|id| matches!(self.get(id), AnyNodeRef::ExprCall(_)))
    }

    /// Whether the expression at `range` is a call with one argument.
    pub fn is_call_of_one(&self, range: TextRange) -> bool {
        let id = self.expression(range);
        matches!(id.map(|id| self.get(id)), Some(AnyNodeRef::ExprCall(n)) if n.arguments.len() == 1)
    }

    /// Whether the function `function` ends with a `return`, and all that it returns is made by calls.
    pub fn returns_calls(&self, function: NodeId) -> bool {
        let AnyNodeRef::StmtFunctionDef(def) = self.get(function) else { return false };
        let mut own = self.own_nodes(function);
        matches!(def.body.last(), Some(Stmt::Return(_)))
            && own.all(|id| match self.get(id) {
                AnyNodeRef::StmtReturn(returned) => {
                    matches!(returned.value.as_deref(), Some(Expr::Call(_)))
                }
                _ => true,
            })
    }

    /// The callee of the call at `range`, if it is one.
    pub fn callee_of(&self, range: TextRange) -> Option<TextRange> {
        match self.get(self.expression(range)?) {
            AnyNodeRef::ExprCall(call) => Some(call.func.range()),
            _ => None,
        }
    }

    fn in_lambda_within(&self, id: NodeId, range: TextRange) -> bool {
        self.ancestors(id)
            .take_while(|a| range.contains_range(self.range(*a)))
            .any(|a| matches!(self.get(a), AnyNodeRef::ExprLambda(_)))
    }

    /// Whether the expression at `range` is a literal: a number, a string, `None`, `True`, `False`, or
    /// such a number with a sign.
    pub fn is_constant(&self, range: TextRange) -> bool {
        let expression = self.expression(range).and_then(|id| self.as_expression(id));
        match expression {
            Some(ExprRef::UnaryOp(signed)) => {
                matches!(&*signed.operand, Expr::NumberLiteral(_))
            }
            Some(expression) => matches!(
                expression,
                ExprRef::NumberLiteral(_)
                    | ExprRef::StringLiteral(_)
                    | ExprRef::BytesLiteral(_)
                    | ExprRef::BooleanLiteral(_)
                    | ExprRef::NoneLiteral(_)
            ),
            None => false,
        }
    }

    /// The value of the number literal, with or without a sign, at `range`.
    pub fn number(&self, range: TextRange) -> Option<f64> {
        match self.as_expression(self.expression(range)?)? {
            ExprRef::NumberLiteral(literal) => value_of(&literal.value),
            ExprRef::UnaryOp(signed) => match (&*signed.operand, signed.op) {
                (Expr::NumberLiteral(literal), UnaryOp::USub) => Some(-value_of(&literal.value)?),
                (Expr::NumberLiteral(literal), UnaryOp::UAdd) => value_of(&literal.value),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the expression at `range` divides or holds a number with a decimal point.
    pub fn may_be_fraction(&self, range: TextRange) -> bool {
        let Some(id) = self.expression(range) else { return true };
        std::iter::once(id).chain(self.descendants(id)).any(|id| match self.get(id) {
            AnyNodeRef::ExprBinOp(operation) => operation.op == Operator::Div,
            AnyNodeRef::ExprNumberLiteral(literal) => !matches!(literal.value, Number::Int(_)),
            _ => false,
        })
    }

    /// Whether the statement at `statement` is one of the body of an `if` without `elif` and `else`.
    pub fn is_in_plain_if(&self, statement: TextRange) -> bool {
        let parent = self.statement(statement).and_then(|id| self.parent(id));
        matches!(
            parent.map(|id| self.get(id)),
            Some(AnyNodeRef::StmtIf(block)) if block.elif_else_clauses.is_empty()
        )
    }

    /// Whether the code at `offset` may run although `statement`, in the body of a `try` around both,
    /// did not run to its end.
    pub fn may_run_instead(&self, offset: TextSize, statement: TextRange) -> bool {
        let outer = self.statement(statement).into_iter().flat_map(|id| self.ancestors(id));
        let tries = outer.filter_map(|id| match self.get(id) {
            AnyNodeRef::StmtTry(block) => Some(block),
            _ => None,
        });
        let mut tries = tries;
        tries.any(|block| {
            let in_body = block.body.iter().any(|inner| inner.range().contains(offset));
            block.range().contains(offset) && !in_body
        })
    }

    /// Whether the suite of `statement` has others.
    pub fn has_siblings(&self, statement: TextRange) -> bool {
        self.statement(statement).is_some_and(|id| self.is_accompanied(id))
    }

    /// Whether code at `range` runs as part of a class body.
    pub fn in_class_body(&self, range: TextRange) -> bool {
        let Some(statement) = self.enclosing_statement(range) else { return false };
        self.ancestors(statement)
            .find_map(|id| match self.get(id) {
                AnyNodeRef::StmtClassDef(_) => Some(true),
                AnyNodeRef::StmtFunctionDef(_) => Some(false),
                _ => None,
            })
            .unwrap_or(false)
    }
}

fn value_of(number: &Number) -> Option<f64> {
    match number {
        Number::Int(int) => int.as_u64().map(|int| int as f64),
        Number::Float(float) => Some(*float),
        Number::Complex { .. } => None,
    }
}
