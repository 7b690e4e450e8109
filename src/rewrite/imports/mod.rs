//! What symbols are called in a file, and which imports make that so.
//!
//! Three steps: which imports lose their last use; what every symbol is called, given the imports
//! that there are and the names that are taken; where the new imports go.

mod blocks;
mod place;
mod spelling;
mod stdlib;
mod unused;

use rustc_hash::FxHashMap;

use super::{
    RenderError, Rewrite, Symbol,
    origin::Origin,
    plan::OpId,
    render::{FullNames, Names, code_of},
};
use crate::{
    semantic::{Import, SemanticModel},
    source::{TextRange, TextSize},
};

use spelling::Speller;
use unused::Unused;

/// Which of the names that a module imports others may use, besides those that `__all__` or a
/// redundant alias says. The default is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reexports<'a> {
    /// Any of them: the module looks its own names up.
    pub all: bool,
    /// What is imported by name, but not whole modules: this is the `__init__.py` of a package.
    pub members: bool,
    /// These.
    pub names: &'a [&'a str],
}

impl Reexports<'_> {
    /// Whether others may use what `import` binds.
    fn include(&self, import: &Import<'_>) -> bool {
        self.all || (self.members && import.is_from) || self.names.contains(&import.bound_name())
    }
}

/// The spellings of symbols and the edits to imports that they need.
#[derive(Debug, Default)]
pub(super) struct Imports {
    spellings: FxHashMap<(OpId, Symbol), String>,
    pub(super) rewrites: Vec<Rewrite>,
}

impl Names for Imports {
    fn spelling(&self, id: OpId, symbol: &Symbol) -> String {
        match self.spellings.get(&(id, symbol.clone())) {
            Some(spelling) => spelling.clone(),
            None => symbol.as_str().to_owned(),
        }
    }
}

/// An import that is needed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NewImport {
    /// What follows `import` or `from`.
    module: String,
    /// What is imported from it; `None` for `import module`.
    member: Option<String>,
    alias: Option<String>,
}

impl NewImport {
    fn module(module: &str) -> Self {
        Self { module: module.to_owned(), member: None, alias: None }
    }

    fn member(module: &str, member: &str) -> Self {
        Self { module: module.to_owned(), member: Some(member.to_owned()), alias: None }
    }

    fn renamed(self, alias: &str) -> Self {
        Self { alias: Some(alias.to_owned()), ..self }
    }

    /// The name it binds.
    fn bound(&self) -> &str {
        let first = self.module.split('.').next().unwrap_or(&self.module);
        let own = self.member.as_deref().unwrap_or(first);
        self.alias.as_deref().unwrap_or(own)
    }

    /// What the bound name means.
    fn meaning(&self) -> String {
        match (&self.member, &self.alias) {
            (Some(member), _) => format!("{}.{member}", self.module),
            (None, Some(_)) => self.module.clone(),
            (None, None) => self.bound().to_owned(),
        }
    }

    /// What stands between the commas of an import statement.
    fn entry(&self) -> String {
        let name = self.member.as_deref().unwrap_or(&self.module);
        match &self.alias {
            Some(alias) => format!("{name} as {alias}"),
            None => name.to_owned(),
        }
    }

    fn is_from(&self) -> bool {
        self.member.is_some()
    }
}

/// Where an import goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Location {
    /// Among the imports at the top of the file.
    Top,
    /// With the import statement at this offset: in a function, or for type checkers.
    At(TextSize),
}

/// What `fixes` need.
pub(super) fn plan(
    model: &SemanticModel<'_>,
    origin: Origin<'_>,
    fixes: &[&[Rewrite]],
    reexports: Reexports<'_>,
) -> Result<Imports, RenderError> {
    let kept = Kept::new(&code_of(origin, fixes, &FullNames)?);
    let unused = Unused::new(model, &kept, reexports);
    let speller = Speller::new(model, fixes, &kept, unused);
    let first_use = speller.first_use();
    let speller = speller.distrusting_stars(place::has_late_star(model, &origin, first_use));
    let (spellings, unused, new) = speller.spell();
    let rewrites = place::edits(model, &origin, &unused, &new, first_use);
    Ok(Imports { spellings, rewrites })
}

/// The original code that is still there after the rewrites.
#[derive(Debug)]
pub(super) struct Kept(Vec<TextRange>);

impl Kept {
    fn new(code: &super::code::Code) -> Self {
        use super::code::Part;
        let ranges = code.parts().iter().filter_map(|part| match part {
            Part::Kept(range) | Part::Moved(range) => Some(*range),
            Part::New(_) => None,
        });
        let mut ranges: Vec<TextRange> = ranges.collect();
        ranges.sort_unstable_by_key(|range| (range.start(), range.end()));
        ranges.dedup_by(|next, last| {
            let touches = next.start() <= last.end();
            if touches {
                *last = last.cover(*next);
            }
            touches
        });
        Self(ranges)
    }

    /// Whether any of the code at `range` is still there.
    pub(super) fn has(&self, range: TextRange) -> bool {
        let after = self.0.partition_point(|kept| kept.end() <= range.start());
        self.0.get(after).is_some_and(|kept| kept.start() < range.end())
    }
}
