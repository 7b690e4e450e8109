//! What a symbol is called: as the file already calls it, else in the style of what it replaces.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Kept, Location, NewImport, Unused};
use crate::{
    rewrite::{Rewrite, Symbol, plan::OpId},
    semantic::{BindingId, Import, Reference, ReferenceContext, ScopeId, ScopeKind, SemanticModel},
    source::{TextRange, TextSize},
};

/// New imports, and the import that each stands in for, as an index into
/// [`SemanticModel::imports`].
pub(super) type NewImports = BTreeMap<(Location, NewImport), Option<usize>>;

/// One symbol in one rewrite.
#[derive(Debug)]
struct Request {
    id: OpId,
    symbol: Symbol,
    /// Where it is looked up.
    offset: TextSize,
    /// Whether only type checkers evaluate it.
    is_type: bool,
    by_member: bool,
    /// The import of what is replaced.
    old: Option<usize>,
    location: Location,
    alias: Option<String>,
}

pub(super) struct Speller<'m, 'a> {
    model: &'m SemanticModel<'a>,
    requests: Vec<Request>,
    unused: Unused,
    spellings: FxHashMap<(OpId, Symbol), String>,
    new: NewImports,
    /// The names that new imports bind, and what they mean.
    taken: FxHashMap<String, String>,
    /// Whether a star import runs after the new ones, which may bind any public name again.
    late_star: bool,
}

impl<'m, 'a> Speller<'m, 'a> {
    pub(super) fn new(
        model: &'m SemanticModel<'a>,
        fixes: &[&[Rewrite]],
        kept: &Kept,
        unused: Unused,
    ) -> Self {
        let mut requests = Vec::new();
        let mut made = FxHashSet::default();
        for (fix, rewrites) in fixes.iter().enumerate() {
            for (op, rewrite) in rewrites.iter().enumerate() {
                // What an earlier fix writes as well is written there.
                let template = rewrite.template().filter(|_| !made.contains(rewrite));
                let Some(template) = template else { continue };
                let mut symbols: Vec<_> = template.symbols().collect();
                symbols.sort_unstable();
                symbols.dedup();
                for symbol in symbols {
                    let id = OpId { fix, op };
                    requests.push(request(model, rewrites, id, symbol, kept));
                }
            }
            made.extend(rewrites.iter().filter(|rewrite| rewrite.is_constant()));
        }
        let (spellings, new, taken) = Default::default();
        Self { model, requests, unused, spellings, new, taken, late_star: false }
    }

    /// Trusts no name that a star import below the new ones may bind.
    pub(super) fn distrusting_stars(self, late_star: bool) -> Self {
        Self { late_star, ..self }
    }

    /// Where the first symbol lands.
    pub(super) fn first_use(&self) -> Option<TextSize> {
        self.requests.iter().map(|request| request.offset).min()
    }

    /// The spellings, the imports that go, and those that come.
    pub(super) fn spell(mut self) -> (FxHashMap<(OpId, Symbol), String>, Unused, NewImports) {
        let requests = std::mem::take(&mut self.requests);
        let mut missing = Vec::new();
        for request in requests {
            match self.existing(&request) {
                Some((spelling, binding)) => {
                    if let Some(binding) = binding {
                        self.unused.keep(self.model, binding);
                    }
                    self.spellings.insert((request.id, request.symbol), spelling);
                }
                None => missing.push(request),
            }
        }
        for request in &mut missing {
            self.settle(request);
        }
        self.merge_local();
        (self.spellings, self.unused, self.new)
    }

    /// What the symbol is called already, and by which binding (none for a builtin).
    fn existing(&self, request: &Request) -> Option<(String, Option<BindingId>)> {
        let (module, path) = request.symbol.split();
        if module == "builtins" {
            let name = path.split('.').next().unwrap_or(path);
            let free =
                self.model.builtin(name, request.offset) || self.unused.frees(self.model, name, "");
            if free && !self.taken.contains_key(name) {
                return Some((path.to_owned(), None));
            }
        }
        let usable = self.model.imports().iter().filter_map(|import| {
            let spelling = self.spelling_by(import, request)?;
            Some((import.is_from == request.by_member, spelling, import.binding))
        });
        let mut usable: Vec<_> = usable.collect();
        usable.sort_by_key(|(in_style, spelling, _)| (!in_style, spelling.len()));
        usable.into_iter().next().map(|(_, spelling, binding)| (spelling, binding))
    }

    /// What the symbol is called by way of `import`, if it can be.
    fn spelling_by(&self, import: &Import<'_>, request: &Request) -> Option<String> {
        let binding = import.binding?;
        let is_run = !import.conditional || (import.type_checking && request.is_type);
        // A function above its import may be called before the import is run.
        let is_late = !request.is_type && request.offset < import.statement.start();
        if !is_run
            || is_late
            || self.model.nodes().may_run_instead(request.offset, import.statement)
        {
            return None;
        }
        let meaning = self.model.binding(binding).kind.imported()?;
        let symbol = request.symbol.as_str();
        let rest = symbol.strip_prefix(meaning.as_str())?;
        if !rest.is_empty() && !rest.starts_with('.') {
            return None;
        }
        let module = request.symbol.split().0;
        let reaches = meaning.is_within(module) || import.name.is_within(module);
        let name = import.bound_name();
        let resolution = self.model.resolve(name, request.offset);
        let certain = !resolution.builtin && !resolution.star && !resolution.bindings.is_empty();
        let same = resolution
            .bindings
            .iter()
            .all(|b| self.model.binding(*b).kind.imported().is_some_and(|other| other == meaning));
        let visible = resolution.bindings.contains(&binding);
        (reaches && certain && same && visible).then(|| format!("{name}{rest}"))
    }

    /// Finds a spelling whose import clashes with nothing.
    fn settle(&mut self, request: &Request) {
        for (import, spelling) in candidates(request) {
            if self.is_free(&import, request) {
                self.taken.insert(import.bound().to_owned(), import.meaning());
                self.new.entry((request.location, import)).or_insert(request.old);
                self.spellings.insert((request.id, request.symbol.clone()), spelling);
                return;
            }
        }
    }

    fn is_free(&self, import: &NewImport, request: &Request) -> bool {
        let (name, meaning) = (import.bound(), import.meaning());
        let is_top = request.location == Location::Top;
        if (is_top && self.late_star && import.alias.is_none()) || !self.is_seen(name, request) {
            return false;
        }
        match self.taken.get(name) {
            Some(taken) => *taken == meaning,
            None => {
                !self.model.is_bound_anywhere(name) || self.unused.frees(self.model, name, &meaning)
            }
        }
    }

    /// Whether the code of the request sees what a new import binds to `name`, and no variable of its
    /// own function, which that may bind later.
    fn is_seen(&self, name: &str, request: &Request) -> bool {
        let model = self.model;
        let home = match request.location {
            Location::Top => ScopeId::MODULE,
            Location::At(offset) => model.scope_at(offset),
        };
        model.variable_scope(name, request.offset).is_none_or(|scope| {
            let mut own = model.bindings_of(scope, name).iter();
            scope == home
                || scope == ScopeId::MODULE
                || own.all(|binding| self.unused.binds(model, *binding))
        })
    }

    /// What the module imports is imported neither by its functions nor for type checkers alone,
    /// unless the name is the function's own.
    fn merge_local(&mut self) {
        let top: Vec<NewImport> = self
            .new
            .keys()
            .filter(|(location, _)| *location == Location::Top)
            .map(|(_, import)| import.clone())
            .collect();
        let (model, unused) = (self.model, &self.unused);
        self.new.retain(|(location, import), _| match location {
            Location::At(offset) => {
                let scope = model.scope_at(*offset);
                let mut own = model.bindings_of(scope, import.bound()).iter();
                let is_own = scope != ScopeId::MODULE && own.any(|b| !unused.binds(model, *b));
                is_own || !top.contains(import)
            }
            Location::Top => true,
        });
    }
}

fn request(
    model: &SemanticModel<'_>,
    rewrites: &[Rewrite],
    id: OpId,
    symbol: &Symbol,
    kept: &Kept,
) -> Request {
    let rewrite = rewrites.get(id.op);
    let range = rewrite.map(Rewrite::range).unwrap_or_default();
    let others = rewrites.iter().map(Rewrite::range);
    let old = std::iter::once(range).chain(others).find_map(|r| lost_reference(model, r, kept));
    let import = old.and_then(|reference| import_of(model, reference));
    let is_type = old.is_some_and(|reference| {
        let quoted = reference.context == ReferenceContext::StringAnnotation;
        let deferred =
            || model.imports().iter().any(|i| i.is_future() && i.member == "annotations");
        quoted || (reference.context == ReferenceContext::Annotation && deferred())
    });
    // Code that goes elsewhere, such as a new function of the module, does not see a function's imports.
    let is_seen = |import: &Import<'_>| {
        model.enclosing_scopes(model.scope_at(range.start())).any(|scope| scope == import.scope)
    };
    let location = match import {
        Some((_, import)) if is_seen(import) => location(model, import, is_type),
        _ => Location::Top,
    };
    let (_, path) = symbol.split();
    let alias = import.and_then(|(_, import)| {
        let same = import.is_from && path.split('.').next() == Some(import.member);
        import.asname.filter(|_| same).map(str::to_owned)
    });
    // A star import may bind any name; a module's own name is the least likely.
    let has_star = model.imports().iter().any(Import::is_star);
    Request {
        id,
        symbol: symbol.clone(),
        offset: range.start(),
        is_type,
        by_member: !has_star && old.zip(import).is_some_and(|(old, (_, i))| names_member(old, i)),
        old: import.map(|(index, _)| index),
        location,
        alias,
    }
}

/// The first reference to something imported in `range` that the rewrites take away.
fn lost_reference<'m>(
    model: &'m SemanticModel<'_>,
    range: TextRange,
    kept: &Kept,
) -> Option<&'m Reference> {
    let references = model.references();
    let first = references.partition_point(|r| r.range.start() < range.start());
    let inside = references.iter().skip(first).take_while(|r| r.range.start() < range.end());
    inside
        .filter(|r| r.range.end() <= range.end() || r.head().end() <= range.end())
        .find(|r| !kept.has(r.head()) && r.context != ReferenceContext::Import)
}

/// Whether `import` imports the very thing that is referred to, and not its module.
fn names_member(reference: &Reference, import: &Import<'_>) -> bool {
    let is_class = import.member.starts_with(char::is_uppercase);
    import.is_from && (is_class || reference.head() == reference.range)
}

fn import_of<'m, 'a>(
    model: &'m SemanticModel<'a>,
    reference: &Reference,
) -> Option<(usize, &'m Import<'a>)> {
    let binding = reference.bindings.first()?;
    model.imports().iter().enumerate().find(|(_, import)| import.binding == Some(*binding))
}

/// Where the import goes that takes the place of a use of `old`.
fn location(model: &SemanticModel<'_>, old: &Import<'_>, is_type: bool) -> Location {
    let at = Location::At(old.statement.start());
    let is_local = old.binding.is_some_and(|binding| model.binding(binding).scope == old.scope);
    match model.scope(old.scope).kind {
        ScopeKind::Function if !old.conditional && is_local => at,
        ScopeKind::Module if old.type_checking && is_type => at,
        _ => Location::Top,
    }
}

/// The imports by which the symbol may be reached, the preferred first, and its spelling then.
fn candidates(request: &Request) -> Vec<(NewImport, String)> {
    let (module, path) = request.symbol.split();
    let parts = Parts::new(module, path);
    let mut found = Vec::new();
    let is_class = path.starts_with(char::is_uppercase);
    if let Some((package, submodule)) = module.rsplit_once('.') {
        if is_class || path.is_empty() {
            found.extend(parts.member(None));
        } else {
            found.push(parts.submodule(package, submodule, submodule));
        }
        found.push(parts.module(None));
        let renamed = (1..9).map(|n| parts.submodule_renamed(package, submodule, n));
        found.extend(renamed);
        return found;
    }
    let prefers_member = matches!(module, "functools" | "typing")
        || (request.by_member && !is_stdlib_constant(module));
    if prefers_member {
        found.extend(request.alias.as_deref().and_then(|alias| parts.member(Some(alias))));
        found.extend(parts.member(None));
    }
    found.push(parts.module(None));
    found.extend((1..9).map(|n| parts.module(Some(&format!("{module}{}", "_".repeat(n))))));
    found
}

/// Modules of which single names are seldom imported.
fn is_stdlib_constant(module: &str) -> bool {
    super::stdlib::is_stdlib(module)
}

struct Parts<'s> {
    module: &'s str,
    path: &'s str,
}

impl<'s> Parts<'s> {
    fn new(module: &'s str, path: &'s str) -> Self {
        Self { module, path }
    }

    fn after(&self, name: &str, path: &str) -> String {
        if path.is_empty() { name.to_owned() } else { format!("{name}.{path}") }
    }

    /// `from module import member`.
    fn member(&self, alias: Option<&str>) -> Option<(NewImport, String)> {
        let (member, rest) = self.path.split_once('.').unwrap_or((self.path, ""));
        if member.is_empty() {
            return None;
        }
        let import = NewImport::member(self.module, member);
        Some(match alias {
            Some(alias) => (import.renamed(alias), self.after(alias, rest)),
            None => (import, self.after(member, rest)),
        })
    }

    /// `import module`.
    fn module(&self, alias: Option<&str>) -> (NewImport, String) {
        let import = NewImport::module(self.module);
        match alias {
            Some(alias) => (import.renamed(alias), self.after(alias, self.path)),
            None => (import, self.after(self.module, self.path)),
        }
    }

    /// `from package import submodule`.
    fn submodule(&self, package: &str, submodule: &str, name: &str) -> (NewImport, String) {
        let import = NewImport::member(package, submodule);
        let import = if name == submodule { import } else { import.renamed(name) };
        (import, self.after(name, self.path))
    }

    fn submodule_renamed(&self, package: &str, submodule: &str, n: usize) -> (NewImport, String) {
        self.submodule(package, submodule, &format!("{submodule}{}", "_".repeat(n)))
    }
}
