//! What string literals mean: types in quotes, paths to patch, attributes by name.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall, ExprStringLiteral};

use super::model::SemanticModel;
use super::quoted::{QuotedName, content, dotted_path, last_name, names_in_type};
use super::{NodeId, QualifiedName, Reference, ReferenceContext};
use crate::source::{Ranged, TextRange};

/// Modules that are found by name in a path such as `"app.jobs.asyncio.sleep"`.
const SOUGHT: &[&str] = &["asyncio", "aiofiles", "async_timeout", "pytest_asyncio", "uvloop"];

/// A dotted path in a string that is imported, patched or replaced at run time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatchTarget {
    /// The byte range of the path; of the whole literal if not `exact`.
    pub range: TextRange,
    /// The path.
    pub name: QualifiedName,
    /// Whether `range` is the path's own text.
    pub exact: bool,
}

/// What the strings of a module mean.
#[derive(Debug, Default)]
pub(super) struct Strings {
    /// Names in types, and the literals that hold them.
    pub names: Vec<(NodeId, QuotedName)>,
    pub targets: Vec<PatchTarget>,
    /// References by paths and by attribute names.
    pub references: Vec<Reference>,
}

impl Strings {
    /// Reads the strings of a module whose code is resolved.
    pub(super) fn new(model: &SemanticModel<'_>) -> Self {
        let mut strings = Self::default();
        for id in model.nodes().ids() {
            if let AnyNodeRef::ExprStringLiteral(literal) = model.nodes().get(id) {
                strings.read(model, id, literal);
            }
        }
        strings
    }

    fn read(&mut self, model: &SemanticModel<'_>, id: NodeId, literal: &ExprStringLiteral) {
        if let Some((call, slot)) = argument(model, id) {
            if let Some(context) = path_context(call, slot) {
                self.path(model, (id, literal), context);
            }
            if let Some((object, context)) = attribute_owner(model, call, slot) {
                self.references.extend(attribute(model, (id, literal), &object, context));
            }
        }
        if is_type(model, id) {
            let names = names_in_type(literal, model.text());
            self.names.extend(names.into_iter().map(|name| (id, name)));
        }
    }

    fn path(
        &mut self,
        model: &SemanticModel<'_>,
        (id, literal): (NodeId, &ExprStringLiteral),
        context: ReferenceContext,
    ) {
        let Some((segments, exact)) = dotted_path(literal, model.text()) else {
            return;
        };
        let name = QualifiedName::new(literal.value.to_str());
        let range = content(literal, model.text()).unwrap_or(literal.range());
        let found = segments.iter().position(|(name, _)| SOUGHT.contains(&name.as_str()));
        let found = found.or_else(|| model.aliases.of(&name).map(|_| 0));
        self.targets.push(PatchTarget { range, name, exact });
        let Some((inside, [(head, first), attributes @ ..])) =
            found.map(|at| segments.split_at(at))
        else {
            return;
        };
        let mut prefixes = vec![*first];
        let widened =
            attributes.iter().map(|(_, range)| TextRange::new(first.start(), range.end()));
        prefixes.extend(widened);
        let place = (id, model.scope_of(id));
        let inside: Vec<_> = inside.iter().map(|(name, _)| name.as_str()).collect();
        let name = attributes
            .iter()
            .fold(QualifiedName::new(head), |name, (attribute, _)| name.member(attribute));
        self.references.push(Reference {
            inside: (!inside.is_empty()).then(|| QualifiedName::new(&inside.join("."))),
            ..Reference::spelled(name, prefixes, exact, place, context)
        });
    }
}

/// Where an argument stands in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot<'a> {
    Position(usize),
    Keyword(&'a str),
}

/// The call of which `node` is an argument.
fn argument<'a>(model: &SemanticModel<'a>, node: NodeId) -> Option<(&'a ExprCall, Slot<'a>)> {
    let nodes = model.nodes();
    let mut holder = nodes.parent(node)?;
    let keyword = match nodes.get(holder) {
        AnyNodeRef::Keyword(keyword) => Some(keyword.arg.as_ref()?.as_str()),
        _ => None,
    };
    if keyword.is_some() {
        holder = nodes.parent(holder)?;
    }
    let AnyNodeRef::Arguments(arguments) = nodes.get(holder) else {
        return None;
    };
    let AnyNodeRef::ExprCall(call) = nodes.get(nodes.parent(holder)?) else {
        return None;
    };
    let slot = match keyword {
        Some(keyword) => Slot::Keyword(keyword),
        None => {
            let range = nodes.range(node);
            Slot::Position(arguments.args.iter().position(|argument| argument.range() == range)?)
        }
    };
    Some((call, slot))
}

/// What the call does with the argument, if that is a path that it imports from.
fn path_context(call: &ExprCall, slot: Slot<'_>) -> Option<ReferenceContext> {
    const REPLACING: &[&str] = &["patch", "setattr", "delattr"];
    const IMPORTING: &[&str] =
        &["import_module", "__import__", "importorskip", "find_spec", "resolve_name"];
    let on_patch = match &*call.func {
        Expr::Attribute(function) => {
            last_name(&function.value).is_some_and(|name| name.ends_with("patch"))
        }
        _ => false,
    };
    let name = last_name(&call.func)?;
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let is_path = matches!(slot, Slot::Position(0) | Slot::Keyword("target" | "name" | "in_dict"));
    if !is_path {
        None
    } else if ends(REPLACING) || on_patch && ["object", "dict", "multiple"].contains(&name) {
        Some(ReferenceContext::PatchTarget)
    } else {
        ends(IMPORTING).then_some(ReferenceContext::ImportByName)
    }
}

/// What the attribute belongs to that the argument names, and what the call does with it: `asyncio` in
/// `getattr(asyncio, "sleep")`.
fn attribute_owner(
    model: &SemanticModel<'_>,
    call: &ExprCall,
    slot: Slot<'_>,
) -> Option<(QualifiedName, ReferenceContext)> {
    let context = match last_name(&call.func)? {
        "getattr" | "hasattr" => ReferenceContext::AttributeName,
        "setattr" | "delattr" | "object" | "spy" | "stub" => ReferenceContext::AttributeTarget,
        _ => return None,
    };
    if !matches!(slot, Slot::Position(1) | Slot::Keyword("attribute" | "name")) {
        return None;
    }
    let object = model.qualified_name(call.arguments.args.first()?.range())?;
    Some((object, context))
}

fn attribute(
    model: &SemanticModel<'_>,
    (id, literal): (NodeId, &ExprStringLiteral),
    object: &QualifiedName,
    context: ReferenceContext,
) -> Option<Reference> {
    let (segments, exact) = dotted_path(literal, model.text())?;
    let [(name, range)] = &segments[..] else {
        return None;
    };
    let name = object.member(name);
    Some(Reference::spelled(name, vec![*range], exact, (id, model.scope_of(id)), context))
}

/// Whether a string is read as a type.
fn is_type(model: &SemanticModel<'_>, literal: NodeId) -> bool {
    let nodes = model.nodes();
    let annotated = model.scopes.in_annotation(literal);
    let mut generic = false;
    let mut child = literal;
    for outer in nodes.ancestors(literal) {
        match nodes.get(outer) {
            AnyNodeRef::Keyword(_) => continue,
            AnyNodeRef::ExprTuple(_)
            | AnyNodeRef::ExprList(_)
            | AnyNodeRef::ExprStarred(_)
            | AnyNodeRef::ExprBinOp(_) => {}
            AnyNodeRef::ExprSubscript(subscript) => {
                let is_metadata = match last_name(&subscript.value) {
                    Some("Literal") => true,
                    Some("Annotated") => !is_first(&subscript.slice, nodes.range(literal)),
                    _ => false,
                };
                if is_metadata {
                    return false;
                }
                generic |= is_generic(model, &subscript.value);
            }
            AnyNodeRef::Arguments(_) => {
                let call = argument(model, child);
                return generic || call.is_some_and(|(call, slot)| takes_type(model, call, slot));
            }
            AnyNodeRef::StmtAnnAssign(assignment) => {
                let is_alias = last_name(&assignment.annotation) == Some("TypeAlias");
                return generic || annotated || is_alias;
            }
            node => return generic || annotated && !node.is_expression(),
        }
        child = outer;
    }
    generic || annotated
}

/// Whether `range` lies in the first element of a subscript.
fn is_first(slice: &Expr, range: TextRange) -> bool {
    let first = match slice {
        Expr::Tuple(tuple) => tuple.elts.first(),
        _ => Some(slice),
    };
    first.is_some_and(|first| first.range().contains_range(range))
}

/// Whether what stands in brackets after `value` is a type.
fn is_generic(model: &SemanticModel<'_>, value: &Expr) -> bool {
    const GENERIC: &[&str] = &["dict", "frozenset", "list", "set", "tuple", "type"];
    let modules = ["typing", "typing_extensions", "collections"];
    let is_builtin = |name| GENERIC.contains(&name) && model.builtin(name, value.start());
    last_name(value).is_some_and(is_builtin)
        || model
            .qualified_name(value.range())
            .is_some_and(|name| modules.iter().any(|module| name.is_within(module)))
}

/// Whether the argument is a type.
fn takes_type(model: &SemanticModel<'_>, call: &ExprCall, slot: Slot<'_>) -> bool {
    let fits = match (last_name(&call.func), slot) {
        (Some("cast"), slot) => matches!(slot, Slot::Position(0) | Slot::Keyword("typ")),
        (Some("assert_type"), slot) => matches!(slot, Slot::Position(1) | Slot::Keyword("typ")),
        (Some("NewType"), slot) => matches!(slot, Slot::Position(1) | Slot::Keyword("tp")),
        (Some("ForwardRef"), slot) => matches!(slot, Slot::Position(0) | Slot::Keyword("arg")),
        (Some("TypeAliasType"), slot) => matches!(slot, Slot::Position(1) | Slot::Keyword("value")),
        (Some("TypeVar"), Slot::Position(at)) => at > 0,
        (Some("TypeVar" | "ParamSpec"), slot) => matches!(slot, Slot::Keyword("bound" | "default")),
        _ => false,
    };
    let name = || model.qualified_name(call.func.range());
    fits && name().is_some_and(|n| n.is_within("typing") || n.is_within("typing_extensions"))
}
