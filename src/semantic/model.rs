//! The semantic model: what the names of a module mean.

use std::sync::{Mutex, OnceLock};

use memchr::memmem;
use ruff_python_ast::AnyNodeRef;
use rustc_hash::{FxHashMap, FxHashSet};

use super::aliases::Aliases;
use super::binding::{Binding, BindingId};
use super::collect::{Collected, Use, UseKind};
use super::exports::Exports;
use super::imports::Import;
use super::objects::Attributes;
use super::quoted::QuotedName;
use super::reaching::Site;
use super::reference::Reference;
use super::resolve::Resolution;
use super::scope::{Scope, ScopeId, Scopes};
use super::strings::{PatchTarget, Strings};
use super::symbols::{Symbol, Symbols};
use super::{Ast, NodeId, Nodes, QualifiedName};
use crate::source::{TextLen, TextRange, TextSize};

/// Scopes, bindings and references of one module.
#[derive(Debug)]
pub struct SemanticModel<'a> {
    ast: &'a Ast,
    text: &'a str,
    nodes: Nodes<'a>,
    pub(super) scopes: Scopes,
    bindings: Vec<Binding<'a>>,
    pub(super) uses: Vec<Use<'a>>,
    /// Names in strings that are types.
    pub(super) quoted: Vec<QuotedName>,
    pub(super) symbols: Symbols<'a>,
    pub(super) imports: Vec<Import<'a>>,
    /// Sorted by start.
    references: Vec<Reference>,
    patch_targets: Vec<PatchTarget>,
    pub(super) aliases: Aliases<'a>,
    exports: Option<Exports<'a>>,
    names: FxHashSet<&'a str>,
    pub(super) stored_attributes: FxHashSet<&'a str>,
    /// The attributes that are named, once someone asks.
    pub(super) attributes: OnceLock<Attributes>,
    /// The first call that looks names up unseen, once someone asks.
    pub(super) reflection: OnceLock<Option<TextRange>>,
    /// Whether the text holds the words that someone asked for.
    words: Mutex<FxHashMap<&'static str, bool>>,
}

impl<'a> SemanticModel<'a> {
    /// Reads the names of `ast`, which is the tree of `text`.
    pub fn new(ast: &'a Ast, text: &'a str) -> Self {
        Self::with_aliases(ast, text, Aliases::default())
    }

    /// The same, where some names stand for others.
    pub fn with_aliases(ast: &'a Ast, text: &'a str, aliases: Aliases<'a>) -> Self {
        let nodes = Nodes::new(ast);
        let scopes = Scopes::new(&nodes, text.text_len());
        let mut collected = Collected::new(&nodes, &scopes);
        let mut symbols = Symbols::new(&scopes, &mut collected);
        let unbound = symbols.resolve_uses(&scopes, &collected.uses);
        let Collected { bindings, uses, imports, names, stored_attributes, .. } = collected;
        let mut model = Self {
            ast,
            text,
            nodes,
            scopes,
            bindings,
            uses,
            quoted: Vec::new(),
            symbols,
            imports,
            references: Vec::new(),
            patch_targets: Vec::new(),
            aliases,
            exports: None,
            names,
            stored_attributes,
            attributes: OnceLock::new(),
            reflection: OnceLock::new(),
            words: Mutex::default(),
        };
        model.references = model.references_in_code(&unbound);
        model.sort_references();
        model.read_strings();
        model.read_exports();
        model.sort_references();
        model.references.iter_mut().for_each(|reference| reference.stand_in(&model.aliases));
        model
    }

    fn read_strings(&mut self) {
        let Strings { names, targets, references } = Strings::new(self);
        self.patch_targets = targets;
        self.references.extend(references);
        for (node, quoted) in names {
            let (scope, kind) = (self.scope_of(node), UseKind::Quoted(self.quoted.len() as u32));
            let range = quoted.prefixes.first().copied().unwrap_or_default();
            let head = quoted.head.clone();
            self.quoted.push(quoted);
            let used = Use { name: "", range, node, scope, kind };
            let reference = self.note_use(&head, used);
            self.references.extend(reference);
        }
    }

    fn read_exports(&mut self) {
        self.exports = Exports::new(self);
        let entries = self.exports.as_ref().map(|exports| exports.entries.clone());
        for entry in entries.unwrap_or_default() {
            let kind = UseKind::Export { exact: entry.exact };
            let (range, scope) = (entry.range, ScopeId::MODULE);
            let used = Use { name: "", range, node: entry.node, scope, kind };
            let reference = self.note_use(entry.name, used);
            self.references.extend(reference);
        }
    }

    fn sort_references(&mut self) {
        self.references.sort_by_key(|r| (r.range.start(), r.range.end()));
    }

    /// The tree that this model is of.
    pub fn ast(&self) -> &'a Ast {
        self.ast
    }

    /// The text that this model is of.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Whether `word` stands anywhere in the text: as code, as a part of a longer name, in a comment.
    pub fn mentions(&self, word: &'static str) -> bool {
        let found = || memmem::find(self.text.as_bytes(), word.as_bytes()).is_some();
        match self.words.lock() {
            Ok(mut words) => *words.entry(word).or_insert_with(found),
            Err(_) => found(),
        }
    }

    /// The nodes of the tree.
    pub fn nodes(&self) -> &Nodes<'a> {
        &self.nodes
    }

    /// Every reference to something imported, sorted by start.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// The reference with exactly this range.
    pub fn reference_at(&self, range: TextRange) -> Option<&Reference> {
        let first = self.references.partition_point(|r| r.range.start() < range.start());
        let same = self.references[first..].iter();
        same.take_while(|r| r.range.start() == range.start()).find(|r| r.range == range)
    }

    /// The user's own name that is written at exactly this range, if it stands for another.
    pub fn alias_at(&self, range: TextRange) -> Option<&QualifiedName> {
        let mut around = self.around(range.start()).filter(|r| r.prefixes.contains(&range));
        around.find_map(|reference| reference.alias.as_ref())
    }

    /// What the expression with this range means, if it is a name or a chain of attributes on a name
    /// that is imported; also for a part of a longer chain, and in strings. `None` unless there is
    /// one answer.
    pub fn qualified_name(&self, range: TextRange) -> Option<QualifiedName> {
        match <[QualifiedName; 1]>::try_from(self.qualified_names(range)) {
            Ok([name]) => Some(name),
            Err(_) => None,
        }
    }

    /// The same, where it may be any of several imports; empty where it may be something else too.
    pub fn qualified_names(&self, range: TextRange) -> Vec<QualifiedName> {
        let reference = match self.nodes.expression(range) {
            Some(node) => self.nodes.chain_head(node).and_then(|head| self.reference_by_head(head)),
            None => self.around(range.start()).find(|r| r.prefixes.contains(&range)),
        };
        let Some(reference) = reference.filter(|reference| reference.imported) else {
            return Vec::new();
        };
        let index = reference.prefixes.iter().position(|prefix| *prefix == range);
        let rest = reference.prefixes.len() - index.map_or(0, |index| index + 1);
        let names = reference.names().filter_map(|name| {
            let count = name.segments().count().checked_sub(rest)?;
            let mut segments = name.segments().take(count);
            let first = QualifiedName::new(segments.next()?);
            Some(segments.fold(first, |name, segment| name.member(segment)))
        });
        index.map_or_else(Vec::new, |_| names.collect())
    }

    /// The imports, in source order.
    pub fn imports(&self) -> &[Import<'a>] {
        &self.imports
    }

    /// What `__all__` says; `None` if the module has none.
    pub fn exports(&self) -> Option<&Exports<'a>> {
        self.exports.as_ref()
    }

    /// The dotted paths in strings that are patched or imported at run time, in source order.
    pub fn patch_targets(&self) -> &[PatchTarget] {
        &self.patch_targets
    }

    /// The binding with this index.
    ///
    /// # Panics
    ///
    /// If `id` is of another model.
    pub fn binding(&self, id: BindingId) -> &Binding<'a> {
        &self.bindings[id.0 as usize]
    }

    /// Every binding, in source order.
    pub fn bindings(&self) -> &[Binding<'a>] {
        &self.bindings
    }

    /// The bindings of `name` in exactly this scope, in the order in which they take effect.
    pub fn bindings_of(&self, scope: ScopeId, name: &str) -> &[BindingId] {
        self.symbols.own(scope, name).map_or(&[], |symbol| &self.symbols.get(symbol).bindings)
    }

    /// The scope with this index.
    ///
    /// # Panics
    ///
    /// If `id` is of another model.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        self.scopes.get(id)
    }

    /// Every scope, outer ones before inner ones.
    pub fn scope_ids(&self) -> impl Iterator<Item = ScopeId> + use<> {
        self.scopes.ids()
    }

    /// `scope` and the scopes around it, outwards.
    pub fn enclosing_scopes(&self, scope: ScopeId) -> impl Iterator<Item = ScopeId> + '_ {
        self.scopes.chain(scope)
    }

    /// The scope in which the byte at `offset` is evaluated.
    pub fn scope_at(&self, offset: TextSize) -> ScopeId {
        self.scopes.at(&self.nodes, offset).1
    }

    /// The scope in which a node is evaluated; for a `def` or class, the one around it.
    pub fn scope_of(&self, node: NodeId) -> ScopeId {
        self.scopes.of(node)
    }

    /// The scope of the body of a `def`, class, lambda or comprehension.
    pub fn body_scope(&self, node: NodeId) -> Option<ScopeId> {
        self.scopes.body_of(node)
    }

    /// What a load of `name` at `offset` may see.
    pub fn resolve(&self, name: &str, offset: TextSize) -> Resolution {
        let (node, scope) = self.scopes.at(&self.nodes, offset);
        let deferred = node.is_some_and(|node| self.scopes.in_annotation(node));
        self.resolve_at(name, Site { node, offset, scope, deferred })
    }

    /// The byte ranges of all loads and deletes that may see this binding, in source order: also
    /// from nested scopes, in strings and in `__all__`. Not its own name, nor later assignments.
    pub fn uses(&self, binding: BindingId) -> Vec<TextRange> {
        let &Binding { scope, name, .. } = self.binding(binding);
        let Some(symbol) = self.symbols.own(scope, name) else {
            return Vec::new();
        };
        let Symbol { bindings, uses, representatives, .. } = self.symbols.get(symbol);
        let uses = uses.iter().map(|index| &self.uses[*index as usize]);
        let untold = representatives.is_some();
        let only = |used: &Use<'_>| {
            bindings.len() == 1
                && self.symbols.lookup(&self.scopes, used.scope, name) == Some(symbol)
        };
        let sees =
            |used: &Use<'_>| self.resolve_at(name, self.site(used)).bindings.contains(&binding);
        uses.filter(|used| untold || only(used) || sees(used)).map(|used| used.range).collect()
    }

    /// Whether any scope of the file binds, declares or uses `name`.
    pub fn is_bound_anywhere(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether a load of `name` at `offset` may see a binding of this file.
    pub fn visible(&self, name: &str, offset: TextSize) -> bool {
        !self.resolve(name, offset).bindings.is_empty()
    }

    /// The scope whose variable `name` is at `offset`, bound yet or not; `None` if no scope of the file
    /// binds it.
    pub fn variable_scope(&self, name: &str, offset: TextSize) -> Option<ScopeId> {
        let (_, from) = self.scopes.at(&self.nodes, offset);
        let symbol = self.symbols.lookup(&self.scopes, from, name)?;
        Some(self.symbols.get(symbol).scope)
    }

    /// Whether `name` at `offset` can only mean Python's builtin.
    pub fn builtin(&self, name: &str, offset: TextSize) -> bool {
        let resolution = self.resolve(name, offset);
        resolution.builtin && resolution.bindings.is_empty() && !resolution.star
    }

    /// The reference whose chain starts with the name `head`.
    fn reference_by_head(&self, head: NodeId) -> Option<&Reference> {
        self.around(self.nodes.range(head).start()).find(|r| r.node == head)
    }

    /// The references that hold the byte at `offset`.
    fn around(&self, offset: TextSize) -> impl Iterator<Item = &Reference> {
        let end = self.references.partition_point(|r| r.range.start() <= offset);
        self.references[..end].iter().rev().take_while(move |r| r.range.end() > offset)
    }
}

impl<'a> Nodes<'a> {
    /// The name at the head of the chain of attributes `node`.
    fn chain_head(&self, node: NodeId) -> Option<NodeId> {
        let mut at = node;
        loop {
            match self.get(at) {
                AnyNodeRef::ExprName(_) => return Some(at),
                AnyNodeRef::ExprAttribute(_) => at = self.children(at).next()?,
                _ => return None,
            }
        }
    }
}
