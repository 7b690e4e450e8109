//! Handing down: how code comes by something that the function around a whole run owns, along the
//! calls that lead there.

use ruff_python_ast::{AnyNodeRef, Expr, StmtFunctionDef};

use super::{BindingKind, CallSite, NodeId, ScopeId, SemanticModel};
use crate::source::{Ranged, TextRange};

/// How code knows what an owner has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supply {
    /// By a variable or parameter of a function around the code.
    Variable,
    /// By an attribute of the object of this name.
    Attribute(String),
}

/// Who has to hand something on for code to come by it.
#[derive(Debug, Clone, Default)]
pub struct Handing {
    /// The functions that own it.
    pub owners: Vec<NodeId>,
    /// The functions that take it as a parameter.
    pub functions: Vec<NodeId>,
    /// The classes whose objects take it when they are made, and keep it.
    pub classes: Vec<NodeId>,
    /// The calls that pass it, each with how it is known there.
    pub calls: Vec<(CallSite, Supply)>,
    /// Where a function that takes it is handed on as a value, each with how it is known there.
    pub values: Vec<(TextRange, Supply)>,
    /// How it is known where it was asked for.
    pub here: Option<Supply>,
}

/// What keeps code from coming by it: a place, and a clause about it.
pub type Unreached = (TextRange, &'static str);

impl<'a> SemanticModel<'a> {
    /// How the code at `place` comes by what the functions have that `is_owner` tells of.
    ///
    /// # Errors
    ///
    /// The place that it would have to go through and cannot.
    pub fn handing(
        &self,
        place: TextRange,
        is_owner: &dyn Fn(NodeId) -> bool,
    ) -> Result<Handing, Unreached> {
        let mut walk = Walk { model: self, is_owner, handing: Handing::default() };
        let here = walk.supply(place)?;
        let (mut functions, mut classes) = (0, 0);
        loop {
            let used = if let Some(function) = walk.handing.functions.get(functions).copied() {
                functions += 1;
                self.callers_of(function)?
            } else if let Some(class) = walk.handing.classes.get(classes).copied() {
                classes += 1;
                self.makers_of(class)?.into_iter().map(Used::Called).collect()
            } else {
                break;
            };
            for used in used {
                match used {
                    Used::Called(call) => {
                        let supply = walk.supply(call.call)?;
                        walk.handing.calls.push((call, supply));
                    }
                    Used::Passed(value) => {
                        let supply = walk.supply(value)?;
                        walk.handing.values.push((value, supply));
                    }
                }
            }
        }
        Ok(Handing { here: Some(here), ..walk.handing })
    }

    /// Every use of the function `id`, in source order; never empty.
    ///
    /// # Errors
    ///
    /// The place where it is neither called nor an argument of a call.
    fn callers_of(&self, id: NodeId) -> Result<Vec<Used>, Unreached> {
        let nodes = self.nodes();
        let name = nodes.name_of_function(id).unwrap_or_default();
        let uses = self.uses_of_function(id).ok_or((
            name,
            "is decorated or defined twice, so that who calls it was not followed",
        ))?;
        let used = |callee: TextRange| match nodes.call_of(callee) {
            Some(call) => Ok(Used::Called(CallSite { call, callee })),
            None if self.is_callback(callee) => Ok(Used::Passed(callee)),
            None => Err((callee, "is used as a value here, and called by somebody else")),
        };
        let uses = uses.into_iter().map(used).collect::<Result<Vec<_>, _>>()?;
        match uses.is_empty() {
            true => Err((name, "is called by nothing in this file")),
            false => Ok(uses),
        }
    }

    /// Whether the function at `range` is an argument of a call, which most likely calls it back.
    fn is_callback(&self, range: TextRange) -> bool {
        let asks = ["isinstance", "iscoroutinefunction", "signature", "getattr", "hasattr", "id"];
        self.nodes().call_with(range).is_some_and(|site| {
            let word = self.text()[site.callee].rsplit('.').next().unwrap_or_default();
            !asks.contains(&word) && !word.starts_with("remove")
        })
    }

    /// Every call that makes an object of the class `id`, in source order; never empty.
    ///
    /// # Errors
    ///
    /// The place where one may be made otherwise.
    fn makers_of(&self, id: NodeId) -> Result<Vec<CallSite>, Unreached> {
        let nodes = self.nodes();
        let AnyNodeRef::StmtClassDef(class) = nodes.get(id) else { return Ok(Vec::new()) };
        let name = class.name.range();
        if let Some(decorator) = class.decorator_list.first() {
            return Err((decorator.range(), "may give the class another way to make its objects"));
        }
        if let Some(place) = self.makes_its_own(id) {
            return Err((place, "makes objects of a class that is not named here"));
        }
        let Some(scope) = self.body_scope(id) else { return Ok(Vec::new()) };
        let has_init = !self.bindings_of(scope, "__init__").is_empty();
        if !has_init && let Some(base) = class.bases().first() {
            return Err((base.range(), "may decide how objects of the class are made"));
        }
        if let Some(slots) = self.bindings_of(scope, "__slots__").first() {
            return Err((self.binding(*slots).range, "says which attributes its objects have"));
        }
        let binding = self.bindings().iter().find(|b| b.node == id && b.kind == BindingKind::Class);
        let binding = binding.ok_or((name, "was not followed"))?;
        if self.bindings_of(binding.scope, binding.name).len() != 1 {
            return Err((name, "is defined twice"));
        }
        let mut calls = Vec::new();
        for used in self.uses(binding.id) {
            match nodes.call_of(used) {
                Some(call) => calls.push(CallSite { call, callee: used }),
                None if self.only_names_class(used, scope, class.bases().is_empty()) => {}
                None => return Err((used, "is used as a value, which may make objects")),
            }
        }
        if calls.is_empty() {
            return Err((name, "is made by nothing in this file"));
        }
        Ok(calls)
    }

    /// Where a class makes objects of itself without its name: `cls()`, `type(self)()`.
    pub(super) fn makes_its_own(&self, id: NodeId) -> Option<TextRange> {
        let nodes = self.nodes();
        nodes.descendants(id).find_map(|inner| match nodes.get(inner) {
            AnyNodeRef::ExprCall(call) => match &*call.func {
                Expr::Name(_) if self.receiver_class(&call.func) == Some(id) => Some(call.range()),
                Expr::Call(made) if matches!(&*made.func, Expr::Name(name) if name.id.as_str() == "type") => {
                    Some(call.range())
                }
                _ => None,
            },
            AnyNodeRef::ExprAttribute(access) if access.attr.as_str() == "__class__" => {
                Some(access.range())
            }
            _ => None,
        })
    }

    /// Where the class `id` is named.
    pub fn named_at(&self, id: NodeId) -> Vec<TextRange> {
        let binding = self.bindings().iter().find(|b| b.node == id && b.kind == BindingKind::Class);
        binding.map(|binding| self.uses(binding.id)).unwrap_or_default()
    }

    /// Whether the use of a class at `range` makes no object of it, nor lets others make one.
    fn only_names_class(&self, range: TextRange, scope: ScopeId, is_alone: bool) -> bool {
        let nodes = self.nodes();
        // In a string: an annotation.
        let Some(id) = nodes.expression(range) else { return true };
        if self.scopes.in_annotation(id) {
            return true;
        }
        let mut around = nodes.ancestors(id);
        let asks = |call: &Expr| matches!(call, Expr::Name(name) if matches!(name.id.as_str(), "isinstance" | "issubclass"));
        match around.next().map(|id| nodes.get(id)) {
            // What an attribute of the class itself does was looked at.
            Some(AnyNodeRef::ExprAttribute(access)) => {
                is_alone || !self.bindings_of(scope, access.attr.as_str()).is_empty()
            }
            Some(AnyNodeRef::Arguments(_)) => around.next().is_some_and(
                |id| matches!(nodes.get(id), AnyNodeRef::ExprCall(call) if asks(&call.func)),
            ),
            _ => false,
        }
    }
}

/// What is done with a function.
enum Used {
    Called(CallSite),
    /// It is an argument of a call.
    Passed(TextRange),
}

struct Walk<'m, 'a> {
    model: &'m SemanticModel<'a>,
    is_owner: &'m dyn Fn(NodeId) -> bool,
    handing: Handing,
}

impl Walk<'_, '_> {
    /// How the code at `place` comes by it, with those noted that have to hand it on.
    fn supply(&mut self, place: TextRange) -> Result<Supply, Unreached> {
        let nodes = self.model.nodes();
        let mut outer = None;
        let mut at = nodes.enclosing_function(place);
        while let Some(function) = at {
            if (self.is_owner)(function.node) {
                note(&mut self.handing.owners, function.node);
                return Ok(Supply::Variable);
            }
            outer = Some(function.node);
            at = nodes.enclosing_function(function.range);
        }
        let unreached = "runs when the module is imported, where no event loop is running yet";
        let outer = outer.ok_or((place, unreached))?;
        let AnyNodeRef::StmtFunctionDef(def) = nodes.get(outer) else {
            return Err((place, "runs in a lambda that anybody may call"));
        };
        let class =
            nodes.parent(outer).filter(|id| matches!(nodes.get(*id), AnyNodeRef::StmtClassDef(_)));
        let Some(class) = class else {
            note(&mut self.handing.functions, outer);
            return Ok(Supply::Variable);
        };
        let own =
            own_name(def).ok_or((def.name.range(), "is a method without an object of its own"))?;
        note(&mut self.handing.classes, class);
        Ok(match def.name.as_str() {
            "__init__" => Supply::Variable,
            _ => Supply::Attribute(own.to_owned()),
        })
    }
}

/// What a method calls its object.
fn own_name(def: &StmtFunctionDef) -> Option<&str> {
    let is_plain = |decorator: &Expr| match decorator {
        Expr::Name(name) => !matches!(name.id.as_str(), "staticmethod" | "classmethod"),
        _ => true,
    };
    let is_method = def.decorator_list.iter().all(|decorator| is_plain(&decorator.expression));
    let first = def.parameters.posonlyargs.iter().chain(&def.parameters.args).next()?;
    (is_method && def.name.as_str() != "__new__").then(|| first.name().as_str())
}

fn note(seen: &mut Vec<NodeId>, id: NodeId) {
    if !seen.contains(&id) {
        seen.push(id);
    }
}

/// A token beside which something new goes: the token becomes `before`, the new, and `after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The token.
    pub token: TextRange,
    /// What comes before the new.
    pub before: &'static str,
    /// What comes after it.
    pub after: &'static str,
}

impl SemanticModel<'_> {
    /// Where the function `id` takes one more parameter, its first; for a method the first after its
    /// object.
    pub fn parameter_gap(&self, id: NodeId) -> Option<Gap> {
        let AnyNodeRef::StmtFunctionDef(def) = self.nodes().get(id) else { return None };
        let in_class = self.nodes().parent(id).map(|id| self.nodes().get(id));
        if matches!(in_class, Some(AnyNodeRef::StmtClassDef(_))) {
            let own = def.parameters.posonlyargs.iter().chain(&def.parameters.args).next()?;
            let token = self.ast().token_after(own.end())?;
            return match &self.text()[token] {
                "," => Some(Gap { token, before: ", ", after: "," }),
                ")" => Some(Gap { token, before: ", ", after: ")" }),
                _ => None,
            };
        }
        let from = def.type_params.as_ref().map_or(def.name.end(), |params| params.end());
        self.opening(from, def.parameters.is_empty())
    }

    /// Where the call at `call` passes one more argument, its first.
    pub fn argument_gap(&self, call: TextRange) -> Option<Gap> {
        let nodes = self.nodes();
        let AnyNodeRef::ExprCall(call) = nodes.get(nodes.expression(call)?) else { return None };
        let is_bare = match &*call.arguments.args {
            [Expr::Generator(only)] => !only.parenthesized,
            _ => false,
        };
        let gap = self.opening(call.func.end(), call.arguments.is_empty())?;
        (!is_bare).then_some(gap)
    }

    /// Where the call that passes the argument at `argument` by its position passes one more, the next;
    /// `None` where the argument stands in parentheses of its own.
    pub fn gap_after(&self, argument: TextRange) -> Option<Gap> {
        let nodes = self.nodes();
        let site = nodes.call_with(argument)?;
        let token = self.ast().token_after(argument.end())?;
        match &self.text()[token] {
            "," => Some(Gap { token, before: ", ", after: "," }),
            ")" if token.end() == site.call.end() => Some(Gap { token, before: ", ", after: ")" }),
            _ => None,
        }
    }

    /// Where a function takes one more parameter below the one at `parameter`, whose default is `default`.
    pub fn gap_after_parameter(
        &self,
        parameter: TextRange,
        default: Option<TextRange>,
    ) -> Option<Gap> {
        let end = default.map_or(parameter.end(), |default| default.end());
        let token = self.ast().token_after(end)?;
        match &self.text()[token] {
            "," => Some(Gap { token, before: ", ", after: "," }),
            ")" => Some(Gap { token, before: ", ", after: ")" }),
            _ => None,
        }
    }

    fn opening(&self, from: crate::source::TextSize, is_empty: bool) -> Option<Gap> {
        let token = self.ast().token_after(from)?;
        let goes_on = self.text()[token.end().to_usize()..].starts_with(['\n', '\r']);
        let after = match (is_empty, goes_on) {
            (true, _) => "",
            (false, true) => ",",
            (false, false) => ", ",
        };
        (&self.text()[token] == "(").then_some(Gap { token, before: "(", after })
    }

    /// The class whose body the function `id` stands in.
    pub fn class_of_method(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.nodes().parent(id)?;
        matches!(self.nodes().get(parent), AnyNodeRef::StmtClassDef(_)).then_some(parent)
    }

    /// What the method `id` calls its object.
    pub fn own_name(&self, id: NodeId) -> Option<&str> {
        match self.nodes().get(id) {
            AnyNodeRef::StmtFunctionDef(def) => own_name(def),
            _ => None,
        }
    }

    /// Whether the function `id` has annotations.
    pub fn is_annotated(&self, id: NodeId) -> bool {
        let AnyNodeRef::StmtFunctionDef(def) = self.nodes().get(id) else { return false };
        def.returns.is_some() || def.parameters.iter().any(|p| p.annotation().is_some())
    }

    /// The `__init__` of the class `id`.
    pub fn initializer(&self, id: NodeId) -> Option<NodeId> {
        let [binding] = self.bindings_of(self.body_scope(id)?, "__init__") else { return None };
        let node = self.binding(*binding).node;
        matches!(self.nodes().get(node), AnyNodeRef::StmtFunctionDef(_)).then_some(node)
    }
}
