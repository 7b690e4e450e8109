//! How an object flows: what is put into each of its holders, and where each is read.
//!
//! An object whose uses all mean the same for its counterpart is remade where it is made. Where they do
//! not, as with a queue that becomes the two ends of a stream, each holder is rewritten wherever it is
//! named; so each place is noted here.

use ruff_python_ast::{AnyNodeRef, BoolOp, Expr, ExprName, ExprRef, UnaryOp};

use super::{CallSite, Object};
use crate::{
    semantic::{BindingId, BindingKind, NodeId, Nodes, ScopeId, SemanticModel},
    source::{Ranged, TextRange},
};

/// A name or attribute that an object is kept in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its identifier.
    pub name: String,
    /// What it is.
    pub kind: HeldKind,
    /// What is put into it.
    pub inflows: Vec<Inflow>,
    /// The expressions that read it.
    pub reads: Vec<TextRange>,
    /// Where it is deleted.
    pub deletes: Vec<TextRange>,
    /// Where `global` and `nonlocal` statements name it.
    pub declared: Vec<TextRange>,
    /// The function that it is a parameter of.
    pub function: Option<NodeId>,
}

/// What holds an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldKind {
    /// A variable of a module or function.
    Variable,
    /// A variable that is a parameter.
    Parameter,
    /// An attribute of a class and its objects.
    Attribute,
}

/// Something that is put into a holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inflow {
    /// The expression that gives it; `None` where only a name or its type is declared.
    pub value: Option<TextRange>,
    /// How it gets in.
    pub into: Inlet,
}

/// How a value gets into a holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inlet {
    /// `target = value`, perhaps as an element of a tuple.
    Target {
        /// The name or attribute that is assigned to.
        target: TextRange,
        /// The annotation of the assignment.
        annotation: Option<TextRange>,
    },
    /// A parameter, whose default is the value.
    Parameter {
        /// The parameter with its annotation, without its default.
        parameter: TextRange,
        /// Its name.
        name: TextRange,
        /// Its annotation.
        annotation: Option<TextRange>,
    },
    /// The value is passed for a parameter or a field.
    Argument {
        /// The name of the keyword by which it is passed.
        keyword: Option<TextRange>,
    },
}

impl Object {
    /// The holder that the expression at `range` reads, as an index into [`Object::held`].
    pub fn holder_read_at(&self, range: TextRange) -> Option<usize> {
        self.held.iter().position(|held| held.reads.contains(&range))
    }
}

impl Nodes<'_> {
    /// The identifier that the name or attribute at `range` ends with.
    pub fn identifier_of(&self, range: TextRange) -> Option<TextRange> {
        match self.get(self.expression(range)?) {
            AnyNodeRef::ExprName(name) => Some(name.range()),
            AnyNodeRef::ExprAttribute(attribute) => Some(attribute.attr.range()),
            _ => None,
        }
    }

    /// The calls in the code at `range`, without those in the functions in it.
    pub fn calls_made_in(&self, range: TextRange) -> Vec<CallSite> {
        let calls = self.acts(range).into_iter().filter_map(|id| match self.get(id) {
            AnyNodeRef::ExprCall(call) => {
                Some(CallSite { call: call.range(), callee: call.func.range() })
            }
            _ => None,
        });
        calls.collect()
    }

    /// The `not …` of which the expression at `range` is the operand.
    pub fn negation_of(&self, range: TextRange) -> Option<TextRange> {
        match self.get(self.parent(self.expression(range)?)?) {
            AnyNodeRef::ExprUnaryOp(operation) if operation.op == UnaryOp::Not => {
                Some(operation.range())
            }
            _ => None,
        }
    }

    /// The block that is run only where the expression at `range` is true: of the `if` whose test it is, alone
    /// or joined by `and` with others.
    pub fn block_tested(&self, range: TextRange) -> Option<TextRange> {
        let inner = self.expression(range)?;
        let (mut test, mut parent) = (inner, self.parent(inner)?);
        while let AnyNodeRef::ExprBoolOp(operation) = self.get(parent)
            && operation.op == BoolOp::And
        {
            (test, parent) = (parent, self.parent(parent)?);
        }
        let (condition, body) = match self.get(parent) {
            AnyNodeRef::StmtIf(tested) => (Some(tested.test.range()), &tested.body),
            AnyNodeRef::ElifElseClause(tested) => {
                (tested.test.as_ref().map(Ranged::range), &tested.body)
            }
            _ => return None,
        };
        let is_test = condition == Some(self.range(test));
        is_test.then(|| Some(body.first()?.range().cover(body.last()?.range())))?
    }

    /// Whether the expression at `range` is `None`.
    pub fn is_none(&self, range: TextRange) -> bool {
        let expression = self.expression(range).map(|id| self.get(id));
        matches!(expression, Some(AnyNodeRef::ExprNoneLiteral(_)))
    }

    /// Whether the expression at `range` is compared with something other than `None`.
    pub fn is_told_apart(&self, range: TextRange) -> bool {
        let parent = self.expression(range).and_then(|id| self.parent(id));
        let Some(AnyNodeRef::ExprCompare(compare)) = parent.map(|id| self.get(id)) else {
            return false;
        };
        let mut sides = std::iter::once(&*compare.left).chain(&*compare.comparators);
        sides.any(|side| side.range() != range && !side.is_none_literal_expr())
    }

    /// The types in `class[types]`, where the expression at `class` is given any.
    pub fn types_of(&self, class: TextRange) -> Option<TextRange> {
        match self.get(self.parent(self.expression(class)?)?) {
            AnyNodeRef::ExprSubscript(generic) if generic.value.range() == class => {
                Some(generic.slice.range())
            }
            _ => None,
        }
    }

    /// Whether the name or attribute at `range` gets a value, or is read, as an element of a tuple.
    pub fn is_element(&self, range: TextRange) -> bool {
        let parent = self.expression(range).and_then(|id| self.parent(id));
        let parent = parent.map(|id| self.get(id));
        matches!(parent, Some(AnyNodeRef::ExprTuple(_) | AnyNodeRef::ExprList(_)))
    }

    /// Whether nothing is evaluated by the expression at `range` but names and their attributes.
    pub fn is_chain(&self, range: TextRange) -> bool {
        let mut at = self.expression(range).and_then(|id| self.as_expression(id));
        while let Some(ExprRef::Attribute(attribute)) = at {
            at = Some((&*attribute.value).into());
        }
        matches!(at, Some(ExprRef::Name(_)))
    }
}

impl SemanticModel<'_> {
    /// Where `global` and `nonlocal` statements name the variable `name` of `scope`.
    pub(super) fn declarations(&self, scope: ScopeId, name: &str) -> Vec<TextRange> {
        let nodes = self.nodes();
        let mut declared = Vec::new();
        for id in nodes.ids() {
            let names = match nodes.get(id) {
                AnyNodeRef::StmtGlobal(statement) => &statement.names,
                AnyNodeRef::StmtNonlocal(statement) => &statement.names,
                _ => continue,
            };
            let start = nodes.range(id).start();
            for identifier in names.iter().filter(|identifier| identifier.as_str() == name) {
                if self.variable_scope(name, start) == Some(scope) {
                    declared.push(identifier.range());
                }
            }
        }
        declared
    }

    /// Another function of the file that may be called in place of the method `id`: one of the same name
    /// in a class that inherits from the method's, or from which that inherits. Constructors are called
    /// by their class alone.
    pub fn overriding(&self, id: NodeId) -> Option<TextRange> {
        let nodes = self.nodes();
        let AnyNodeRef::StmtFunctionDef(def) = nodes.get(id) else { return None };
        if def.name.as_str() == "__init__" {
            return None;
        }
        let class = nodes.parent(id)?;
        let AnyNodeRef::StmtClassDef(_) = nodes.get(class) else { return None };
        let attributes = self.attributes();
        let mut others = nodes.ids().filter(|other| *other != id);
        others.find_map(|other| {
            let AnyNodeRef::StmtFunctionDef(method) = nodes.get(other) else { return None };
            let owner = nodes.parent(other)?;
            let is_related = owner == class
                || attributes.inherits(owner, class)
                || attributes.inherits(class, owner);
            (method.name.id == def.name.id && is_related).then(|| method.name.range())
        })
    }

    /// Whether the innermost class around `range`, or one in the file that it inherits from, has a base that
    /// is written elsewhere and may have methods.
    pub fn inherits_from_elsewhere(&self, range: TextRange) -> bool {
        let nodes = self.nodes();
        let Some(inner) = nodes.covering(range) else { return false };
        let around = std::iter::once(inner).chain(nodes.ancestors(inner));
        let is_class = |id: &NodeId| matches!(nodes.get(*id), AnyNodeRef::StmtClassDef(_));
        let mut open: Vec<NodeId> = around.into_iter().find(is_class).into_iter().collect();
        let mut known = Vec::new();
        while let Some(id) = open.pop() {
            let AnyNodeRef::StmtClassDef(class) = nodes.get(id) else { continue };
            if known.contains(&id) {
                continue;
            }
            known.push(id);
            for base in class.bases() {
                let generic = match base {
                    Expr::Subscript(generic) => &generic.value,
                    base => base,
                };
                match self.class_named(generic) {
                    Some(own) => open.push(own),
                    None if self.is_empty_base(generic) => {}
                    None => return true,
                }
            }
        }
        false
    }

    /// Whether a base class has no methods that use what is not theirs.
    fn is_empty_base(&self, base: &Expr) -> bool {
        let name = self.qualified_name(base.range());
        let known = ["abc.ABC", "object", "typing.Generic", "typing.Protocol"];
        match (name, base) {
            (Some(name), _) => known.contains(&name.to_string().as_str()),
            (None, Expr::Name(name)) => name.id.as_str() == "object",
            _ => false,
        }
    }

    /// The name of the class that the function `id` is a method of.
    pub fn class_around(&self, id: NodeId) -> Option<&str> {
        match self.nodes().get(self.nodes().parent(id)?) {
            AnyNodeRef::StmtClassDef(class) => Some(class.name.as_str()),
            _ => None,
        }
    }

    /// Whether the type that is written at `range` can be evaluated wherever the module's functions run:
    /// it is made of built-in names and of what the module imports or defines in any case.
    pub fn is_evaluable_type(&self, range: TextRange) -> bool {
        let nodes = self.nodes();
        let Some(id) = nodes.expression(range) else { return false };
        let is_at_hand = |name: &ExprName| {
            let resolution = self.resolve(&name.id, name.start());
            let is_known = |id: &BindingId| {
                let binding = self.binding(*id);
                let statement = nodes.enclosing_statement(binding.range);
                let is_top = statement.is_some_and(|statement| nodes.parent(statement).is_none());
                let is_given =
                    binding.kind.imported().is_some() || binding.kind == BindingKind::Class;
                is_top && is_given && binding.range.end() < name.start()
            };
            match resolution.bindings.as_slice() {
                [] => resolution.builtin && !resolution.star,
                bindings => bindings.iter().all(is_known),
            }
        };
        let is_generic = |class: &Expr| {
            let named = self.qualified_name(class.range());
            let library = named.as_ref().map(|name| name.root());
            library.is_some_and(|root| matches!(root, "asyncio" | "collections" | "typing"))
                || matches!(class, Expr::Name(name) if self.builtin(&name.id, name.start()))
        };
        std::iter::once(id).chain(nodes.descendants(id)).all(|id| match nodes.get(id) {
            AnyNodeRef::ExprName(name) => is_at_hand(name),
            AnyNodeRef::ExprAttribute(attribute) => {
                self.qualified_name(attribute.range()).is_some_and(|name| name.root() == "asyncio")
            }
            AnyNodeRef::ExprSubscript(generic) => is_generic(&generic.value),
            AnyNodeRef::ExprTuple(_)
            | AnyNodeRef::ExprNoneLiteral(_)
            | AnyNodeRef::ExprBinOp(_) => true,
            _ => false,
        })
    }
}
