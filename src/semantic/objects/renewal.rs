//! Whether a new object may take the place of another: only where everybody who uses it looks it up
//! again.

use ruff_python_ast::{AnyNodeRef, Expr, Keyword, Stmt, StmtClassDef, StmtFunctionDef};

use super::{Creation, Object, UseKind, follow::Holder};
use crate::{
    semantic::{BindingKind, NodeId, Nodes, ScopeId, SemanticModel},
    source::{Ranged, TextRange},
};

/// Functions whose first parameter is a class without being told so.
const OF_CLASS: &[&str] = &["__new__", "__init_subclass__", "__class_getitem__"];

impl SemanticModel<'_> {
    /// Whether an assignment at each of `places`, expressions that stand for `object`, would give a new
    /// object to all later uses of `object`: there is one variable or attribute that holds it, which
    /// every use reads by itself.
    pub fn is_renewable(&self, object: &Object, places: &[TextRange]) -> bool {
        let [holder] = object.kept.as_slice() else { return false };
        if object.is_collected {
            return false;
        }
        let read_afresh = object.uses.iter().all(|used| match used.kind {
            UseKind::Attribute { .. }
            | UseKind::Argument { .. }
            | UseKind::With { .. }
            | UseKind::Awaited => false,
            UseKind::Method { .. } | UseKind::Test => true,
        });
        read_afresh
            && match holder {
                Holder::Attribute(Some(class), _) => {
                    object.creations.iter().all(|made| self.is_made_for_self(*class, *made))
                        && places.iter().all(|place| self.is_quiet(*place))
                }
                Holder::Attribute(None, _) => false,
                Holder::Name(scope, name) => {
                    let bindings = self.bindings_of(*scope, name);
                    let is_assigned = |kind: &BindingKind| {
                        matches!(kind, BindingKind::Assignment | BindingKind::Annotation)
                    };
                    bindings.iter().all(|id| is_assigned(&self.binding(*id).kind))
                        && places.iter().all(|place| self.may_assign(*scope, name, *place))
                }
            }
    }

    /// Whether what is made is kept in an instance of `class`, for which it is made.
    fn is_made_for_self(&self, class: NodeId, made: Creation) -> bool {
        let nodes = self.nodes();
        let AnyNodeRef::StmtClassDef(def) = nodes.get(class) else { return false };
        if made.call.is_none() {
            let is_frozen = |arguments: &[Keyword]| {
                let frozen = |it: &&Keyword| it.arg.as_deref() == Some("frozen");
                let frozen = arguments.iter().find(frozen).map(|it| &it.value);
                frozen.is_some_and(|it| !matches!(it, Expr::BooleanLiteral(it) if !it.value))
            };
            let dataclass = self.dataclass(def);
            return dataclass.is_some_and(|it| !is_frozen(it)) && !sets_by_hand(def);
        }
        let statement = nodes.enclosing_statement(made.class).map(|id| nodes.get(id));
        let target = match statement {
            Some(AnyNodeRef::StmtAssign(assign)) => match assign.targets.as_slice() {
                [target] => target,
                _ => return false,
            },
            Some(AnyNodeRef::StmtAnnAssign(assign)) => &*assign.target,
            _ => return false,
        };
        let Expr::Attribute(attribute) = target else { return false };
        let of_self = self.receiver_class(&attribute.value).is_some();
        of_self && !sets_by_hand(def) && nodes.is_in_instance_method(made.class)
    }

    /// Whether an assignment to `name` at `place` is one to the variable of `scope`.
    fn may_assign(&self, scope: ScopeId, name: &str, place: TextRange) -> bool {
        let here = self.scope_at(place.start());
        let mut bindings = self.bindings_of(scope, name).iter().map(|id| self.binding(*id));
        here == scope || bindings.any(|binding| binding.written_in == here)
    }
}

impl Nodes<'_> {
    /// Whether the function around `range` is a method whose first parameter is an instance.
    fn is_in_instance_method(&self, range: TextRange) -> bool {
        let function = self.enclosing_function(range).map(|function| self.get(function.node));
        let Some(AnyNodeRef::StmtFunctionDef(def)) = function else { return false };
        !is_class_method(def)
    }

    /// The statement before the one at `statement`, in its suite.
    pub fn statement_before(&self, statement: TextRange) -> Option<TextRange> {
        let id = self.statement(statement)?;
        let siblings = self.children(self.parent(id)?).take_while(|sibling| *sibling < id);
        let before = siblings.filter(|sibling| self.get(*sibling).is_statement()).last()?;
        self.share_suite(before, id).then(|| self.range(before))
    }

    /// The condition of the `if` whose body begins with the statement at `statement`.
    pub fn condition_above(&self, statement: TextRange) -> Option<TextRange> {
        match self.get(self.parent(self.statement(statement)?)?) {
            AnyNodeRef::StmtIf(choice) => {
                let first = choice.body.first()?;
                (first.range() == statement).then(|| choice.test.range())
            }
            _ => None,
        }
    }
}

fn is_class_method(def: &StmtFunctionDef) -> bool {
    let decorated = def.decorator_list.iter().any(|decorator| {
        matches!(&decorator.expression, Expr::Name(name) if name.id.as_str() == "classmethod")
    });
    decorated || OF_CLASS.contains(&def.name.as_str())
}

/// Whether the class has its own say in what assignments to its attributes do.
fn sets_by_hand(def: &StmtClassDef) -> bool {
    def.body.iter().any(|statement| {
        matches!(statement, Stmt::FunctionDef(def) if def.name.as_str() == "__setattr__")
    })
}
