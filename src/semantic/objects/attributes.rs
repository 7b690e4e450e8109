//! Where attributes are named in a file, so that nobody has to look for each of them everywhere.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    semantic::{BindingKind, NodeId, SemanticModel},
    source::{Ranged, TextRange},
};

/// The places at which attributes are named.
#[derive(Debug, Default)]
pub(in crate::semantic) struct Attributes {
    /// Every `x.name` by its name, each with the class whose `self` or `cls` the `x` is.
    accesses: FxHashMap<Box<str>, Vec<Access>>,
    /// String literals that may name an attribute, by their value.
    strings: FxHashMap<Box<str>, Vec<NodeId>>,
    /// Names of attributes that may be what others, private to a class, are called outside of it.
    mangled: Vec<Box<str>>,
    /// Calls that look an attribute up by a name that they put together.
    made: Vec<TextRange>,
    /// The classes of this file that others have as bases.
    bases: FxHashMap<NodeId, Vec<NodeId>>,
}

/// One `x.name`.
#[derive(Debug, Clone, Copy)]
pub(in crate::semantic) struct Access {
    /// Its node.
    pub(in crate::semantic) node: NodeId,
    /// The class whose `self` or `cls` the `x` is, if it is one.
    pub(super) receiver: Option<NodeId>,
}

impl Attributes {
    fn new(model: &SemanticModel<'_>) -> Self {
        let nodes = model.nodes();
        let mut found = Self::default();
        let is_call_by_any_name = |node: NodeId| match nodes.get(node) {
            AnyNodeRef::ExprCall(call) => looks_any_name_up(call),
            _ => false,
        };
        let any_name = nodes.ids().any(is_call_by_any_name);
        for node in nodes.ids() {
            match nodes.get(node) {
                AnyNodeRef::ExprAttribute(attribute) => {
                    let name = attribute.attr.as_str();
                    let access = Access { node, receiver: model.receiver_class(&attribute.value) };
                    match found.accesses.get_mut(name) {
                        Some(accesses) => accesses.push(access),
                        None => {
                            found.mangled.extend(name.starts_with('_').then(|| name.into()));
                            found.accesses.insert(name.into(), vec![access]);
                        }
                    }
                }
                AnyNodeRef::StringLiteral(literal) if any_name || !is_text(model, node) => {
                    found.strings.entry(literal.value.clone()).or_default().push(node);
                }
                AnyNodeRef::ExprCall(call) if makes_a_name(call) => found.made.push(call.range()),
                AnyNodeRef::StmtClassDef(def) if !def.bases().is_empty() => {
                    let bases = def.bases().iter().filter_map(|base| model.class_named(base));
                    found.bases.insert(node, bases.collect());
                }
                _ => {}
            }
        }
        found
    }

    /// The names of all attributes.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.accesses.keys().map(AsRef::as_ref)
    }

    /// Every `x.name`, in source order.
    pub(in crate::semantic) fn named(&self, name: &str) -> &[Access] {
        self.accesses.get(name).map_or(&[], Vec::as_slice)
    }

    /// Strings that are `name`, in source order.
    pub(in crate::semantic) fn strings(&self, name: &str) -> &[NodeId] {
        self.strings.get(name).map_or(&[], Vec::as_slice)
    }

    /// Every `x._Class__name` for `__name`.
    pub(super) fn mangled(&self, name: &str) -> impl Iterator<Item = Access> {
        let others = self.mangled.iter().filter(move |attribute| is_mangled(attribute, name));
        others.flat_map(|attribute| self.named(attribute)).copied()
    }

    /// Calls that may look any attribute up, in source order.
    pub(super) fn made(&self) -> &[TextRange] {
        &self.made
    }

    /// Whether `base` is among the bases of `class` in this file, their bases and so on.
    pub(super) fn inherits(&self, class: NodeId, base: NodeId) -> bool {
        let bases = |class| self.bases.get(&class).map_or(&[][..], Vec::as_slice);
        // A class may be a base in more than one way.
        let mut seen = FxHashSet::default();
        let mut classes = bases(class).to_vec();
        while let Some(class) = classes.pop() {
            if class == base {
                return true;
            }
            if seen.insert(class) {
                classes.extend(bases(class));
            }
        }
        false
    }
}

impl SemanticModel<'_> {
    /// The class of this file that an expression names.
    pub(super) fn class_named(&self, expression: &Expr) -> Option<NodeId> {
        let Expr::Name(name) = expression else { return None };
        let resolution = self.resolve(&name.id, name.start());
        let [binding] = resolution.bindings.as_slice() else { return None };
        let binding = self.binding(*binding);
        (binding.kind == BindingKind::Class).then_some(binding.node)
    }

    /// Every `x.name` that may be an attribute of objects of `class`, in source order, and whether the
    /// `x` is sure to be one.
    pub(in crate::semantic) fn accesses_of(
        &self,
        class: NodeId,
        name: &str,
    ) -> Vec<(NodeId, bool)> {
        let attributes = self.attributes();
        let is_related = |other: NodeId| {
            other == class || attributes.inherits(other, class) || attributes.inherits(class, other)
        };
        let accesses = attributes.named(name).iter();
        let accesses = accesses.filter(|access| access.receiver.is_none_or(is_related));
        accesses.map(|access| (access.node, access.receiver.is_some())).collect()
    }

    /// The attributes that the file names.
    pub(in crate::semantic) fn attributes(&self) -> &Attributes {
        self.attributes.get_or_init(|| Attributes::new(self))
    }

    /// The class whose `self` or `cls` this expression is.
    pub(in crate::semantic) fn receiver_class(&self, receiver: &Expr) -> Option<NodeId> {
        let Expr::Name(name) = receiver else { return None };
        let resolution = self.resolve(&name.id, name.start());
        let [binding] = resolution.bindings.as_slice() else { return None };
        let binding = self.binding(*binding);
        if binding.kind != BindingKind::Parameter {
            return None;
        }
        let nodes = self.nodes();
        let function = nodes.ancestors(binding.node).find_map(|id| match nodes.get(id) {
            AnyNodeRef::StmtFunctionDef(def) => Some((id, def)),
            _ => None,
        });
        let (id, def) = function?;
        let is_first = def.parameters.iter().next().is_some_and(|p| p.name() == binding.name);
        let is_static = def.decorator_list.iter().any(
            |d| matches!(&d.expression, Expr::Name(name) if name.id.as_str() == "staticmethod"),
        );
        let class = nodes.parent(id)?;
        let in_class = matches!(nodes.get(class), AnyNodeRef::StmtClassDef(_));
        (is_first && !is_static && in_class).then_some(class)
    }
}

/// Whether `attribute` is what `name`, private to a class, is called outside of it.
fn is_mangled(attribute: &str, name: &str) -> bool {
    let private = name.starts_with("__") && !name.ends_with("__");
    private && attribute != name && attribute.starts_with('_') && attribute.ends_with(name)
}

/// Whether the string at `literal` is text for people, or compared with some: it names no attribute,
/// unless it comes to be what a variable holds by which one is looked up.
fn is_text(model: &SemanticModel<'_>, literal: NodeId) -> bool {
    let nodes = model.nodes();
    let mut around = nodes.ancestors(literal);
    let Some(parent) = around.by_ref().find(|id| !nodes.range(*id).eq(&nodes.range(literal)))
    else {
        return false;
    };
    match nodes.get(parent) {
        AnyNodeRef::StmtExpr(_)
        | AnyNodeRef::StmtAssign(_)
        | AnyNodeRef::StmtReturn(_)
        | AnyNodeRef::ExprCompare(_)
        | AnyNodeRef::ExprDict(_) => true,
        AnyNodeRef::ExprSubscript(subscript) => match &*subscript.value {
            Expr::Name(_) => true,
            Expr::Attribute(attribute) => attribute.attr.as_str() != "__dict__",
            _ => false,
        },
        AnyNodeRef::Arguments(_) => match around.next().map(|call| nodes.get(call)) {
            Some(AnyNodeRef::ExprCall(call)) => is_told(model, &call.func),
            _ => false,
        },
        _ => false,
    }
}

/// Whether `callee` shows or keeps its arguments as text.
fn is_told(model: &SemanticModel<'_>, callee: &Expr) -> bool {
    let is_error = |name: &str| ["Error", "Exception"].iter().any(|end| name.ends_with(end));
    match callee {
        Expr::Name(name) if name.id.as_str() == "print" => model.builtin("print", name.start()),
        Expr::Name(name) => is_error(name.id.as_str()),
        Expr::Attribute(attribute) => {
            let name = attribute.attr.as_str();
            const TELLING: &[&str] =
                &["debug", "info", "warning", "error", "exception", "critical", "append", "write"];
            TELLING.contains(&name) || is_error(name)
        }
        _ => false,
    }
}

/// Whether `call` looks an attribute up by a name that is not written there.
fn looks_any_name_up(call: &ExprCall) -> bool {
    let name = match &*call.func {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    let names = match name {
        "getattr" | "setattr" | "delattr" | "hasattr" => call.arguments.args.get(1..2),
        "__getattribute__" | "__setattr__" | "methodcaller" => call.arguments.args.get(..1),
        "attrgetter" => Some(&*call.arguments.args),
        _ => None,
    };
    names.into_iter().flatten().any(|name| !name.is_string_literal_expr())
}

/// Whether `call` looks an attribute up by a name that it puts together.
fn makes_a_name(call: &ExprCall) -> bool {
    let looks_up = matches!(&*call.func, Expr::Name(name) if matches!(name.id.as_str(), "getattr" | "setattr"));
    let name = call.arguments.args.get(1);
    looks_up && name.is_some_and(|name| matches!(name, Expr::FString(_) | Expr::BinOp(_)))
}
