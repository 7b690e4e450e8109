//! Waiting for a task whose result nobody wants: `await task`, and the ways to do so without being
//! told that it was cancelled.

use ruff_python_ast::{AnyNodeRef, ExceptHandler, Expr, Stmt};

use super::{NodeId, Nodes, SemanticModel};
use crate::source::{Ranged, TextRange};

/// A statement that waits for tasks and drops what they give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    /// All of it: the `with`, the `try`, or the expression.
    pub statement: TextRange,
    /// The tasks, as they are written.
    pub tasks: Vec<Waited>,
    /// The references by which it names what it swallows, and the functions it waits with.
    pub names: Vec<TextRange>,
    /// Whether a cancelled task goes without a word.
    pub forgives: bool,
    /// Whether a failed one does, too.
    pub forgives_errors: bool,
    /// Where something is done for a cancelled task alone.
    pub told: Option<Told>,
}

/// `try: await task` and `except CancelledError:` with code of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// From `try` to the end of the `await`.
    pub waiting: TextRange,
    /// From `except` to its colon.
    pub header: TextRange,
}

/// A call of `asyncio.wait`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// All of it.
    pub call: TextRange,
    /// The collection of tasks.
    pub tasks: TextRange,
    /// Whether it waits for the first only.
    pub first: bool,
    /// Whether it waits no longer than some time.
    pub is_timed: bool,
    /// The argument that says for what it waits.
    pub until: Option<TextRange>,
    /// The references in it.
    pub names: Vec<TextRange>,
}

impl Wait {
    /// Whether all tasks have ended afterwards.
    pub fn ends(&self) -> bool {
        !self.first && !self.is_timed
    }
}

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waited {
    /// The task that the expression gives.
    Task(TextRange),
    /// All the tasks in the collection that the expression gives.
    Each(TextRange),
}

impl Waited {
    /// The expression.
    pub fn range(self) -> TextRange {
        match self {
            Self::Task(range) | Self::Each(range) => range,
        }
    }
}

impl SemanticModel<'_> {
    /// The statement that waits for the task, or all the tasks, at `task`, which may be a display of them, and
    /// does nothing else.
    pub fn settling(&self, task: TextRange) -> Option<Settling> {
        let nodes = self.nodes();
        let parent = nodes.parent(nodes.expression(task)?)?;
        let (awaited, mut settling) = match nodes.get(parent) {
            AnyNodeRef::ExprAwait(_) => (parent, Settling::of(vec![Waited::Task(task)])),
            AnyNodeRef::ExprStarred(_)
            | AnyNodeRef::Arguments(_)
            | AnyNodeRef::ExprList(_)
            | AnyNodeRef::ExprSet(_)
            | AnyNodeRef::ExprTuple(_) => self.together(task, parent)?,
            _ => return None,
        };
        let statement = nodes.parent(awaited)?;
        let AnyNodeRef::StmtExpr(_) = nodes.get(statement) else { return None };
        settling.statement = nodes.range(statement);
        if let Some((around, names, errors)) = self.forgiving(statement) {
            settling.statement = around;
            settling.names.extend(names);
            settling.forgives = true;
            settling.forgives_errors |= errors;
        } else if let ([Waited::Task(_)], false) = (&*settling.tasks, settling.forgives)
            && let Some((around, name, told)) = self.telling(statement)
        {
            settling.statement = around;
            settling.names.push(name);
            settling.forgives = true;
            settling.told = Some(told);
        }
        Some(settling)
    }

    /// The call of `asyncio.wait` at `call`, if all of it is understood.
    pub fn wait(&self, call: TextRange) -> Option<Wait> {
        let nodes = self.nodes();
        let AnyNodeRef::ExprCall(found) = nodes.get(nodes.expression(call)?) else { return None };
        let callee = found.func.range();
        let [tasks] = &*found.arguments.args else { return None };
        if self.qualified_name(callee)? != "asyncio.wait" || tasks.is_starred_expr() {
            return None;
        }
        let tasks = tasks.range();
        let mut wait =
            Wait { call, tasks, first: false, is_timed: false, until: None, names: vec![callee] };
        for keyword in &found.arguments.keywords {
            let value = keyword.value.range();
            match keyword.arg.as_deref()? {
                "timeout" if keyword.value.is_none_literal_expr() => {}
                "timeout" => wait.is_timed = true,
                "return_when" => {
                    let name = self.qualified_name(value);
                    let when = match (&keyword.value, &name) {
                        (Expr::StringLiteral(literal), _) => literal.value.to_str(),
                        (_, Some(name)) => name.last(),
                        _ => return None,
                    };
                    wait.first = match when {
                        "FIRST_COMPLETED" => true,
                        "ALL_COMPLETED" => false,
                        _ => return None,
                    };
                    wait.until = Some(keyword.range());
                    wait.names.extend(name.is_some().then_some(value));
                }
                _ => return None,
            }
        }
        Some(wait)
    }

    /// The call of `gather` that spreads what is starred at `id`.
    pub(super) fn gathering(&self, id: NodeId) -> Option<TextRange> {
        let nodes = self.nodes();
        let arguments = nodes.parent(id)?;
        let call = nodes.parent(arguments)?;
        match (nodes.get(arguments), nodes.get(call)) {
            (AnyNodeRef::Arguments(_), AnyNodeRef::ExprCall(call)) => {
                let name = self.qualified_name(call.func.range())?;
                (name == "asyncio.gather").then(|| call.range())
            }
            _ => None,
        }
    }

    /// `gather(task, other, return_exceptions=True)` and `wait([task, other])`, and the `await` of it.
    fn together(&self, task: TextRange, parent: NodeId) -> Option<(NodeId, Settling)> {
        let nodes = self.nodes();
        let mut around = std::iter::once(parent).chain(nodes.ancestors(parent));
        let id = around.find(|id| matches!(nodes.get(*id), AnyNodeRef::ExprCall(_)))?;
        let AnyNodeRef::ExprCall(call) = nodes.get(id) else { return None };
        let name = self.qualified_name(call.func.range())?;
        let arguments = &call.arguments;
        let waited = |task: &Expr| match task {
            Expr::Starred(tasks) => Waited::Each(tasks.value.range()),
            task => Waited::Task(task.range()),
        };
        let all = |tasks: &[Expr]| tasks.iter().map(waited).collect::<Vec<_>>();
        let returns_errors = |keyword: &ruff_python_ast::Keyword| {
            keyword.arg.as_deref() == Some("return_exceptions")
                && matches!(&keyword.value, Expr::BooleanLiteral(value) if value.value)
        };
        let (tasks, forgives) = match (name.as_str(), &*arguments.args, &*arguments.keywords) {
            ("asyncio.gather", tasks, []) => (all(tasks), false),
            ("asyncio.gather", tasks, [keyword]) if returns_errors(keyword) => (all(tasks), true),
            ("asyncio.wait", [Expr::List(tasks)], []) => (all(&tasks.elts), true),
            ("asyncio.wait", [Expr::Set(tasks)], []) => (all(&tasks.elts), true),
            ("asyncio.wait", [Expr::Tuple(tasks)], []) => (all(&tasks.elts), true),
            ("asyncio.wait", [Expr::Name(_) | Expr::Attribute(_) | Expr::Call(_)], []) => {
                (vec![Waited::Each(task)], true)
            }
            _ => return None,
        };
        let awaited = nodes.parent(id)?;
        let is_awaited = matches!(nodes.get(awaited), AnyNodeRef::ExprAwait(_));
        let names = vec![call.func.range()];
        let (statement, forgives_errors) = (task, forgives);
        let told = None;
        let found = Settling { statement, tasks, names, forgives, forgives_errors, told };
        let is_waited = found.tasks.iter().any(|waited| waited.range() == task)
            || arguments.args.iter().any(|argument| argument.range() == task);
        (is_awaited && is_waited).then_some((awaited, found))
    }

    /// What is around `statement` alone and swallows cancellation without doing anything: its range,
    /// the references in it, and whether it swallows errors as well.
    fn forgiving(&self, statement: NodeId) -> Option<(TextRange, Vec<TextRange>, bool)> {
        let nodes = self.nodes();
        let around = nodes.parent(statement)?;
        let is_alone =
            |body: &[Stmt]| matches!(body, [only] if only.range() == nodes.range(statement));
        match nodes.get(around) {
            AnyNodeRef::StmtWith(with) if !with.is_async && is_alone(&with.body) => {
                let [item] = &*with.items else { return None };
                let Expr::Call(call) = &item.context_expr else { return None };
                let suppresses = self
                    .qualified_name(call.func.range())
                    .is_some_and(|name| name == "contextlib.suppress");
                if !suppresses
                    || item.optional_vars.is_some()
                    || !call.arguments.keywords.is_empty()
                {
                    return None;
                }
                let (names, errors) = self.swallowed(&call.arguments.args)?;
                Some((with.range(), names, errors))
            }
            AnyNodeRef::StmtTry(guarded) if is_alone(&guarded.body) => {
                let [ExceptHandler::ExceptHandler(handler)] = &*guarded.handlers else {
                    return None;
                };
                let idles = |statement: &Stmt| match statement {
                    Stmt::Pass(_) => true,
                    Stmt::Expr(expression) => {
                        expression.value.is_ellipsis_literal_expr()
                            || expression.value.is_string_literal_expr()
                    }
                    _ => false,
                };
                let is_plain = guarded.orelse.is_empty()
                    && guarded.finalbody.is_empty()
                    && !guarded.is_star
                    && handler.body.iter().all(idles);
                let classes = match handler.type_.as_deref() {
                    Some(Expr::Tuple(tuple)) => tuple.elts.as_slice(),
                    Some(class) => std::slice::from_ref(class),
                    None => return None,
                };
                let (names, errors) = self.swallowed(classes)?;
                is_plain.then(|| (guarded.range(), names, errors))
            }
            _ => None,
        }
    }

    /// The `try` around `statement` alone that does something where it is cancelled, and nothing else: its
    /// range, the reference to the class, and its parts.
    fn telling(&self, statement: NodeId) -> Option<(TextRange, TextRange, Told)> {
        let nodes = self.nodes();
        let AnyNodeRef::StmtTry(guarded) = nodes.get(nodes.parent(statement)?) else { return None };
        let ([only], [handler]) = (&*guarded.body, &*guarded.handlers) else { return None };
        let ExceptHandler::ExceptHandler(clause) = handler;
        let class = clause.type_.as_deref()?.range();
        let colon = self.ast().token_after(class.end())?;
        let is_told = only.range() == nodes.range(statement)
            && clause.name.is_none()
            && guarded.orelse.is_empty()
            && guarded.finalbody.is_empty()
            && &self.text()[colon] == ":"
            && self.qualified_name(class).is_some_and(|name| name.last() == "CancelledError");
        let raises = nodes
            .descendants(nodes.parent(statement)?)
            .any(|id| matches!(nodes.get(id), AnyNodeRef::StmtRaise(raise) if raise.exc.is_none()));
        let told = Told {
            waiting: TextRange::new(guarded.start(), only.end()),
            header: TextRange::new(clause.start(), colon.end()),
        };
        (is_told && !raises).then_some((guarded.range(), class, told))
    }

    /// The references to asyncio among `classes`, one of which is of cancellation; and whether another
    /// one is of every error.
    fn swallowed(&self, classes: &[Expr]) -> Option<(Vec<TextRange>, bool)> {
        let mut names = Vec::new();
        let mut errors = false;
        for class in classes {
            match class {
                Expr::Name(name) if matches!(name.id.as_str(), "Exception" | "BaseException") => {
                    errors = true;
                }
                _ if self
                    .qualified_name(class.range())
                    .is_some_and(|name| name.last() == "CancelledError") =>
                {
                    names.push(class.range());
                }
                _ => return None,
            }
        }
        (!names.is_empty()).then_some((names, errors))
    }
}

impl Settling {
    fn of(tasks: Vec<Waited>) -> Self {
        let (statement, names) = (TextRange::default(), Vec::new());
        let (forgives, forgives_errors, told) = (false, false, None);
        Self { statement, tasks, names, forgives, forgives_errors, told }
    }
}

impl Nodes<'_> {
    /// The statement of the function `function`'s own body that the code at `range` stands in.
    pub(super) fn outer_statement(&self, function: NodeId, range: TextRange) -> Option<NodeId> {
        let start = self.covering(range)?;
        let around = std::iter::once(start).chain(self.ancestors(start));
        around.take_while(|id| *id != function).last()
    }

    /// Whether the statement at `range` is one of the function `function`'s own body, or stands in
    /// nothing but an `if` without another branch there.
    pub fn always_reaches(&self, function: NodeId, range: TextRange) -> bool {
        let Some(statement) = self.statement(range) else { return false };
        let around = self.ancestors(statement).take_while(|id| *id != function);
        let mut around = around.map(|id| self.get(id));
        around.all(|node| matches!(node, AnyNodeRef::StmtIf(branch) if branch.elif_else_clauses.is_empty()))
    }
}
