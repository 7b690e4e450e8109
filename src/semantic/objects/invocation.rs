//! Calls of a function, made directly or by something that is handed the function and its arguments.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall, StmtFunctionDef};

use super::places::Places;
use crate::{
    semantic::NodeId,
    source::{Ranged, TextRange},
};

/// A call of a function.
#[derive(Debug, Clone, Copy)]
pub(super) struct Invocation<'a> {
    /// The call that passes the arguments.
    pub(super) call: &'a ExprCall,
    /// How many of its positional arguments come before the function's own.
    pub(super) skipped: usize,
    /// Whether its keywords are the function's own, too.
    pub(super) keywords: bool,
    /// Whether others may come to the arguments later.
    pub(super) partial: bool,
}

impl<'a> Invocation<'a> {
    /// A direct call.
    pub(super) fn direct(call: &'a ExprCall) -> Self {
        Self { call, skipped: 0, keywords: true, partial: false }
    }

    /// The positional arguments that the function gets.
    fn positional(&self) -> &'a [Expr] {
        self.call.arguments.args.get(self.skipped..).unwrap_or_default()
    }

    /// The name of the parameter of `def` that the argument at `argument` is passed for; `bound` says
    /// whether the first parameter has its value already.
    pub(super) fn parameter_of(
        &self,
        def: &StmtFunctionDef,
        argument: TextRange,
        bound: bool,
    ) -> Option<String> {
        let mut keywords = self.call.arguments.keywords.iter().filter(|_| self.keywords);
        if let Some(keyword) = keywords.find(|keyword| keyword.value.range() == argument) {
            let name = keyword.arg.as_ref()?;
            let known = { def.parameters.iter_non_variadic_params() }
                .any(|p| p.name().as_str() == name.as_str());
            return known.then(|| name.to_string());
        }
        let arguments = self.positional();
        let index = arguments.iter().position(|a| a.range() == argument)?;
        let starred = arguments.iter().take(index + 1).any(Expr::is_starred_expr);
        let mut positional = def.parameters.posonlyargs.iter().chain(&def.parameters.args);
        let parameter = positional.nth(index + usize::from(bound))?;
        (!starred).then(|| parameter.name().to_string())
    }

    /// What is passed for the parameter `name` of `def`: the default, if nothing. `bound` says whether
    /// the first parameter has its value already.
    ///
    /// `None` when stars hide it, or it may be passed later.
    pub(super) fn passed(
        &self,
        def: &'a StmtFunctionDef,
        name: &str,
        bound: bool,
    ) -> Option<Passing<'a>> {
        if self.keywords
            && let Some(keyword) = self.call.arguments.find_keyword(name)
        {
            let named = keyword.arg.as_ref().map(Ranged::range);
            return Some(Passing::Given { value: &keyword.value, keyword: named });
        }
        let arguments = self.positional();
        let starred = arguments.iter().any(Expr::is_starred_expr)
            || self.call.arguments.keywords.iter().any(|keyword| keyword.arg.is_none());
        if starred {
            return None;
        }
        let positional = def.parameters.posonlyargs.iter().chain(&def.parameters.args);
        let index = positional.skip(usize::from(bound)).position(|p| p.name() == name);
        if let Some(value) = index.and_then(|index| arguments.get(index)) {
            return Some(Passing::Given { value, keyword: None });
        }
        let parameter = def.parameters.iter_non_variadic_params().find(|p| p.name() == name)?;
        (parameter.default().is_some() && !self.partial).then_some(Passing::Default)
    }
}

/// What a parameter gets from a call.
#[derive(Debug, Clone, Copy)]
pub(super) enum Passing<'a> {
    /// What the call passes.
    Given {
        /// The argument.
        value: &'a Expr,
        /// The keyword's name.
        keyword: Option<TextRange>,
    },
    /// What the function has for calls that pass nothing.
    Default,
}

impl<'a> Places<'_, 'a> {
    /// The call that the expression `id`, a function, is handed to together with its arguments.
    pub(super) fn handed_to(&self, id: NodeId) -> Option<Invocation<'a>> {
        let nodes = self.model.nodes();
        let arguments = nodes.parent(id)?;
        let AnyNodeRef::ExprCall(call) = nodes.get(nodes.parent(arguments)?) else { return None };
        let invocation = self.carried(call)?;
        let function = call.arguments.args.get(invocation.skipped.checked_sub(1)?)?;
        (function.range() == nodes.range(id)).then_some(invocation)
    }

    /// How `call` calls a function that is one of its arguments, in the thread that it runs in.
    pub(super) fn carried(&self, call: &'a ExprCall) -> Option<Invocation<'a>> {
        let named = self.model.qualified_name(call.func.range());
        let named = |names: &[&str]| {
            named.as_ref().is_some_and(|named| names.iter().any(|name| *named == **name))
        };
        let method = match &*call.func {
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => "",
        };
        let plain = Invocation { call, skipped: 1, keywords: false, partial: false };
        if named(&["functools.partial"]) {
            return Some(Invocation { keywords: true, partial: true, ..plain });
        }
        match method {
            "start_soon" | "call_soon" | "call_soon_threadsafe" => Some(plain),
            "call_later" | "call_at" => Some(Invocation { skipped: 2, ..plain }),
            _ => named(&["anyio.run"]).then_some(plain),
        }
    }
}
