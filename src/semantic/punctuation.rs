//! Brackets, commas and quotes: what stands between the nodes.

use ruff_python_ast::{AnyNodeRef, Expr, Stmt, token::TokenKind};

use super::{Ast, NodeId, Nodes};
use crate::source::{Ranged, TextRange, TextSize};

/// A token that decides where lines may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bracket {
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// A line end inside a statement, without a backslash.
    Break,
}

impl Bracket {
    /// What it adds to the number of open brackets.
    pub fn step(self) -> i32 {
        match self {
            Self::Open => 1,
            Self::Close => -1,
            Self::Break => 0,
        }
    }
}

impl Ast {
    /// The brackets and the line ends between brackets that start in `range`, in order.
    pub fn brackets(&self, range: TextRange) -> impl Iterator<Item = Bracket> + '_ {
        self.tokens_in(range).iter().filter_map(|token| match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => Some(Bracket::Open),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => Some(Bracket::Close),
            TokenKind::NonLogicalNewline => Some(Bracket::Break),
            _ => None,
        })
    }

    /// The last token before `offset` that is no comment and no line end inside a statement.
    pub fn token_before(&self, offset: TextSize) -> Option<TextRange> {
        let before = self.tokens_in(TextRange::up_to(offset));
        before.iter().rev().find(|t| !t.kind().is_trivia()).map(Ranged::range)
    }

    /// The first token from `offset` on that is no comment and no line end inside a statement.
    pub fn token_after(&self, offset: TextSize) -> Option<TextRange> {
        let tokens = self.tokens();
        let after = &tokens[tokens.partition_point(|t| t.start() < offset)..];
        after.iter().find(|t| !t.kind().is_trivia()).map(Ranged::range)
    }

    /// The first comma in `range`.
    pub fn comma(&self, range: TextRange) -> Option<TextRange> {
        let comma = self.tokens_in(range).iter().find(|t| t.kind() == TokenKind::Comma);
        comma.map(Ranged::range)
    }

    fn tokens_in(&self, range: TextRange) -> &[ruff_python_ast::token::Token] {
        let tokens = self.tokens();
        let first = tokens.partition_point(|t| t.start() < range.start());
        let rest = &tokens[first..];
        &rest[..rest.partition_point(|t| t.start() < range.end())]
    }
}

/// Elements between commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elements {
    /// In order, without parentheses around one.
    pub elements: Vec<TextRange>,
    /// Where the last one and its comma must end: before the closing bracket.
    pub end: TextSize,
    /// Where the first one and its parentheses may start: after the opening bracket.
    pub start: TextSize,
    /// Whether none may be left.
    pub may_be_empty: bool,
    /// Whether one alone needs its comma.
    pub is_tuple: bool,
    /// Whether the last one may have a comma.
    pub may_trail: bool,
}

impl Nodes<'_> {
    /// The arguments, elements or imported names of which the one at `range` is one.
    pub fn elements(&self, range: TextRange) -> Option<Elements> {
        let inner = self.covering(range)?;
        let outward = std::iter::once(inner).chain(self.ancestors(inner));
        let list = outward.into_iter().find(|id| self.range(*id) != range)?;
        let within = self.range(list);
        let (start, end) = (within.start(), within.end());
        let one = TextSize::new(1);
        let bracketed = |elements| Elements {
            elements,
            start: start + one,
            end: end - one,
            may_be_empty: true,
            is_tuple: false,
            may_trail: true,
        };
        let ranges = |expressions: &[Expr]| expressions.iter().map(Ranged::range).collect();
        let found = match self.get(list) {
            AnyNodeRef::Arguments(n) => {
                bracketed(n.iter_source_order().map(|a| a.range()).collect())
            }
            AnyNodeRef::ExprList(n) => bracketed(ranges(&n.elts)),
            AnyNodeRef::ExprSet(n) => {
                Elements { may_be_empty: false, ..bracketed(ranges(&n.elts)) }
            }
            AnyNodeRef::ExprTuple(n) if n.parenthesized => {
                Elements { is_tuple: true, ..bracketed(ranges(&n.elts)) }
            }
            AnyNodeRef::ExprTuple(n) => Elements {
                is_tuple: true,
                may_be_empty: false,
                start,
                end,
                ..bracketed(ranges(&n.elts))
            },
            AnyNodeRef::StmtImport(n) => imported(&n.names, end)?,
            AnyNodeRef::StmtImportFrom(n) => imported(&n.names, end)?,
            _ => return None,
        };
        Some(found)
    }

    /// The first statement of the body of `id`, if that is its only suite.
    pub fn sole_suite(&self, id: NodeId) -> Option<TextRange> {
        let body: &[Stmt] = match self.get(id) {
            AnyNodeRef::StmtWith(n) => &n.body,
            AnyNodeRef::StmtIf(n) if n.elif_else_clauses.is_empty() => &n.body,
            AnyNodeRef::StmtFor(n) if n.orelse.is_empty() => &n.body,
            AnyNodeRef::StmtWhile(n) if n.orelse.is_empty() => &n.body,
            _ => return None,
        };
        body.first().map(Ranged::range)
    }

    /// Whether the statement with this range is a `def` or a class.
    pub fn is_definition(&self, statement: TextRange) -> bool {
        self.statement(statement).is_some_and(|id| {
            matches!(self.get(id), AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::StmtClassDef(_))
        })
    }

    /// Whether the statement with this range is a string and nothing else.
    pub fn is_docstring(&self, statement: TextRange) -> bool {
        self.statement(statement).is_some_and(|id| match self.get(id) {
            AnyNodeRef::StmtExpr(n) => n.value.is_string_literal_expr(),
            _ => false,
        })
    }

    /// Whether `id` starts a line of a block: a statement, or the `case` of a `match`.
    pub fn starts_line(&self, id: NodeId) -> bool {
        let node = self.get(id);
        node.is_statement() || matches!(node, AnyNodeRef::MatchCase(_))
    }

    /// Whether `range` is inside a string or the braces of one; and whether those braces show their
    /// own code, as in `f"{x=}"`.
    pub fn string_around(&self, range: TextRange) -> Option<StringAround> {
        let inner = self.covering(range)?;
        let mut found = None;
        for id in std::iter::once(inner).chain(self.ancestors(inner)) {
            match self.get(id) {
                AnyNodeRef::InterpolatedElement(n) if n.debug_text.is_some() => {
                    return Some(StringAround::Shown);
                }
                AnyNodeRef::StringLiteral(n) if n.range() != range => {
                    found = Some(StringAround::Quoted);
                }
                AnyNodeRef::FString(n) if n.range() != range => found = Some(StringAround::Quoted),
                AnyNodeRef::TString(n) if n.range() != range => found = Some(StringAround::Quoted),
                node if node.is_statement() => break,
                _ => {}
            }
        }
        found
    }
}

/// The names of an import that ends at `end`.
fn imported(names: &[ruff_python_ast::Alias], end: TextSize) -> Option<Elements> {
    let enclosed = names.last()?.end() < end;
    Some(Elements {
        elements: names.iter().map(Ranged::range).collect(),
        start: names.first()?.start(),
        end: if enclosed { end - TextSize::new(1) } else { end },
        may_be_empty: false,
        is_tuple: false,
        may_trail: enclosed,
    })
}

/// What kind of string stands around some code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringAround {
    /// One whose value does not depend on how the code is written.
    Quoted,
    /// One that shows the code itself.
    Shown,
}

#[cfg(test)]
impl<'a> Nodes<'a> {
    /// Tables the nodes of `ast`.
    pub(crate) fn of(ast: &'a Ast) -> Self {
        Self::new(ast)
    }
}
