//! Dataclasses: who makes their objects, and what fills their fields.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall, Keyword, Stmt, StmtAnnAssign, StmtClassDef};

use super::{follow::Holder, places::Places};
use crate::{
    semantic::{NodeId, SemanticModel},
    source::{Ranged, TextRange},
};

/// Who makes objects of a class.
pub(super) struct Makers<'a> {
    pub(super) calls: Vec<&'a ExprCall>,
    /// Where the class is handed to others who may call it.
    pub(super) handed_on: Option<TextRange>,
}

impl<'a> Places<'_, 'a> {
    /// The class attribute that `field(default_factory=<class>)` is assigned to.
    pub(super) fn factory_field(&self, class: TextRange) -> Option<Holder> {
        let nodes = self.model.nodes();
        let keyword = nodes.parent(nodes.expression(class)?)?;
        let AnyNodeRef::Keyword(argument) = nodes.get(keyword) else { return None };
        if argument.arg.as_ref()?.as_str() != "default_factory" {
            return None;
        }
        let statement = nodes.ancestors(keyword).find(|id| nodes.get(*id).is_statement())?;
        let owner = nodes.parent(statement)?;
        match (nodes.get(owner), nodes.get(statement)) {
            (AnyNodeRef::StmtClassDef(_), AnyNodeRef::StmtAnnAssign(field)) => {
                let Expr::Name(name) = &*field.target else { return None };
                Some(Holder::Attribute(Some(owner), name.id.to_string()))
            }
            _ => None,
        }
    }

    /// Whether `def` is a dataclass that inherits from nothing.
    pub(super) fn is_plain_dataclass(&self, def: &StmtClassDef) -> bool {
        self.model.dataclass(def).is_some() && def.bases().is_empty()
    }

    /// Who makes objects of the dataclass `class`; `None` if it is none, or has an `__init__` of its own.
    pub(super) fn makers_of_dataclass(&self, class: NodeId) -> Option<Makers<'a>> {
        let nodes = self.model.nodes();
        let AnyNodeRef::StmtClassDef(def) = nodes.get(class) else { return None };
        if !self.is_plain_dataclass(def) || self.method(class, "__init__").is_some() {
            return None;
        }
        let mut makers = Makers { calls: Vec::new(), handed_on: None };
        for id in nodes.ids() {
            match nodes.get(id) {
                AnyNodeRef::ExprCall(call) if self.model.class_named(&call.func) == Some(class) => {
                    makers.calls.push(call);
                }
                AnyNodeRef::ExprName(value)
                    if value.id == def.name.id && self.is_handed_over(id) =>
                {
                    makers.handed_on.get_or_insert(value.range());
                }
                _ => {}
            }
        }
        Some(makers)
    }

    /// What `call` passes for the field `name` of the dataclass `class`, and the name of the keyword by
    /// which it does; `Some(None)` if nothing, and `None` when stars hide it.
    pub(super) fn passed_for_field(
        &self,
        class: NodeId,
        call: &'a ExprCall,
        name: &str,
    ) -> Option<Option<(&'a Expr, Option<TextRange>)>> {
        let AnyNodeRef::StmtClassDef(def) = self.model.nodes().get(class) else { return None };
        if let Some(keyword) = call.arguments.find_keyword(name) {
            return Some(Some((&keyword.value, keyword.arg.as_ref().map(Ranged::range))));
        }
        let starred = call.arguments.args.iter().any(Expr::is_starred_expr)
            || call.arguments.keywords.iter().any(|keyword| keyword.arg.is_none());
        if starred {
            return None;
        }
        let index = fields(def).iter().position(|field| *field == name);
        let value = index.and_then(|index| call.arguments.args.get(index));
        Some(value.map(|value| (value, None)))
    }
}

impl SemanticModel<'_> {
    /// The arguments of the `dataclass` that decorates a class, if one does.
    pub(super) fn dataclass<'d>(&self, def: &'d StmtClassDef) -> Option<&'d [Keyword]> {
        def.decorator_list.iter().find_map(|decorator| {
            let (name, arguments) = match &decorator.expression {
                Expr::Call(call) => (&*call.func, &*call.arguments.keywords),
                other => (other, &[][..]),
            };
            let name = self.qualified_name(name.range());
            name.is_some_and(|name| name == "dataclasses.dataclass").then_some(arguments)
        })
    }
}

/// The fields of a dataclass that its objects are made with by position, in order.
pub(super) fn fields(def: &StmtClassDef) -> Vec<&str> {
    let fields = def.body.iter().filter_map(|statement| {
        let Stmt::AnnAssign(field) = statement else { return None };
        let Expr::Name(name) = &*field.target else { return None };
        (!is_left_out(field)).then_some(name.id.as_str())
    });
    fields.collect()
}

/// Whether a field is given no value by position: `field(init=False)`, `field(kw_only=True)`, `ClassVar`.
fn is_left_out(field: &StmtAnnAssign) -> bool {
    let is_class_variable = |annotation: &Expr| match annotation {
        Expr::Name(name) => name.id.as_str() == "ClassVar",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "ClassVar",
        _ => false,
    };
    let says = |call: &ExprCall, name: &str, value: bool| {
        let keyword = call.arguments.find_keyword(name);
        keyword.is_some_and(|keyword| match &keyword.value {
            Expr::BooleanLiteral(literal) => literal.value == value,
            _ => false,
        })
    };
    let annotation = match &*field.annotation {
        Expr::Subscript(generic) => &generic.value,
        annotation => annotation,
    };
    is_class_variable(annotation)
        || match field.value.as_deref() {
            Some(Expr::Call(call)) => says(call, "init", false) || says(call, "kw_only", true),
            _ => false,
        }
}
