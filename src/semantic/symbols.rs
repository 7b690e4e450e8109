//! Which variable a name is: Python's static scoping.

use rustc_hash::FxHashMap;

use super::binding::{Binding, BindingId, BindingKind};
use super::collect::{Collected, Declaration, Use};
use super::scope::{ScopeKind, Scopes};
use super::{QualifiedName, ScopeId};

/// The index of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct SymbolId(u32);

/// More bindings of one variable than this are not told apart.
const MANY: usize = 128;

/// A variable: one name in one scope.
#[derive(Debug)]
pub(super) struct Symbol {
    pub scope: ScopeId,
    /// In the order in which they take effect.
    pub bindings: Vec<BindingId>,
    /// If there are too many bindings to tell apart: two of each meaning that gives a value.
    pub representatives: Option<Vec<BindingId>>,
    /// Indices into the list of uses; in source order.
    pub uses: Vec<u32>,
}

/// All variables of a module.
#[derive(Debug)]
pub(super) struct Symbols<'a> {
    symbols: Vec<Symbol>,
    by_name: FxHashMap<(ScopeId, &'a str), SymbolId>,
    declarations: FxHashMap<(ScopeId, &'a str), Declaration>,
}

impl<'a> Symbols<'a> {
    /// Gives every binding its scope and groups them.
    pub(super) fn new(scopes: &Scopes, collected: &mut Collected<'a>) -> Self {
        let declarations = std::mem::take(&mut collected.declarations);
        let mut symbols = Self { symbols: Vec::new(), by_name: FxHashMap::default(), declarations };
        let mut nonlocal = Vec::new();
        for binding in &mut collected.bindings {
            binding.scope = binding_scope(scopes, binding);
            match symbols.declarations.get(&(binding.scope, binding.name)) {
                Some(Declaration::Global) => binding.scope = ScopeId::MODULE,
                Some(Declaration::Nonlocal) => {
                    nonlocal.push(binding.id);
                    continue;
                }
                None => {}
            }
            symbols.add(binding);
        }
        for id in nonlocal {
            let binding = &mut collected.bindings[id.0 as usize];
            if let Some(symbol) = symbols.lookup(scopes, binding.scope, binding.name) {
                binding.scope = symbols.get(symbol).scope;
            }
            symbols.add(binding);
        }
        symbols.sort(&collected.bindings);
        symbols
    }

    pub(super) fn get(&self, id: SymbolId) -> &Symbol {
        &self.symbols[id.0 as usize]
    }

    /// The variable `name` of exactly this scope.
    pub(super) fn own(&self, scope: ScopeId, name: &str) -> Option<SymbolId> {
        self.by_name.get(&(scope, name)).copied()
    }

    /// The variable that `name` is in code of the scope `from`.
    pub(super) fn lookup(&self, scopes: &Scopes, from: ScopeId, name: &str) -> Option<SymbolId> {
        let mut sees_class = true;
        for id in scopes.chain(from) {
            let scope = scopes.get(id);
            if scope.kind != ScopeKind::Class || sees_class {
                match self.declarations.get(&(id, name)) {
                    Some(Declaration::Global) => return self.own(ScopeId::MODULE, name),
                    Some(Declaration::Nonlocal) => {}
                    None => {
                        if let Some(symbol) = self.own(id, name) {
                            return Some(symbol);
                        }
                    }
                }
            }
            sees_class &= scope.kind == ScopeKind::TypeParams;
        }
        None
    }

    /// Notes that the use with this index means `symbol`.
    pub(super) fn note_use(&mut self, symbol: SymbolId, index: usize) {
        self.symbols[symbol.0 as usize].uses.push(index as u32);
    }

    /// Resolves every use; returns the indices of those that no scope binds.
    ///
    /// A use of a name that a class binds may also mean the module's variable: it counts for both.
    pub(super) fn resolve_uses(&mut self, scopes: &Scopes, uses: &[Use<'a>]) -> Vec<usize> {
        let mut unbound = Vec::new();
        for (index, used) in uses.iter().enumerate() {
            match self.lookup(scopes, used.scope, used.name) {
                Some(symbol) => {
                    self.note_use(symbol, index);
                    let scope = self.get(symbol).scope;
                    if scopes.get(scope).kind == ScopeKind::Class
                        && let Some(global) = self.own(ScopeId::MODULE, used.name)
                    {
                        self.note_use(global, index);
                    }
                }
                None => unbound.push(index),
            }
        }
        unbound
    }

    fn add(&mut self, binding: &Binding<'a>) {
        let symbols = &mut self.symbols;
        let id = *self.by_name.entry((binding.scope, binding.name)).or_insert_with(|| {
            symbols.push(Symbol {
                scope: binding.scope,
                bindings: Vec::new(),
                representatives: None,
                uses: Vec::new(),
            });
            SymbolId(symbols.len() as u32 - 1)
        });
        self.symbols[id.0 as usize].bindings.push(binding.id);
    }

    fn sort(&mut self, bindings: &[Binding<'a>]) {
        for symbol in &mut self.symbols {
            symbol.bindings.sort_by_key(|id| (bindings[id.0 as usize].effect, *id));
            if symbol.bindings.len() > MANY {
                let all = symbol.bindings.iter().map(|id| &bindings[id.0 as usize]);
                symbol.representatives = Some(representatives(all));
            }
        }
    }
}

fn representatives<'b>(bindings: impl Iterator<Item = &'b Binding<'b>>) -> Vec<BindingId> {
    let mut seen: FxHashMap<Option<&QualifiedName>, u8> = FxHashMap::default();
    let mut is_news = |binding: &&'b Binding<'b>| {
        let count = seen.entry(binding.kind.imported()).or_default();
        *count = count.saturating_add(1);
        *count <= 2
    };
    let mut chosen: Vec<_> =
        bindings.filter(|b| b.kind.gives_value()).filter(|b| is_news(b)).map(|b| b.id).collect();
    chosen.sort_unstable();
    chosen
}

/// The scope that a binding would be in without any declaration.
fn binding_scope(scopes: &Scopes, binding: &Binding<'_>) -> ScopeId {
    let walrus = binding.kind == BindingKind::Walrus;
    scopes
        .chain(binding.written_in)
        .find(|id| {
            let kind = scopes.get(*id).kind;
            !(walrus && matches!(kind, ScopeKind::Comprehension | ScopeKind::Generator))
        })
        .unwrap_or(ScopeId::MODULE)
}
