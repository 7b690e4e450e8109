//! Nodes by the kinds in which the two trees are joined.

use ruff_python_ast::AnyNodeRef;

use super::{NodeId, Nodes};
use crate::{source::TextRange, syntax::Kind};

impl Nodes<'_> {
    /// The kind under which [`crate::syntax::Trees::node`] knows the node; `None` for what has no
    /// concrete counterpart, such as the literal pieces of an f-string.
    pub fn kind(&self, id: NodeId) -> Option<Kind> {
        let node = self.get(id);
        match node {
            AnyNodeRef::Parameter(_) => self.variadic(id).then_some(Kind::Parameter),
            _ => statement(node).or_else(|| expression(node)).or_else(|| piece(node)),
        }
    }

    /// The kind of the expression with exactly this range.
    pub fn expression_kind(&self, range: TextRange) -> Option<Kind> {
        self.kind(self.expression(range)?)
    }

    /// Whether parameter `id` is a `*args` or `**kwargs`: others stand in a node with their default.
    fn variadic(&self, id: NodeId) -> bool {
        let around = self.parent(id).map(|parent| self.get(parent));
        !matches!(around, Some(AnyNodeRef::ParameterWithDefault(_)))
    }
}

fn statement(node: AnyNodeRef<'_>) -> Option<Kind> {
    Some(match node {
        AnyNodeRef::StmtFunctionDef(_) => Kind::FunctionDef,
        AnyNodeRef::StmtClassDef(_) => Kind::ClassDef,
        AnyNodeRef::StmtReturn(_) => Kind::Return,
        AnyNodeRef::StmtDelete(_) => Kind::Delete,
        AnyNodeRef::StmtTypeAlias(_) => Kind::TypeAlias,
        AnyNodeRef::StmtAssign(_) => Kind::Assign,
        AnyNodeRef::StmtAugAssign(_) => Kind::AugAssign,
        AnyNodeRef::StmtAnnAssign(_) => Kind::AnnAssign,
        AnyNodeRef::StmtFor(_) => Kind::For,
        AnyNodeRef::StmtWhile(_) => Kind::While,
        AnyNodeRef::StmtIf(_) => Kind::If,
        AnyNodeRef::StmtWith(_) => Kind::With,
        AnyNodeRef::StmtMatch(_) => Kind::Match,
        AnyNodeRef::StmtRaise(_) => Kind::Raise,
        AnyNodeRef::StmtTry(_) => Kind::Try,
        AnyNodeRef::StmtAssert(_) => Kind::Assert,
        AnyNodeRef::StmtImport(_) => Kind::Import,
        AnyNodeRef::StmtImportFrom(_) => Kind::ImportFrom,
        AnyNodeRef::StmtGlobal(_) => Kind::Global,
        AnyNodeRef::StmtNonlocal(_) => Kind::Nonlocal,
        AnyNodeRef::StmtExpr(_) => Kind::Expr,
        AnyNodeRef::StmtPass(_) => Kind::Pass,
        AnyNodeRef::StmtBreak(_) => Kind::Break,
        AnyNodeRef::StmtContinue(_) => Kind::Continue,
        _ => return None,
    })
}

fn expression(node: AnyNodeRef<'_>) -> Option<Kind> {
    Some(match node {
        AnyNodeRef::ExprBoolOp(_) => Kind::BoolOp,
        AnyNodeRef::ExprNamed(_) => Kind::NamedExpr,
        AnyNodeRef::ExprBinOp(_) => Kind::BinOp,
        AnyNodeRef::ExprUnaryOp(_) => Kind::UnaryOp,
        AnyNodeRef::ExprLambda(_) => Kind::Lambda,
        AnyNodeRef::ExprIf(_) => Kind::IfExp,
        AnyNodeRef::ExprDict(_) => Kind::Dict,
        AnyNodeRef::ExprSet(_) => Kind::Set,
        AnyNodeRef::ExprListComp(_) => Kind::ListComp,
        AnyNodeRef::ExprSetComp(_) => Kind::SetComp,
        AnyNodeRef::ExprDictComp(_) => Kind::DictComp,
        AnyNodeRef::ExprGenerator(_) => Kind::GeneratorExp,
        AnyNodeRef::ExprAwait(_) => Kind::Await,
        AnyNodeRef::ExprYield(_) => Kind::Yield,
        AnyNodeRef::ExprYieldFrom(_) => Kind::YieldFrom,
        AnyNodeRef::ExprCompare(_) => Kind::Compare,
        AnyNodeRef::ExprCall(_) => Kind::Call,
        AnyNodeRef::ExprFString(_) => Kind::FString,
        AnyNodeRef::ExprStringLiteral(_) | AnyNodeRef::ExprBytesLiteral(_) => Kind::String,
        AnyNodeRef::ExprNumberLiteral(_) => Kind::Number,
        AnyNodeRef::ExprBooleanLiteral(_) => Kind::Boolean,
        AnyNodeRef::ExprNoneLiteral(_) => Kind::None,
        AnyNodeRef::ExprEllipsisLiteral(_) => Kind::Ellipsis,
        AnyNodeRef::ExprAttribute(_) => Kind::Attribute,
        AnyNodeRef::ExprSubscript(_) => Kind::Subscript,
        AnyNodeRef::ExprStarred(_) => Kind::Starred,
        AnyNodeRef::ExprName(_) => Kind::Name,
        AnyNodeRef::ExprList(_) => Kind::List,
        AnyNodeRef::ExprTuple(_) => Kind::Tuple,
        AnyNodeRef::ExprSlice(_) => Kind::Slice,
        _ => return None,
    })
}

fn piece(node: AnyNodeRef<'_>) -> Option<Kind> {
    Some(match node {
        AnyNodeRef::ElifElseClause(_) => Kind::ElifElseClause,
        AnyNodeRef::ExceptHandlerExceptHandler(_) => Kind::ExceptHandler,
        AnyNodeRef::MatchCase(_) => Kind::MatchCase,
        AnyNodeRef::WithItem(_) => Kind::WithItem,
        AnyNodeRef::Decorator(_) => Kind::Decorator,
        AnyNodeRef::Alias(_) => Kind::Alias,
        AnyNodeRef::Parameters(_) => Kind::Parameters,
        AnyNodeRef::ParameterWithDefault(_) => Kind::Parameter,
        AnyNodeRef::Comprehension(_) => Kind::Comprehension,
        AnyNodeRef::Arguments(_) => Kind::Arguments,
        AnyNodeRef::Keyword(_) => Kind::Keyword,
        _ => return None,
    })
}
