//! One walk over the node table that notes every binding, use, declaration and import.

use ruff_python_ast::{Alias, AnyNodeRef, ExprContext, ExprName, Identifier};
use rustc_hash::{FxHashMap, FxHashSet};

use super::binding::{Binding, BindingId, BindingKind};
use super::imports::Import;
use super::scope::Scopes;
use super::{NodeId, Nodes, ScopeId};
use crate::source::{Ranged, TextRange, TextSize};

/// A name that is loaded or deleted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Use<'a> {
    pub name: &'a str,
    pub range: TextRange,
    /// The node of the name, or of the string that holds it.
    pub node: NodeId,
    pub scope: ScopeId,
    pub kind: UseKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UseKind {
    /// An expression: `x`, `del x`, and the target of `x += 1`.
    Name,
    /// An entry of `__all__`; whether its range is the name's own text.
    Export { exact: bool },
    /// A name in a string that is a type: an index into the list of those.
    Quoted(u32),
}

/// A `global` or `nonlocal` declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Declaration {
    Global,
    Nonlocal,
}

/// What a module says about names, before anything is resolved.
#[derive(Debug, Default)]
pub(super) struct Collected<'a> {
    /// In source order; `scope` is where they are written.
    pub bindings: Vec<Binding<'a>>,
    pub uses: Vec<Use<'a>>,
    pub declarations: FxHashMap<(ScopeId, &'a str), Declaration>,
    pub imports: Vec<Import<'a>>,
    /// Every name bound or used anywhere.
    pub names: FxHashSet<&'a str>,
    /// The names of attributes that are assigned or deleted, of whatever object.
    pub stored_attributes: FxHashSet<&'a str>,
}

impl<'a> Collected<'a> {
    pub(super) fn new(nodes: &Nodes<'a>, scopes: &Scopes) -> Self {
        let mut collected = Self::default();
        for id in nodes.ids() {
            collected.visit(nodes, scopes.of(id), id);
        }
        collected
    }

    fn visit(&mut self, nodes: &Nodes<'a>, scope: ScopeId, id: NodeId) {
        let node = nodes.get(id);
        match node {
            AnyNodeRef::ExprName(name) => self.name(nodes, scope, id, name),
            AnyNodeRef::ExprAttribute(attribute) => {
                if matches!(attribute.ctx, ExprContext::Store | ExprContext::Del) {
                    self.stored_attributes.insert(attribute.attr.as_str());
                }
            }
            AnyNodeRef::Alias(alias) => {
                if let Some(import) = Import::new(nodes, id, alias, scope) {
                    self.import(import, id, alias);
                }
            }
            AnyNodeRef::StmtGlobal(n) => self.declare(scope, &n.names, Declaration::Global),
            AnyNodeRef::StmtNonlocal(n) => self.declare(scope, &n.names, Declaration::Nonlocal),
            _ => {
                if let Some((kind, name, effect)) = identifier(node) {
                    self.bind(kind, name.as_str(), name.range, id, scope, effect);
                }
            }
        }
    }

    fn name(&mut self, nodes: &Nodes<'a>, scope: ScopeId, id: NodeId, name: &'a ExprName) {
        if matches!(name.ctx, ExprContext::Load | ExprContext::Invalid) {
            self.use_name(scope, id, name);
            return;
        }
        let (kind, effect) = target(nodes, id);
        if matches!(kind, BindingKind::Delete | BindingKind::AugmentedAssignment) {
            self.use_name(scope, id, name);
        }
        self.bind(kind, name.id.as_str(), name.range, id, scope, effect);
    }

    fn use_name(&mut self, scope: ScopeId, node: NodeId, name: &'a ExprName) {
        let (name, range) = (name.id.as_str(), name.range);
        self.names.insert(name);
        self.uses.push(Use { name, range, node, scope, kind: UseKind::Name });
    }

    fn bind(
        &mut self,
        kind: BindingKind,
        name: &'a str,
        range: TextRange,
        node: NodeId,
        scope: ScopeId,
        effect: TextSize,
    ) {
        self.names.insert(name);
        let id = BindingId(self.bindings.len() as u32);
        self.bindings.push(Binding {
            id,
            name,
            kind,
            range,
            node,
            scope,
            written_in: scope,
            effect,
        });
    }

    fn declare(&mut self, scope: ScopeId, names: &'a [Identifier], declaration: Declaration) {
        for name in names {
            self.names.insert(name.as_str());
            self.declarations.insert((scope, name.as_str()), declaration);
        }
    }

    fn import(&mut self, mut import: Import<'a>, node: NodeId, alias: &Alias) {
        if !import.is_star() {
            import.binding = Some(BindingId(self.bindings.len() as u32));
            let kind = match import.is_from {
                true => BindingKind::FromImport(import.meaning()),
                false => BindingKind::Import(import.meaning()),
            };
            let name = import.bound_name();
            let range = bound_range(alias, name);
            self.bind(kind, name, range, node, import.scope, import.alias.end());
        }
        self.imports.push(import);
    }
}

/// The identifier that a node other than a name or an import binds, and from where on.
fn identifier(node: AnyNodeRef<'_>) -> Option<(BindingKind, &Identifier, TextSize)> {
    let start = node.start();
    let (kind, name, effect) = match node {
        AnyNodeRef::StmtFunctionDef(n) => (BindingKind::Function, &n.name, n.end()),
        AnyNodeRef::StmtClassDef(n) => (BindingKind::Class, &n.name, n.end()),
        AnyNodeRef::Parameter(n) => (BindingKind::Parameter, &n.name, start),
        AnyNodeRef::TypeParamTypeVar(n) => (BindingKind::TypeParam, &n.name, start),
        AnyNodeRef::TypeParamTypeVarTuple(n) => (BindingKind::TypeParam, &n.name, start),
        AnyNodeRef::TypeParamParamSpec(n) => (BindingKind::TypeParam, &n.name, start),
        AnyNodeRef::ExceptHandlerExceptHandler(n) => {
            (BindingKind::Except, n.name.as_ref()?, n.name.as_ref()?.end())
        }
        AnyNodeRef::PatternMatchAs(n) => {
            (BindingKind::Match, n.name.as_ref()?, n.name.as_ref()?.end())
        }
        AnyNodeRef::PatternMatchStar(n) => {
            (BindingKind::Match, n.name.as_ref()?, n.name.as_ref()?.end())
        }
        AnyNodeRef::PatternMatchMapping(n) => {
            (BindingKind::Match, n.rest.as_ref()?, n.rest.as_ref()?.end())
        }
        _ => return None,
    };
    Some((kind, name, effect))
}

/// The range of the name that an alias binds.
fn bound_range(alias: &Alias, bound: &str) -> TextRange {
    let name = alias.asname.as_ref().unwrap_or(&alias.name);
    // A normalised name, or one with spaces around its dots, does not map to the source.
    match name.range.len() == TextSize::of(name.as_str()) {
        true => TextRange::at(name.start(), TextSize::of(bound)),
        false => name.range,
    }
}

/// What the statement or clause around the target `name` does to it, and from where on.
fn target(nodes: &Nodes<'_>, name: NodeId) -> (BindingKind, TextSize) {
    for outer in nodes.ancestors(name) {
        let end = nodes.range(outer).end();
        return match nodes.get(outer) {
            AnyNodeRef::ExprTuple(_) | AnyNodeRef::ExprList(_) | AnyNodeRef::ExprStarred(_) => {
                continue;
            }
            AnyNodeRef::StmtAugAssign(_) => (BindingKind::AugmentedAssignment, end),
            AnyNodeRef::StmtAnnAssign(n) if n.value.is_none() => (BindingKind::Annotation, end),
            AnyNodeRef::StmtFor(n) => (BindingKind::For, n.iter.end()),
            AnyNodeRef::Comprehension(_) => (BindingKind::Comprehension, TextSize::new(0)),
            AnyNodeRef::WithItem(_) => (BindingKind::With, end),
            AnyNodeRef::ExprNamed(_) => (BindingKind::Walrus, end),
            AnyNodeRef::StmtTypeAlias(_) => (BindingKind::TypeAlias, end),
            AnyNodeRef::StmtDelete(_) => (BindingKind::Delete, end),
            _ => (BindingKind::Assignment, end),
        };
    }
    (BindingKind::Assignment, nodes.range(name).end())
}
