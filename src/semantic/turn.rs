//! When an expression has its turn in its statement: whether exactly once, and after what.

use ruff_python_ast::{AnyNodeRef, Expr, ExprRef};

use super::{BindingKind, NodeId, Nodes, ScopeKind, SemanticModel};
use crate::source::{Ranged, TextRange};

/// An expression that its statement evaluates exactly once whenever it runs, and before any block of
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The innermost statement around it.
    pub statement: TextRange,
    /// The statement without its blocks.
    pub header: TextRange,
    /// Whether the statement has blocks: `if`, `for`, `match`, `with`.
    pub has_blocks: bool,
    /// What the statement evaluates before it, each as large as it gets; in source order within a
    /// level, the inner levels first.
    pub before: Vec<TextRange>,
}

impl Nodes<'_> {
    /// The turn of the expression at `range`.
    ///
    /// # Errors
    ///
    /// When it has no turn of its own in a statement: what it stands in, as in "an `elif`". That is so
    /// for template strings and chained comparisons too, whose parts are hard to tell apart.
    pub fn turn(&self, range: TextRange) -> Result<Turn, &'static str> {
        let mut inner = self.expression(range).ok_or("code that cannot be read")?;
        let mut before = Vec::new();
        while let Some(outer) = self.parent(inner) {
            if let Some(spot) = self.without_turn(outer, self.range(inner), range) {
                return Err(spot);
            }
            // The name that an assignment expression binds is not looked up.
            let binds = matches!(self.get(outer), AnyNodeRef::ExprNamed(_));
            let siblings = self.children(outer).filter(|child| *child != inner && !binds);
            let earlier =
                siblings.filter(|child| self.is_evaluated_before(self.range(*child), range));
            before.extend(earlier.filter_map(|child| self.evaluated(child)));
            if self.get(outer).is_statement() {
                let statement = self.range(outer);
                let block = self.descendants(outer).find(|id| self.starts_line(*id));
                let end = block.map_or(statement.end(), |id| self.range(id).start());
                let header = TextRange::new(statement.start(), end);
                return Ok(Turn { statement, header, has_blocks: block.is_some(), before });
            }
            inner = outer;
        }
        Err("code that cannot be read")
    }

    /// What is evaluated of a part of an expression.
    fn evaluated(&self, part: NodeId) -> Option<TextRange> {
        match self.get(part) {
            AnyNodeRef::Identifier(_) | AnyNodeRef::InterpolatedStringLiteralElement(_) => None,
            AnyNodeRef::Keyword(keyword) => Some(keyword.value.range()),
            AnyNodeRef::InterpolatedElement(element) => Some(element.expression.range()),
            node => Some(node.range()),
        }
    }

    /// What `outer` is, if the expression at `range`, which is in its part at `inner`, has no turn of
    /// its own in it.
    fn without_turn(
        &self,
        outer: NodeId,
        inner: TextRange,
        range: TextRange,
    ) -> Option<&'static str> {
        let is = |part: &Expr| part.range() == inner;
        let (has_turn, spot) = match self.get(outer) {
            AnyNodeRef::ExprLambda(_) => (false, "a `lambda`"),
            AnyNodeRef::ExprBoolOp(n) => {
                (n.values.first().is_some_and(is), "an operand of `and` or `or`")
            }
            AnyNodeRef::ExprIf(n) => (is(&n.test), "an arm of a conditional expression"),
            AnyNodeRef::ExprCompare(n) => (n.ops.len() == 1, "a chained comparison"),
            AnyNodeRef::ExprNamed(n) => (is(&n.value), "an assignment expression"),
            AnyNodeRef::ExprTString(_) => (false, "a template string"),
            AnyNodeRef::InterpolatedElement(n) => {
                let is_value = n.expression.range() == inner && n.debug_text.is_none();
                (is_value, "what an f-string says of a value")
            }
            AnyNodeRef::ExprListComp(_)
            | AnyNodeRef::ExprSetComp(_)
            | AnyNodeRef::ExprDictComp(_)
            | AnyNodeRef::ExprGenerator(_)
            | AnyNodeRef::Comprehension(_) => {
                (self.evaluates_once(outer, range), "a comprehension")
            }
            AnyNodeRef::StmtWhile(_) => (false, "the condition of a `while`"),
            AnyNodeRef::ElifElseClause(_) => (false, "an `elif`"),
            AnyNodeRef::ExceptHandlerExceptHandler(_) => (false, "an `except`"),
            AnyNodeRef::MatchCase(_) => (false, "the guard of a `case`"),
            AnyNodeRef::StmtAssert(n) => (is(&n.test), "the message of an `assert`"),
            AnyNodeRef::StmtAssign(n) => (is(&n.value), "the target of an assignment"),
            AnyNodeRef::StmtAugAssign(n) => (is(&n.value), "the target of an assignment"),
            AnyNodeRef::StmtAnnAssign(n) => {
                (n.value.as_deref().is_some_and(is), "the target of an assignment")
            }
            AnyNodeRef::StmtDelete(_) => (false, "a `del`"),
            AnyNodeRef::StmtFor(n) => (is(&n.iter), "the target of a loop"),
            AnyNodeRef::WithItem(n) => (is(&n.context_expr), "the target of a `with`"),
            AnyNodeRef::StmtWith(n) => {
                let first = n.items.first().is_some_and(|item| item.range() == inner);
                (first, "a later item of a `with`")
            }
            AnyNodeRef::Decorator(_) => (false, "a decorator"),
            AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::StmtClassDef(_) => {
                (false, "the header of a definition")
            }
            AnyNodeRef::StmtTypeAlias(_) => (false, "a type alias"),
            _ => (true, ""),
        };
        (!has_turn).then_some(spot)
    }

    /// Whether the statement at `range` is an `assert`, which `python -O` leaves out.
    pub fn is_assert(&self, range: TextRange) -> bool {
        let statement = self.statement(range).map(|id| self.get(id));
        matches!(statement, Some(AnyNodeRef::StmtAssert(_)))
    }

    /// Whether the expression at `range` is the direct operand of an `await`.
    pub fn is_awaited(&self, range: TextRange) -> bool {
        let parent = self.expression(range).and_then(|id| self.parent(id));
        matches!(parent.map(|id| self.get(id)), Some(AnyNodeRef::ExprAwait(_)))
    }
}

impl SemanticModel<'_> {
    /// Whether the expression at `range` gives the same value when it is evaluated later in its
    /// statement, also if other tasks ran in between: constants, variables of its own function that
    /// nothing else binds, builtins, and what is defined or imported once. An assignment expression
    /// in the same statement is overlooked.
    pub fn is_settled(&self, range: TextRange) -> bool {
        let node = self.nodes().expression(range);
        match node.and_then(|id| self.nodes().as_expression(id)) {
            Some(ExprRef::Name(name)) => self.is_settled_name(name.id.as_str(), name.range()),
            Some(ExprRef::Attribute(_)) => {
                self.qualified_name(range).is_some() || self.resolve_function(range).is_some()
            }
            Some(ExprRef::Tuple(tuple)) => tuple.elts.iter().all(|e| self.is_settled(e.range())),
            Some(_) => self.nodes().is_constant(range),
            None => false,
        }
    }

    fn is_settled_name(&self, name: &str, range: TextRange) -> bool {
        let resolution = self.resolve(name, range.start());
        if resolution.star || (resolution.bindings.is_empty() && !resolution.builtin) {
            return false;
        }
        let own = self.scope_at(range.start());
        resolution.bindings.iter().all(|id| {
            let scope = self.binding(*id).scope;
            let all = self.bindings_of(scope, name).iter().map(|id| self.binding(*id));
            if scope == own && self.scope(scope).kind == ScopeKind::Function {
                return all.into_iter().all(|binding| binding.written_in == scope);
            }
            all.len() == 1 && all.into_iter().all(|binding| is_definition(&binding.kind))
        })
    }

    /// Whether the expression at `range` calls an `async def` of this file with settled arguments:
    /// that makes a coroutine, and does nothing else that could be told.
    pub fn makes_coroutine_quietly(&self, range: TextRange) -> bool {
        let node = self.nodes().expression(range);
        let Some(ExprRef::Call(call)) = node.and_then(|id| self.nodes().as_expression(id)) else {
            return false;
        };
        let keywords = call.arguments.keywords.iter();
        self.makes_coroutine(range)
            && self.is_settled(call.func.range())
            && call.arguments.args.iter().all(|argument| self.is_settled(argument.range()))
            && keywords.into_iter().all(|k| k.arg.is_some() && self.is_settled(k.value.range()))
    }

    /// Whether the expression at `range` calls what is proved to be an `async def` of this file.
    pub fn makes_coroutine(&self, range: TextRange) -> bool {
        let callee = self.nodes().callee_of(range);
        let definition = callee.and_then(|callee| self.resolve_function(callee));
        definition.is_some_and(|def| def.is_async && !def.is_generator && !def.is_decorated)
    }

    /// A name for a new variable of the function around `range`: `base`, or with a number behind it.
    /// `None` where the function looks its variables up unseen.
    pub fn fresh_variable(&self, base: &str, range: TextRange) -> Option<String> {
        let function = self.nodes().enclosing_function(range)?;
        if self.looks_at_variables(function.node) {
            return None;
        }
        let numbered = (2..100).map(|number| format!("{base}{number}"));
        let mut names = std::iter::once(base.to_owned()).chain(numbered);
        names.find(|name| !self.is_known_within(name, function.node))
    }

    /// Whether function `id` or one in it binds, declares or uses `name`.
    fn is_known_within(&self, name: &str, id: NodeId) -> bool {
        let whole = self.nodes().range(id);
        let is_bound =
            || self.bindings().iter().any(|b| b.name == name && whole.contains_range(b.range));
        let is_used = || self.uses.iter().any(|u| u.name == name && whole.contains_range(u.range));
        let is_declared = || {
            self.nodes().descendants(id).any(|inner| match self.nodes().get(inner) {
                AnyNodeRef::StmtGlobal(n) => n.names.iter().any(|n| n.as_str() == name),
                AnyNodeRef::StmtNonlocal(n) => n.names.iter().any(|n| n.as_str() == name),
                _ => false,
            })
        };
        (self.is_bound_anywhere(name) && (is_bound() || is_used())) || is_declared()
    }

    /// Whether function `id` calls something that sees all of its variables.
    fn looks_at_variables(&self, id: NodeId) -> bool {
        self.nodes().own_nodes(id).any(|inner| match self.nodes().get(inner) {
            AnyNodeRef::ExprCall(call) => match &*call.func {
                Expr::Name(name) => {
                    let looks = ["dir", "eval", "exec", "locals", "vars"];
                    looks.contains(&name.id.as_str()) && self.builtin(&name.id, name.start())
                }
                _ => false,
            },
            _ => false,
        })
    }
}

/// Whether a name that is bound so keeps its value.
fn is_definition(kind: &BindingKind) -> bool {
    matches!(kind, BindingKind::Function | BindingKind::Class) || kind.imported().is_some()
}
