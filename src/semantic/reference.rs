//! References: the places of a module that mean something imported, under whatever name.

use ruff_python_ast::{AnyNodeRef, ExprContext};

use super::aliases::Aliases;
use super::binding::BindingId;
use super::imports::Import;
use super::scope::Scopes;
use super::{NodeId, Nodes, QualifiedName, ScopeId};
use crate::source::TextRange;

/// A maximal dotted chain whose head is imported, or a string that spells one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The byte range of the whole chain; in a string, of the part of its content.
    pub range: TextRange,
    /// What it means.
    pub name: QualifiedName,
    /// The user's own name, from the outermost package on, if it is one that stands for `name`.
    pub alias: Option<QualifiedName>,
    /// What else it may mean, when several imports of different things can be seen.
    pub alternatives: Vec<QualifiedName>,
    /// The import bindings that give it these meanings; empty if only a star import or the text of
    /// a string does.
    pub bindings: Vec<BindingId>,
    /// The byte ranges of the names of other bindings that may be seen instead.
    pub others: Vec<TextRange>,
    /// Whether `name` is all that it can mean.
    pub certain: bool,
    /// Whether it means one of `name` and `alternatives` and nothing else.
    pub imported: bool,
    /// The scope in which it is evaluated.
    pub scope: ScopeId,
    /// The name's node; for a string, the string's.
    pub node: NodeId,
    /// What is done with it.
    pub context: ReferenceContext,
    /// Whether `range` is the name's own text. False in strings with escapes or several parts: then
    /// it is that of the whole literal.
    pub exact: bool,
    /// For a patch target, the module in which the string names it: `app.jobs` of
    /// `"app.jobs.asyncio.sleep"`.
    pub inside: Option<QualifiedName>,
    /// The byte range of the head of the chain.
    pub(super) head: TextRange,
    /// The number of leading segments of `name` that the first prefix stands for.
    pub(super) head_segments: usize,
    /// The byte ranges of the head and of each longer prefix of the chain; without those that an alias
    /// is longer than.
    pub(super) prefixes: Box<[TextRange]>,
}

impl Reference {
    /// A reference that a string spells out.
    pub(super) fn spelled(
        name: QualifiedName,
        prefixes: Vec<TextRange>,
        exact: bool,
        (node, scope): (NodeId, ScopeId),
        context: ReferenceContext,
    ) -> Self {
        Self {
            range: prefixes.last().copied().unwrap_or_default(),
            head: prefixes.first().copied().unwrap_or_default(),
            head_segments: (name.segments().count() + 1).saturating_sub(prefixes.len()),
            name,
            alias: None,
            alternatives: Vec::new(),
            bindings: Vec::new(),
            others: Vec::new(),
            certain: true,
            imported: true,
            scope,
            node,
            context,
            exact,
            inside: None,
            prefixes: prefixes.into(),
        }
    }

    /// The byte range of what means the first `segments` segments of the name; `None` if the head
    /// of the chain stands for more than that, or the chain is shorter.
    pub fn range_of(&self, segments: usize) -> Option<TextRange> {
        self.prefixes.get(segments.checked_sub(self.head_segments)?).copied()
    }

    /// The byte range of the head of the chain: the bound name.
    pub fn head(&self) -> TextRange {
        self.head
    }

    /// Gives the reference the meaning of the alias that it is or is inside of, if it is.
    pub(super) fn stand_in(&mut self, aliases: &Aliases<'_>) {
        if let Some(alias) = aliases.of(&self.name) {
            let shorter = alias.segments.saturating_sub(self.head_segments);
            let longer = self.head_segments.saturating_sub(alias.segments);
            self.prefixes = self.prefixes.iter().skip(shorter).copied().collect();
            self.head_segments = alias.meaning.split('.').count() + longer;
            self.name = alias.resolve(&self.name);
            self.alias = Some(QualifiedName::new(alias.name));
        }
        for other in &mut self.alternatives {
            if let Some(alias) = aliases.of(other) {
                *other = alias.resolve(other);
            }
        }
    }

    /// Everything it may mean.
    pub fn names(&self) -> impl Iterator<Item = &QualifiedName> {
        std::iter::once(&self.name).chain(&self.alternatives)
    }
}

/// What is done with a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferenceContext {
    /// Its value is used.
    Load,
    /// It is assigned: `asyncio.sleep = …`.
    Store,
    /// It is deleted.
    Delete,
    /// It is part of an annotation that is code.
    Annotation,
    /// It is part of an annotation, or another type, that is a string.
    StringAnnotation,
    /// It is imported; the range is that of the name in the `import` statement.
    Import,
    /// It is an entry of `__all__`.
    AllEntry,
    /// It is named by a string to be replaced: `mock.patch("a.asyncio.sleep")`.
    PatchTarget,
    /// It is named by a string that is imported at run time: `import_module("asyncio")`.
    ImportByName,
    /// It is named by a string beside the object whose attribute it is: `getattr(asyncio, "sleep")`.
    AttributeName,
    /// So it is to be replaced: `patch.object(asyncio, "sleep")`.
    AttributeTarget,
}

/// A chain of attributes on a name.
#[derive(Debug)]
pub(super) struct Chain<'a> {
    pub attributes: Vec<&'a str>,
    /// The byte ranges of the head and of each longer prefix.
    pub prefixes: Vec<TextRange>,
    pub context: ReferenceContext,
    pub exact: bool,
}

impl<'a> Chain<'a> {
    /// The longest chain that starts with the name `head`.
    pub(super) fn of_code(nodes: &Nodes<'a>, scopes: &Scopes, head: NodeId) -> Self {
        let mut attributes = Vec::new();
        let mut prefixes = vec![nodes.range(head)];
        let mut last = head;
        for id in nodes.ancestors(head) {
            let AnyNodeRef::ExprAttribute(attribute) = nodes.get(id) else { break };
            attributes.push(attribute.attr.as_str());
            prefixes.push(attribute.range);
            last = id;
        }
        Self { attributes, prefixes, context: context(nodes, scopes, last), exact: true }
    }

    fn name(&self, head: &QualifiedName) -> QualifiedName {
        self.attributes.iter().fold(head.clone(), |name, attribute| name.member(attribute))
    }
}

/// What the head of a chain may be.
#[derive(Debug, Default)]
pub(super) struct Meaning {
    /// Without repetitions; the first is the answer.
    pub names: Vec<QualifiedName>,
    pub bindings: Vec<BindingId>,
    pub others: Vec<TextRange>,
    /// Whether it may be a builtin or come from a star import.
    pub unsure: bool,
}

impl Meaning {
    /// The reference that a chain is whose head, the node `node`, has this meaning.
    pub(super) fn reference(
        self,
        chain: Chain<'_>,
        (node, scope): (NodeId, ScopeId),
    ) -> Option<Reference> {
        let (name, alternatives) = self.names.split_first()?;
        let name = chain.name(name);
        let alternatives: Vec<_> = alternatives.iter().map(|name| chain.name(name)).collect();
        let imported = self.others.is_empty() && !self.unsure;
        let certain = imported && alternatives.is_empty();
        let (bindings, others) = (self.bindings, self.others);
        let spelled =
            Reference::spelled(name, chain.prefixes, chain.exact, (node, scope), chain.context);
        Some(Reference { alternatives, bindings, others, certain, imported, ..spelled })
    }
}

/// The reference that an import itself is.
pub(super) fn of_import(import: &Import<'_>) -> Reference {
    let place = (import.node, import.scope);
    let prefixes = vec![import.member_range];
    let context = ReferenceContext::Import;
    let bindings = import.binding.into_iter().collect();
    let spelled = Reference::spelled(import.name.clone(), prefixes, true, place, context);
    Reference { bindings, ..spelled }
}

fn context(nodes: &Nodes<'_>, scopes: &Scopes, chain: NodeId) -> ReferenceContext {
    let context = match nodes.get(chain) {
        AnyNodeRef::ExprName(name) => name.ctx,
        AnyNodeRef::ExprAttribute(attribute) => attribute.ctx,
        _ => ExprContext::Load,
    };
    match context {
        ExprContext::Store => ReferenceContext::Store,
        ExprContext::Del => ReferenceContext::Delete,
        ExprContext::Load | ExprContext::Invalid if scopes.in_annotation(chain) => {
            ReferenceContext::Annotation
        }
        ExprContext::Load | ExprContext::Invalid => ReferenceContext::Load,
    }
}
