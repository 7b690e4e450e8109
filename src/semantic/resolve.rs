//! From uses to references.

use rustc_hash::FxHashSet;

use super::binding::BindingId;
use super::builtins::is_builtin;
use super::collect::{Use, UseKind};
use super::imports::Import;
use super::model::SemanticModel;
use super::quoted::QuotedName;
use super::reaching::{Flow, Reaching, Site};
use super::reference::{self, Chain, Meaning, Reference, ReferenceContext};
use super::scope::{ScopeId, ScopeKind};
use super::symbols::SymbolId;
use super::{NodeId, QualifiedName};

/// What a load of a name may see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolution {
    /// The bindings, in source order.
    pub bindings: Vec<BindingId>,
    /// Whether it may be the builtin of that name.
    pub builtin: bool,
    /// Whether a star import may provide it.
    pub star: bool,
}

impl<'a> SemanticModel<'a> {
    /// The references that code is, sorted by start.
    pub(super) fn references_in_code(&self, unbound: &[usize]) -> Vec<Reference> {
        let mut references: Vec<_> = self.imports.iter().map(reference::of_import).collect();
        let uses = self.uses_of_imports().into_iter().map(|index| &self.uses[index as usize]);
        references.extend(uses.filter_map(|used| self.reference(used)));
        if self.has_star() {
            let unbound = unbound.iter().map(|index| &self.uses[*index]);
            references.extend(unbound.filter_map(|used| self.reference(used)));
        }
        references
    }

    /// Notes a use in a string or in `__all__`; the reference that it is, if any.
    pub(super) fn note_use(&mut self, name: &str, used: Use<'static>) -> Option<Reference> {
        let symbol = self.symbols.lookup(&self.scopes, used.scope, name);
        let known = symbol.and_then(|symbol| self.symbols.get(symbol).bindings.first());
        let name = known.map(|id| self.binding(*id).name);
        let (Some(symbol), Some(name)) = (symbol, name) else {
            return None;
        };
        let used = Use { name, ..used };
        self.symbols.note_use(symbol, self.uses.len());
        self.uses.push(used);
        self.reference(&used)
    }

    pub(super) fn resolve_at(&self, name: &str, site: Site) -> Resolution {
        let symbol = self.symbols.lookup(&self.scopes, site.scope, name);
        let mut found = match symbol {
            Some(symbol) => self.reaching(symbol, site),
            None => Reaching::default(),
        };
        let scope = symbol.map_or(ScopeId::MODULE, |symbol| self.symbols.get(symbol).scope);
        let falls_to_module = self.scope(scope).kind == ScopeKind::Class && !found.definite;
        if falls_to_module && let Some(global) = self.symbols.own(ScopeId::MODULE, name) {
            let outer = self.reaching(global, site);
            found.bindings.extend(outer.bindings);
            found.bindings.sort_unstable();
            found.definite = outer.definite;
        }
        let falls_through = !found.definite && (scope == ScopeId::MODULE || falls_to_module);
        Resolution {
            star: falls_through && found.bindings.is_empty() && self.has_star(),
            builtin: falls_through && is_builtin(name),
            bindings: found.bindings,
        }
    }

    pub(super) fn site(&self, used: &Use<'_>) -> Site {
        let deferred = used.kind != UseKind::Name || self.scopes.in_annotation(used.node);
        Site { node: Some(used.node), offset: used.range.start(), scope: used.scope, deferred }
    }

    fn reaching(&self, symbol: SymbolId, site: Site) -> Reaching {
        let flow = Flow { nodes: self.nodes(), scopes: &self.scopes, bindings: self.bindings() };
        flow.reaching(self.symbols.get(symbol), site)
    }

    fn has_star(&self) -> bool {
        self.imports.iter().any(Import::is_star)
    }

    fn reference(&self, used: &Use<'a>) -> Option<Reference> {
        let resolution = self.resolve_at(used.name, self.site(used));
        let meaning = match resolution.star {
            true => self.star_meaning(used.name),
            false => self.meaning(resolution),
        };
        meaning.reference(self.chain(used), (used.node, used.scope))
    }

    fn chain(&self, used: &Use<'_>) -> Chain<'_> {
        match used.kind {
            UseKind::Name => Chain::of_code(self.nodes(), &self.scopes, used.node),
            UseKind::Export { exact } => Chain {
                attributes: Vec::new(),
                prefixes: vec![used.range],
                context: ReferenceContext::AllEntry,
                exact,
            },
            UseKind::Quoted(index) => {
                let QuotedName { attributes, prefixes, exact, .. } = &self.quoted[index as usize];
                Chain {
                    attributes: attributes.iter().map(String::as_str).collect(),
                    prefixes: prefixes.clone(),
                    context: ReferenceContext::StringAnnotation,
                    exact: *exact,
                }
            }
        }
    }

    /// The indices of the uses of variables that some import binds.
    fn uses_of_imports(&self) -> Vec<u32> {
        let imported = self.bindings().iter().filter(|binding| binding.kind.imported().is_some());
        let symbols: FxHashSet<_> =
            imported.filter_map(|binding| self.symbols.own(binding.scope, binding.name)).collect();
        let uses = symbols.iter().flat_map(|symbol| self.symbols.get(*symbol).uses.iter().copied());
        let mut uses: Vec<u32> = uses.collect();
        uses.sort_unstable();
        uses.dedup();
        uses
    }

    fn meaning(&self, resolution: Resolution) -> Meaning {
        let mut meaning = Meaning { unsure: resolution.builtin, ..Meaning::default() };
        for id in resolution.bindings {
            let binding = self.binding(id);
            match binding.kind.imported() {
                Some(name) => {
                    meaning.bindings.push(id);
                    if !meaning.names.contains(name) {
                        meaning.names.push(name.clone());
                    }
                }
                None => meaning.others.push(binding.range),
            }
        }
        meaning
    }

    /// What a name that nothing binds may be: a member of each module that is imported with a star.
    fn star_meaning(&self, name: &str) -> Meaning {
        if is_builtin(name) {
            return Meaning::default();
        }
        let stars = self.imports.iter().filter(|import| import.is_star());
        let names = stars
            .map(|star| QualifiedName::imported(star.level, star.module.unwrap_or_default(), name));
        Meaning { names: names.collect(), unsure: true, ..Meaning::default() }
    }

    /// The names that load or delete the variable `name` of exactly this scope, in code.
    pub(super) fn loads_of(&self, scope: ScopeId, name: &str) -> Vec<NodeId> {
        let symbol = self.symbols.own(scope, name).map(|symbol| self.symbols.get(symbol));
        let uses = symbol.into_iter().flat_map(|symbol| &symbol.uses);
        let uses = uses.map(|index| &self.uses[*index as usize]);
        uses.filter(|used| used.kind == UseKind::Name).map(|used| used.node).collect()
    }
}
