//! Whether a call may end in an error, as far as its code shows.
//!
//! Nearly everything may fail in Python. What matters here is whether a task may be *meant* to: a
//! `raise`, a division, a conversion. What is only called and not known is told apart.

use ruff_python_ast::{AnyNodeRef, ExceptHandler, Expr, ExprCall, Operator, StmtTry};
use rustc_hash::FxHashSet;

use super::{NodeId, QualifiedName, SemanticModel};
use crate::source::{Ranged, TextRange};

/// Whether code may end in an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// Nothing in it is known to fail.
    Never,
    /// It calls what is not known.
    Unknown(TextRange),
    /// Something in it fails for some values, or always.
    Likely(TextRange),
}

/// Builtins that do not fail when they are called as programs call them.
const BUILTINS: &[&str] = &[
    "abs",
    "all",
    "any",
    "bool",
    "dict",
    "enumerate",
    "filter",
    "format",
    "frozenset",
    "getattr",
    "hasattr",
    "id",
    "isinstance",
    "len",
    "list",
    "map",
    "max",
    "min",
    "object",
    "print",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "sorted",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "zip",
];

/// Functions of libraries that do not.
const LIBRARY: &[&str] = &[
    "collections.Counter",
    "collections.defaultdict",
    "collections.deque",
    "contextlib.suppress",
    "datetime.datetime.now",
    "logging.getLogger",
    "random.choice",
    "random.randint",
    "random.random",
    "random.uniform",
    "time.monotonic",
    "time.perf_counter",
    "time.time",
];

/// Methods that do not, whatever the object.
const METHODS: &[&str] = &[
    "acquire",
    "add",
    "add_done_callback",
    "append",
    "appendleft",
    "cancel",
    "cancelled",
    "clear",
    "copy",
    "critical",
    "debug",
    "discard",
    "done",
    "empty",
    "endswith",
    "error",
    "exception",
    "extend",
    "format",
    "full",
    "get",
    "get_name",
    "info",
    "insert",
    "is_set",
    "items",
    "join",
    "keys",
    "locked",
    "log",
    "lower",
    "lstrip",
    "most_common",
    "notify",
    "notify_all",
    "put",
    "qsize",
    "release",
    "replace",
    "rstrip",
    "set",
    "setdefault",
    "sort",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "task_done",
    "time",
    "title",
    "update",
    "upper",
    "values",
    "wait",
    "wait_for",
    "warning",
];

/// What raises `TimeoutError` where nothing else does, by the last part of its name.
const TIMEOUTS: &[&str] = &["fail_after", "fail_at", "timeout", "timeout_at", "wait_for"];

impl SemanticModel<'_> {
    /// Whether what the call at `call` runs may end in an error; for a coroutine, until it is done.
    pub fn failing(&self, call: TextRange) -> Failing {
        let mut walk = Walk { model: self, seen: FxHashSet::default(), unknown: None };
        let nodes = self.nodes();
        let likely = match nodes.expression(call).map(|id| (id, nodes.get(id))) {
            Some((_, AnyNodeRef::ExprCall(call))) => walk.call(call),
            _ => Some(call),
        };
        match (likely, walk.unknown) {
            (Some(place), _) => Failing::Likely(place),
            // What is not known may be any function that somebody handed over.
            (None, Some(place)) => match walk.handed_over() {
                Some(place) => Failing::Likely(place),
                None => Failing::Unknown(place),
            },
            (None, None) => Failing::Never,
        }
    }
}

impl SemanticModel<'_> {
    /// Whether the statements at `block` may end in an error; what is spawned or awaited in them counts as
    /// what it is a call of.
    pub fn failing_in(&self, block: TextRange) -> Failing {
        let nodes = self.nodes();
        let mut walk = Walk { model: self, seen: FxHashSet::default(), unknown: None };
        let function = nodes.enclosing_function(block).map(|function| function.node);
        let inside = |id: &NodeId| block.contains_range(nodes.range(*id));
        let own = function.into_iter().flat_map(|id| nodes.own_nodes(id).filter(inside));
        let own: Vec<NodeId> = own.collect();
        let likely = function.and_then(|id| own.into_iter().find_map(|node| walk.node(id, node)));
        match (likely, walk.unknown) {
            (Some(place), _) => Failing::Likely(place),
            (None, Some(place)) => Failing::Unknown(place),
            (None, None) => Failing::Never,
        }
    }

    /// Whether a call of what the expression at `function` means may end in an error; `None` where that is
    /// no function of this file.
    pub fn failing_function(&self, function: TextRange) -> Option<Failing> {
        let definition = self.resolve_function(function)?;
        let mut walk = Walk { model: self, seen: FxHashSet::default(), unknown: None };
        let likely = walk.function(definition.node);
        Some(match (likely, walk.unknown) {
            (Some(place), _) => Failing::Likely(place),
            (None, Some(place)) => Failing::Unknown(place),
            (None, None) => Failing::Never,
        })
    }
}

struct Walk<'m, 'a> {
    model: &'m SemanticModel<'a>,
    seen: FxHashSet<NodeId>,
    unknown: Option<TextRange>,
}

impl Walk<'_, '_> {
    /// The first place in the function `id`, and what it calls, that may be meant to fail.
    fn function(&mut self, id: NodeId) -> Option<TextRange> {
        if !self.seen.insert(id) {
            return None;
        }
        let own: Vec<NodeId> = self.model.nodes().own_nodes(id).collect();
        own.into_iter().find_map(|node| self.node(id, node))
    }

    fn node(&mut self, function: NodeId, node: NodeId) -> Option<TextRange> {
        let nodes = self.model.nodes();
        let at = nodes.get(node);
        let may_fail = match at {
            AnyNodeRef::StmtRaise(_) | AnyNodeRef::StmtAssert(_) | AnyNodeRef::ExprCall(_) => true,
            AnyNodeRef::ExprBinOp(operation) => divides(operation.op, &operation.right),
            AnyNodeRef::StmtAugAssign(assign) => divides(assign.op, &assign.value),
            AnyNodeRef::ExprSubscript(subscript) => subscript.ctx.is_load(),
            _ => false,
        };
        if !may_fail || self.is_caught(function, node) {
            return None;
        }
        match at {
            AnyNodeRef::StmtRaise(raise) if raise.exc.is_none() => {
                (!self.is_in_cancellation(node)).then(|| raise.range())
            }
            AnyNodeRef::ExprCall(call) => self.call(call),
            AnyNodeRef::ExprSubscript(subscript) => {
                self.unknown.get_or_insert(subscript.range());
                None
            }
            AnyNodeRef::StmtAssert(assert) => {
                self.unknown.get_or_insert(assert.range());
                None
            }
            other => Some(other.range()),
        }
    }

    fn call(&mut self, call: &ExprCall) -> Option<TextRange> {
        let callee = call.func.range();
        let names_timeout = |class: TextRange| self.model.text()[class].ends_with("TimeoutError");
        if let Some(definition) = self.model.resolve_function(callee) {
            if definition.is_decorated {
                self.unknown.get_or_insert(callee);
            }
            return self.function(definition.node);
        }
        let known = self.model.qualified_name(callee);
        if known.as_ref().is_some_and(is_timeout) && !self.model.is_caught(callee, &names_timeout) {
            return Some(callee);
        }
        let is_known = match (&*call.func, known) {
            (_, Some(name)) => {
                matches!(name.root(), "asyncio" | "anyio" | "async_timeout")
                    || LIBRARY.iter().any(|known| name == *known)
            }
            (Expr::Name(name), None) => {
                let word = name.id.as_str();
                BUILTINS.contains(&word) && self.model.builtin(word, name.start())
            }
            (Expr::Attribute(method), None) => METHODS.contains(&method.attr.as_str()),
            _ => false,
        };
        if !is_known {
            self.unknown.get_or_insert(callee);
        }
        None
    }

    /// Something that may be meant to fail in a function that is handed on as a value.
    fn handed_over(&mut self) -> Option<TextRange> {
        let nodes = self.model.nodes();
        let is_value = |range: &TextRange| {
            nodes.expression(*range).is_some() && nodes.call_of(*range).is_none()
        };
        for id in nodes.ids() {
            let failing = match nodes.get(id) {
                AnyNodeRef::StmtFunctionDef(_) => {
                    let uses = self.model.uses_of_function(id);
                    let is_handed = uses.is_none_or(|uses| uses.iter().any(is_value));
                    is_handed.then(|| self.function(id)).flatten()
                }
                AnyNodeRef::ExprLambda(_) => self.function(id),
                _ => None,
            };
            if failing.is_some() {
                return failing;
            }
        }
        None
    }

    /// Whether the function catches every error of the code at `node`.
    fn is_caught(&self, function: NodeId, node: NodeId) -> bool {
        let nodes = self.model.nodes();
        let range = nodes.range(node);
        let inside = nodes.ancestors(node).take_while(|id| *id != function);
        let mut tries = inside.filter_map(|id| match nodes.get(id) {
            AnyNodeRef::StmtTry(statement) => Some(statement),
            _ => None,
        });
        tries.any(|statement| covers(statement, range) && self.catches_all(statement))
    }

    fn catches_all(&self, statement: &StmtTry) -> bool {
        let is_all = |class: &Expr| match class {
            Expr::Name(name) => {
                let word = name.id.as_str();
                matches!(word, "Exception" | "BaseException")
                    && self.model.builtin(word, name.start())
            }
            _ => false,
        };
        statement.handlers.iter().any(|handler| {
            let ExceptHandler::ExceptHandler(handler) = handler;
            handler.type_.as_deref().is_none_or(|class| match class {
                Expr::Tuple(tuple) => tuple.iter().any(is_all),
                class => is_all(class),
            })
        })
    }

    /// Whether the `raise` at `node` hands a cancellation on.
    fn is_in_cancellation(&self, node: NodeId) -> bool {
        let nodes = self.model.nodes();
        let handler = nodes.ancestors(node).find_map(|id| match nodes.get(id) {
            AnyNodeRef::ExceptHandlerExceptHandler(handler) => Some(handler),
            _ => None,
        });
        let class = handler.and_then(|handler| handler.type_.as_deref());
        let class = class.map(|class| match class {
            Expr::Call(call) => call.func.range(),
            class => class.range(),
        });
        let name = class.and_then(|class| self.model.qualified_name(class));
        name.is_some_and(|name| name.last().to_ascii_lowercase().contains("cancel"))
    }
}

fn is_timeout(name: &QualifiedName) -> bool {
    matches!(name.root(), "asyncio" | "anyio" | "async_timeout") && TIMEOUTS.contains(&name.last())
}

/// Whether the body of `statement` holds the code at `range`.
fn covers(statement: &StmtTry, range: TextRange) -> bool {
    let (first, last) = (statement.body.first(), statement.body.last());
    first
        .zip(last)
        .is_some_and(|(first, last)| first.range().cover(last.range()).contains_range(range))
}

/// Whether the operation fails for some values of its right side.
fn divides(operator: Operator, right: &Expr) -> bool {
    let by_number = matches!(right, Expr::NumberLiteral(_));
    matches!(operator, Operator::Div | Operator::FloorDiv) && !by_number
}
