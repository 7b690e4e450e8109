//! What Python's grammar asks of code that is moved: where an expression may stand without
//! parentheses.

use ruff_python_ast::{
    AnyNodeRef, Expr, ExprRef, Number, Operator, OperatorPrecedence as Precedence, Stmt, UnaryOp,
    token::TokenKind,
};

use super::{Ast, Nodes, punctuation::Bracket};
use crate::source::{Ranged, TextRange, TextSize};

/// How an expression binds: what decides whether it needs parentheses in a [`Slot`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Most expressions.
    Bound(Precedence),
    /// `1, 2`: a tuple without parentheses.
    BareTuple,
    /// `(1, 2)`, which in a `with` would be two things to enter.
    Tuple,
    /// `x for x in y`: the one argument of a call, without parentheses of its own.
    BareGenerator,
    /// `1`: an integer in decimal, which a `.` would make a float.
    Integer,
    /// `1:2`, which no parentheses may stand around.
    Slice,
}

impl Shape {
    /// The shape of code of which nothing is known but that it is one expression.
    pub const UNKNOWN: Self = Self::Bound(Precedence::None);
    /// The shape of a name or anything in brackets of its own.
    pub const ATOM: Self = Self::Bound(Precedence::Atomic);

    fn of(expression: ExprRef<'_>) -> Self {
        match expression {
            ExprRef::Tuple(tuple) if !tuple.parenthesized => Self::BareTuple,
            ExprRef::Tuple(_) => Self::Tuple,
            ExprRef::Generator(generator) if !generator.parenthesized => Self::BareGenerator,
            ExprRef::NumberLiteral(number) => match number.value {
                Number::Int(_) => Self::Integer,
                Number::Float(_) | Number::Complex { .. } => Self::ATOM,
            },
            ExprRef::Slice(_) => Self::Slice,
            _ => Self::Bound(Precedence::from_expr_ref(expression)),
        }
    }
}

/// A place for an expression, and what may stand there without parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    least: Precedence,
    tuple: bool,
    yields: bool,
    named: bool,
    starred: bool,
    generator: bool,
    /// Whether parentheses may mean something else here.
    enters: bool,
    /// Parentheses are no help: a target, a keyword argument, code that is not an expression.
    fixed: bool,
}

impl Slot {
    /// Whether an expression of this shape may stand here as it is.
    pub fn accepts(self, shape: Shape) -> bool {
        match shape {
            _ if self.fixed => true,
            Shape::BareTuple => self.tuple,
            Shape::Tuple => !self.enters,
            Shape::BareGenerator => self.generator,
            Shape::Integer => self.least < Precedence::CallAttribute,
            Shape::Slice => true,
            Shape::Bound(Precedence::Yield) => self.yields,
            Shape::Bound(Precedence::Assign) => self.named,
            Shape::Bound(Precedence::Starred) => self.starred,
            Shape::Bound(precedence) => precedence >= self.least,
        }
    }

    const fn least(least: Precedence) -> Self {
        Self {
            least,
            tuple: false,
            yields: false,
            named: false,
            starred: false,
            generator: false,
            enters: false,
            fixed: false,
        }
    }

    const fn tuple(self) -> Self {
        Self { tuple: true, ..self }
    }

    const fn yields(self) -> Self {
        Self { yields: true, ..self }
    }

    const fn named(self) -> Self {
        Self { named: true, ..self }
    }

    const fn starred(self) -> Self {
        Self { starred: true, ..self }
    }

    /// Any expression: a ternary, a lambda, but no tuple, walrus, star or yield.
    const EXPRESSION: Self = Self::least(Precedence::Lambda);
    /// Inside parentheses of its own.
    const ENCLOSED: Self = Self { generator: true, ..Self::EXPRESSION.tuple().yields().named() };
    /// The right side of an assignment, or a statement of its own.
    const VALUE: Self = Self::EXPRESSION.tuple().yields();
    /// `.attribute`, `(…)` or `[…]` follows.
    pub const PRIMARY: Self = Self::least(Precedence::CallAttribute);
    const FIXED: Self = Self { fixed: true, ..Self::EXPRESSION };

    const fn tighter_than(precedence: Precedence) -> Self {
        use Precedence as P;
        Self::least(match precedence {
            P::Or => P::And,
            P::And => P::Not,
            P::ComparisonsMembershipIdentity => P::BitOr,
            P::BitOr => P::BitXor,
            P::BitXor => P::BitAnd,
            P::BitAnd => P::LeftRightShift,
            P::LeftRightShift => P::AddSub,
            P::AddSub => P::MulDivRemain,
            P::MulDivRemain => P::PosNegBitNot,
            _ => P::Await,
        })
    }
}

impl Nodes<'_> {
    /// How the expression with this range binds; `None` when there is none.
    pub fn shape(&self, range: TextRange) -> Option<Shape> {
        self.as_expression(self.expression(range)?).map(Shape::of)
    }

    /// What may stand in the place of the expression with this range; `None` when there is none.
    pub fn slot(&self, range: TextRange, ast: &Ast) -> Option<Slot> {
        let id = self.expression(range)?;
        if self.parentheses(range, ast).is_some() {
            return Some(Slot::ENCLOSED);
        }
        let parent = self.parent(id)?;
        Some(slot(self.get(parent), range, self.parent(parent).map(|p| self.get(p))))
    }

    /// The same, if a name may take the place of the parentheses: no keyword touches them.
    pub fn removable_parentheses(
        &self,
        range: TextRange,
        ast: &Ast,
        text: &str,
    ) -> Option<TextRange> {
        let around = self.parentheses(range, ast)?;
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let touched = text[..around.start().to_usize()].ends_with(is_part)
            || text[around.end().to_usize()..].starts_with(is_part);
        (!touched).then_some(around)
    }

    /// The innermost parentheses around the expression with this range that are its own: not those
    /// of a call's arguments or a tuple.
    pub fn parentheses(&self, range: TextRange, ast: &Ast) -> Option<TextRange> {
        let parent = self.parent(self.expression(range)?)?;
        let within = match self.get(parent) {
            AnyNodeRef::Arguments(n) => {
                TextRange::new(n.start() + TextSize::new(1), n.end() - TextSize::new(1))
            }
            node => node.range(),
        };
        let tokens = ast.tokens();
        let before = &tokens[..tokens.partition_point(|t| t.start() < range.start())];
        let after = &tokens[tokens.partition_point(|t| t.start() < range.end())..];
        let left = before.iter().rev().find(|t| !t.kind().is_trivia())?;
        let right = after.iter().find(|t| !t.kind().is_trivia())?;
        let around = TextRange::new(left.start(), right.end());
        (left.kind() == TokenKind::Lpar
            && right.kind() == TokenKind::Rpar
            && within.contains_range(around))
        .then_some(around)
    }
}

/// The slot of `child` in `parent`.
fn slot(parent: AnyNodeRef<'_>, child: TextRange, grandparent: Option<AnyNodeRef<'_>>) -> Slot {
    let is = |expression: &Expr| expression.range() == child;
    let is_some = |expression: Option<&Expr>| expression.is_some_and(is);
    match parent {
        AnyNodeRef::StmtExpr(_) => Slot::VALUE,
        AnyNodeRef::StmtAssign(n) if is(&n.value) => Slot::VALUE,
        AnyNodeRef::StmtAugAssign(n) if is(&n.value) => Slot::VALUE,
        AnyNodeRef::StmtAnnAssign(n) if is_some(n.value.as_deref()) => Slot::VALUE,
        AnyNodeRef::StmtAnnAssign(n) if is(&n.annotation) => Slot::EXPRESSION,
        AnyNodeRef::StmtAssign(_) | AnyNodeRef::StmtAugAssign(_) | AnyNodeRef::StmtAnnAssign(_) => {
            Slot::FIXED
        }
        AnyNodeRef::StmtReturn(_) => Slot::EXPRESSION.tuple(),
        AnyNodeRef::StmtFor(n) if is(&n.target) => Slot::FIXED,
        AnyNodeRef::StmtFor(_) => Slot::EXPRESSION.tuple(),
        AnyNodeRef::StmtWhile(_) | AnyNodeRef::StmtIf(_) | AnyNodeRef::ElifElseClause(_) => {
            Slot::EXPRESSION.named()
        }
        AnyNodeRef::Comprehension(n) if is(&n.target) => Slot::FIXED,
        AnyNodeRef::Comprehension(_) => Slot::least(Precedence::Or),
        AnyNodeRef::WithItem(n) if is_some(n.optional_vars.as_deref()) => Slot::FIXED,
        AnyNodeRef::WithItem(_) => Slot { enters: true, ..Slot::EXPRESSION },
        AnyNodeRef::StmtDelete(_) => Slot::FIXED,
        AnyNodeRef::Arguments(n) => {
            let slot = Slot::EXPRESSION.named().starred();
            let sole = n.args.len() == 1 && n.keywords.is_empty();
            let in_call = matches!(grandparent, Some(AnyNodeRef::ExprCall(_)));
            Slot { generator: sole && in_call && bare_generator(n.args.first()), ..slot }
        }
        AnyNodeRef::ExprList(_) | AnyNodeRef::ExprSet(_) => Slot::EXPRESSION.named().starred(),
        AnyNodeRef::ExprTuple(n) if n.parenthesized => Slot::EXPRESSION.named().starred(),
        AnyNodeRef::ExprTuple(_) => Slot::EXPRESSION.starred(),
        AnyNodeRef::ExprListComp(_) | AnyNodeRef::ExprSetComp(_) | AnyNodeRef::ExprGenerator(_) => {
            Slot::EXPRESSION.named()
        }
        AnyNodeRef::ExprYield(_) => Slot::EXPRESSION.tuple(),
        AnyNodeRef::ExprStarred(_) => Slot::least(Precedence::BitOr),
        AnyNodeRef::ExprSubscript(n) if is(&n.slice) => Slot::EXPRESSION.tuple(),
        AnyNodeRef::InterpolatedElement(_) => Slot::least(Precedence::IfElse),
        AnyNodeRef::ExprNamed(n) if is(&n.target) => Slot::FIXED,
        _ => operand_slot(parent, child),
    }
}

fn bare_generator(argument: Option<&Expr>) -> bool {
    matches!(argument, Some(Expr::Generator(generator)) if !generator.parenthesized)
}

/// The slot of `child` in an expression made of operators and operands.
fn operand_slot(parent: AnyNodeRef<'_>, child: TextRange) -> Slot {
    match parent {
        AnyNodeRef::ExprBinOp(n) => match (n.op, n.left.range() == child) {
            (Operator::Pow, true) => Slot::least(Precedence::Await),
            (Operator::Pow, false) => Slot::least(Precedence::PosNegBitNot),
            (op, true) => Slot::least(Precedence::from(op)),
            (op, false) => Slot::tighter_than(Precedence::from(op)),
        },
        AnyNodeRef::ExprUnaryOp(n) => Slot::least(match n.op {
            UnaryOp::Not => Precedence::Not,
            UnaryOp::UAdd | UnaryOp::USub | UnaryOp::Invert => Precedence::PosNegBitNot,
        }),
        AnyNodeRef::ExprBoolOp(n) => Slot::tighter_than(Precedence::from(n.op)),
        AnyNodeRef::ExprCompare(_) => Slot::least(Precedence::BitOr),
        AnyNodeRef::ExprIf(n) if n.orelse.range() == child => Slot::EXPRESSION,
        AnyNodeRef::ExprIf(_) => Slot::least(Precedence::Or),
        AnyNodeRef::ExprAwait(_)
        | AnyNodeRef::ExprAttribute(_)
        | AnyNodeRef::ExprSubscript(_)
        | AnyNodeRef::ExprCall(_) => Slot::PRIMARY,
        AnyNodeRef::ExprDict(n) if n.items.iter().any(|i| spread(i, child)) => {
            Slot::least(Precedence::BitOr)
        }
        AnyNodeRef::PatternMatchValue(_) => Slot::FIXED,
        _ => Slot::EXPRESSION,
    }
}

/// Whether `child` is what `**` spreads into a dictionary.
fn spread(entry: &ruff_python_ast::DictItem, child: TextRange) -> bool {
    entry.key.is_none() && entry.value.range() == child
}

/// A piece of new code, read as Python: what it is, and what its gaps ask of the code put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// What the whole is.
    pub kind: FragmentKind,
    /// One for each gap, in their order.
    pub gaps: Vec<Gap>,
}

/// What a [`Fragment`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FragmentKind {
    /// One expression.
    Expression(Shape),
    /// Whole statements.
    Statements,
    /// The header of a compound statement, up to its colon.
    Header,
    /// Neither: part of a statement, or not Python.
    Part,
}

/// A gap of a [`Fragment`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// What may stand there.
    pub slot: Slot,
    /// Whether brackets of the fragment stand around it, so that lines may break freely.
    pub enclosed: bool,
    /// Whether it stands for a whole statement.
    pub statement: bool,
    /// Whether it is the whole fragment.
    pub whole: bool,
}

impl Fragment {
    /// Reads `text`, in which a name (or `()`) stands in the place of each gap.
    pub fn read(text: &str, gaps: &[TextRange]) -> Self {
        let attempts = [(text.to_owned(), true), (format!("{text} pass"), false)];
        for (text, complete) in attempts {
            if let Ok(ast) = Ast::parse(&text) {
                return Self::of(&ast, gaps, complete);
            }
        }
        let gap = Gap { slot: Slot::PRIMARY, enclosed: false, statement: false, whole: false };
        Self { kind: FragmentKind::Part, gaps: vec![gap; gaps.len()] }
    }

    fn of(ast: &Ast, gaps: &[TextRange], complete: bool) -> Self {
        let nodes = Nodes::new(ast);
        let kind = match ast.module().body.as_slice() {
            _ if !complete => FragmentKind::Header,
            [Stmt::Expr(only)] => FragmentKind::Expression(Shape::of((&*only.value).into())),
            _ => FragmentKind::Statements,
        };
        let gaps = gaps.iter().map(|gap| {
            let statement = nodes.statement(*gap).is_some();
            Gap {
                slot: nodes.slot(*gap, ast).unwrap_or(Slot::FIXED),
                enclosed: depth(ast, gap.start()) > 0,
                statement,
                whole: statement && ast.module().body.len() == 1,
            }
        });
        Self { kind, gaps: gaps.collect() }
    }
}

/// How many brackets are open before `offset`.
fn depth(ast: &Ast, offset: TextSize) -> i32 {
    ast.brackets(TextRange::up_to(offset)).map(Bracket::step).sum()
}
