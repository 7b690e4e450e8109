//! Functions that are handed on to be called: where a function is used, and what is passed for it.

use ruff_python_ast::{AnyNodeRef, Expr, StmtFunctionDef};

use super::{BindingKind, NodeId, SemanticModel};
use crate::source::{Ranged, TextRange};

/// A call, by its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// What is called.
    pub callee: TextRange,
    /// The positional arguments before the first starred one.
    pub positional: Vec<TextRange>,
    /// The names and values of the keyword arguments.
    pub named: Vec<(String, TextRange)>,
    /// Whether any are starred.
    pub is_spread: bool,
}

impl<'a> SemanticModel<'a> {
    /// Every expression of the file that may mean the function `id`: its name, or for a method each
    /// attribute of that name. `None` where it is decorated, or known by other means too.
    pub fn uses_of_function(&self, id: NodeId) -> Option<Vec<TextRange>> {
        let def = self.def(id)?;
        if !def.decorator_list.is_empty() {
            return None;
        }
        let binding = self.bindings().iter().find(|binding| binding.node == id)?;
        if self.bindings_of(binding.scope, binding.name).len() != 1 {
            return None;
        }
        let mut uses = self.uses(binding.id);
        if self.is_method(id) {
            let (name, attributes) = (def.name.as_str(), self.attributes());
            let named = attributes.named(name).iter().map(|access| access.node);
            let named = named.chain(attributes.strings(name).iter().copied());
            uses.extend(named.map(|id| self.nodes().range(id)));
        }
        Some(uses)
    }

    /// The calls of the file that may be of the function `id`: those by its name.
    pub fn calls_of_function(&self, id: NodeId) -> Vec<TextRange> {
        let Some(def) = self.def(id) else { return Vec::new() };
        let nodes = self.nodes();
        let calls = nodes.ids().filter_map(|id| match nodes.get(id) {
            AnyNodeRef::ExprCall(call) => Some(call),
            _ => None,
        });
        let by_name = calls.filter(|call| match &*call.func {
            Expr::Name(name) => name.id == def.name.id,
            Expr::Attribute(method) => method.attr.id == def.name.id,
            _ => false,
        });
        by_name.map(Ranged::range).collect()
    }

    /// The call at `call`, by its arguments.
    pub fn passed(&self, call: TextRange) -> Option<Passed> {
        let AnyNodeRef::ExprCall(call) = self.nodes().get(self.nodes().expression(call)?) else {
            return None;
        };
        let arguments = &call.arguments;
        let plain = arguments.args.iter().take_while(|argument| !argument.is_starred_expr());
        let named = arguments
            .keywords
            .iter()
            .filter_map(|keyword| Some((keyword.arg.as_ref()?.to_string(), keyword.value.range())));
        Some(Passed {
            callee: call.func.range(),
            positional: plain.map(Ranged::range).collect(),
            named: named.collect(),
            is_spread: arguments.args.iter().any(Expr::is_starred_expr)
                || arguments.keywords.iter().any(|keyword| keyword.arg.is_none()),
        })
    }

    /// The position, among the arguments that callers pass, of the parameter of the function `id`
    /// that the name at `range` means; `None` where it may mean something else, too.
    pub fn parameter_at(&self, id: NodeId, range: TextRange) -> Option<usize> {
        let AnyNodeRef::ExprName(name) = self.nodes().get(self.nodes().expression(range)?) else {
            return None;
        };
        let resolution = self.resolve(name.id.as_str(), name.start());
        let [binding] = resolution.bindings[..] else { return None };
        let binding = self.binding(binding);
        let is_own = Some(binding.scope) == self.body_scope(id);
        let is_alone = self.bindings_of(binding.scope, binding.name).len() == 1;
        if binding.kind != BindingKind::Parameter || !is_own || !is_alone {
            return None;
        }
        let parameters = &self.def(id)?.parameters;
        let mut positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let position = positional.position(|parameter| parameter.name().range == binding.range)?;
        position.checked_sub(usize::from(self.is_method(id)))
    }

    /// What is called without arguments by the expression at `range`, or to give the only value of
    /// the variable that it names.
    pub fn bare_callee(&self, range: TextRange) -> Option<TextRange> {
        let nodes = self.nodes();
        let value = match nodes.get(nodes.expression(range)?) {
            AnyNodeRef::ExprName(name) => self.only_value(name.id.as_str(), name.range)?.range(),
            _ => range,
        };
        let callee = nodes.callee_of(value)?;
        nodes.bare_call_of(callee).map(|_| callee)
    }

    /// The first `with` item around `range`, in the same function, whose manager is a name or an
    /// attribute, as locks are.
    pub fn kept_manager_around(&self, range: TextRange) -> Option<TextRange> {
        let nodes = self.nodes();
        let function = nodes.enclosing_function(range);
        nodes.ancestors(nodes.expression(range)?).find_map(|id| match nodes.get(id) {
            AnyNodeRef::StmtWith(with) if nodes.enclosing_function(with.range()) == function => {
                let mut managers = with.items.iter().map(|item| &item.context_expr);
                managers
                    .find(|m| matches!(m, Expr::Name(_) | Expr::Attribute(_)))
                    .map(Ranged::range)
            }
            _ => None,
        })
    }

    fn def(&self, id: NodeId) -> Option<&'a StmtFunctionDef> {
        match self.nodes().get(id) {
            AnyNodeRef::StmtFunctionDef(def) => Some(def),
            _ => None,
        }
    }

    /// Whether the function `id` is a method.
    fn is_method(&self, id: NodeId) -> bool {
        let nodes = self.nodes();
        nodes.parent(id).is_some_and(|id| matches!(nodes.get(id), AnyNodeRef::StmtClassDef(_)))
    }
}
