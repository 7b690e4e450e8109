//! Imports that the rewrites leave without a use.

use rustc_hash::FxHashSet;

use super::{Kept, Reexports, stdlib::is_stdlib};
use crate::{
    semantic::{BindingId, Import, ScopeId, ScopeKind, SemanticModel},
    source::TextRange,
};

/// The imports that go; indices into [`SemanticModel::imports`].
#[derive(Debug, Clone, Default)]
pub(super) struct Unused(FxHashSet<usize>);

impl Unused {
    pub(super) fn new(model: &SemanticModel<'_>, kept: &Kept, reexports: Reexports<'_>) -> Self {
        let mut unused = FxHashSet::default();
        let mut seen: FxHashSet<(ScopeId, &str)> = FxHashSet::default();
        for import in model.imports() {
            if !import.is_star() && seen.insert((import.scope, import.bound_name())) {
                unused.extend(Group::new(model, import).unused(kept, reexports));
            }
        }
        Self(unused)
    }

    pub(super) fn contains(&self, import: usize) -> bool {
        self.0.contains(&import)
    }

    /// Whether `binding` is one of these imports.
    pub(super) fn binds(&self, model: &SemanticModel<'_>, binding: BindingId) -> bool {
        let mut imports = model.imports().iter().enumerate();
        imports.any(|(i, import)| import.binding == Some(binding) && self.contains(i))
    }

    /// Keeps an import after all, and those that bind the same name in the same scope.
    pub(super) fn keep(&mut self, model: &SemanticModel<'_>, binding: BindingId) {
        let (name, scope) = (model.binding(binding).name, model.binding(binding).scope);
        self.0.retain(|index| {
            let import = model.imports().get(*index);
            import.is_some_and(|i| (i.scope, i.bound_name()) != (scope, name))
        });
    }

    /// Whether every binding of `name` in the file is one of these imports or means `meaning`.
    pub(super) fn frees(&self, model: &SemanticModel<'_>, name: &str, meaning: &str) -> bool {
        let mut bindings =
            model.bindings().iter().filter(|binding| binding.name == name).peekable();
        bindings.peek().is_some()
            && bindings.all(|binding| {
                self.binds(model, binding.id)
                    || binding.kind.imported().is_some_and(|m| *m == *meaning)
            })
    }
}

/// The imports that bind one name in one scope.
struct Group<'m, 'a> {
    model: &'m SemanticModel<'a>,
    scope: ScopeId,
    name: &'a str,
    imports: Vec<(usize, &'m Import<'a>)>,
}

impl<'m, 'a> Group<'m, 'a> {
    fn new(model: &'m SemanticModel<'a>, of: &Import<'a>) -> Self {
        let (scope, name) = (of.scope, of.bound_name());
        let all = model.imports().iter().enumerate();
        let imports = all.filter(|(_, i)| i.scope == scope && i.bound_name() == name).collect();
        Self { model, scope, name, imports }
    }

    /// All of them, if they were used and are no longer.
    fn unused(&self, kept: &Kept, reexports: Reexports<'_>) -> Vec<usize> {
        let uses = self.uses();
        let lost = uses.iter().any(|range| !kept.has(*range));
        let goes = lost
            && !uses.iter().any(|range| kept.has(*range))
            && self.binds_alone()
            && self.is_private(reexports)
            && !self.is_in_doctest(kept)
            && !self.is_patched();
        match goes {
            true => self.imports.iter().map(|(index, _)| *index).collect(),
            false => Vec::new(),
        }
    }

    fn uses(&self) -> Vec<TextRange> {
        let bindings = self.imports.iter().filter_map(|(_, import)| import.binding);
        bindings.flat_map(|binding| self.model.uses(binding)).collect()
    }

    /// Whether nothing else binds the name, and each of the imports is always run.
    fn binds_alone(&self) -> bool {
        let bindings = self.model.bindings_of(self.scope, self.name);
        let only = bindings
            .iter()
            .all(|binding| self.imports.iter().any(|(_, import)| import.binding == Some(*binding)));
        let plain = self.imports.iter().all(|(_, import)| {
            let at_home = import.binding.is_some_and(|b| self.model.binding(b).scope == self.scope);
            at_home
                && (!import.conditional || import.type_checking || self.is_no_choice(import))
                && !import.is_future()
                && import.asname != Some(import.member)
        });
        only && plain
    }

    /// Whether the import is no choice between two things that the name may mean: it stands in an
    /// `if` without another side, such as the one that asks for `__main__`, or is one statement of
    /// several and cannot fail.
    fn is_no_choice(&self, import: &Import<'_>) -> bool {
        let nodes = self.model.nodes();
        let succeeds = import.name.segments().next().is_some_and(is_stdlib);
        nodes.is_in_plain_if(import.statement) || (succeeds && nodes.has_siblings(import.statement))
    }

    fn is_private(&self, reexports: Reexports<'_>) -> bool {
        match self.model.scope(self.scope).kind {
            ScopeKind::Module => !self.imports.iter().any(|(_, i)| reexports.include(i)),
            // What a class body imports is an attribute of the class.
            ScopeKind::Class => false,
            ScopeKind::Function
            | ScopeKind::Lambda
            | ScopeKind::Comprehension
            | ScopeKind::Generator
            | ScopeKind::TypeParams => true,
        }
    }

    /// Whether a doctest may use the name: doctests see what their module imports.
    fn is_in_doctest(&self, kept: &Kept) -> bool {
        let text = self.model.text();
        let strings = self.model.ast().multiline_strings();
        strings.iter().filter(|range| kept.has(**range)).any(|range| {
            let code = text.get(std::ops::Range::<usize>::from(*range)).unwrap_or_default();
            let is_code =
                |line: &&str| [">>>", "..."].iter().any(|prompt| line.starts_with(prompt));
            code.lines().map(str::trim_start).filter(is_code).any(|line| has_word(line, self.name))
        })
    }

    /// Whether a string names it as an attribute of some module, which may be this one.
    fn is_patched(&self) -> bool {
        self.model.patch_targets().iter().any(|target| {
            let segments: Vec<&str> = target.name.segments().collect();
            let root = segments.first().copied().unwrap_or_default();
            !is_stdlib(root) && segments.iter().skip(1).any(|segment| *segment == self.name)
        })
    }
}

/// Whether `word` occurs in `text` by itself.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, found)| {
        !text[..at].ends_with(|c| is_part(c) || c == '.')
            && !text[at + found.len()..].starts_with(is_part)
    })
}
