//! Where new imports go and how the old ones leave.

use std::collections::BTreeMap;

use super::{
    Location, NewImport, Unused,
    blocks::{Side, Spot},
    spelling::NewImports,
    stdlib::is_stdlib,
};
use crate::{
    rewrite::{Rewrite, Template, origin::Origin},
    semantic::{Import, SemanticModel},
    source::{TextRange, TextSize},
};

/// The edits by which `unused` imports go and `new` ones come, above the code at `first_use`.
pub(super) fn edits(
    model: &SemanticModel<'_>,
    origin: &Origin<'_>,
    unused: &Unused,
    new: &NewImports,
    first_use: Option<TextSize>,
) -> Vec<Rewrite> {
    let mut editor = Editor::new(model, origin, unused, first_use);
    let mut by_location: BTreeMap<Location, Vec<Wanted<'_>>> = BTreeMap::new();
    for ((location, import), old) in new {
        let wanted = Wanted { import, old: *old };
        by_location.entry(*location).or_default().push(wanted);
    }
    for (location, wanted) in by_location {
        for group in groups(wanted) {
            editor.add(location, &group);
        }
    }
    editor.finish()
}

/// Whether a star import is run after the imports at the top of the file, or maybe.
pub(super) fn has_late_star(
    model: &SemanticModel<'_>,
    origin: &Origin<'_>,
    first_use: Option<TextSize>,
) -> bool {
    let head = Head::new(origin, first_use);
    model.imports().iter().any(|import| import.is_star() && !head.has(import.statement))
}

/// The statements of the module among which new imports go: those above its first definition and
/// the first use.
struct Head {
    statements: Vec<TextRange>,
}

impl Head {
    fn new(origin: &Origin<'_>, first_use: Option<TextSize>) -> Self {
        let mut statements = origin.nodes.top_level();
        let limit = statements.iter().position(|s| {
            let defines = origin.nodes.is_definition(*s);
            defines || first_use.is_some_and(|offset| s.contains_inclusive(offset))
        });
        statements.truncate(limit.unwrap_or(statements.len()));
        Self { statements }
    }

    /// Whether the statement at `range` is one of them.
    fn has(&self, range: TextRange) -> bool {
        self.statements.binary_search_by_key(&range.start(), |s| s.start()).is_ok()
    }
}

/// An import that is needed, and the one it stands in for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'n> {
    pub(super) import: &'n NewImport,
    old: Option<usize>,
}

/// Imports that make one statement: members of one module.
fn groups(wanted: Vec<Wanted<'_>>) -> Vec<Vec<Wanted<'_>>> {
    let mut groups: Vec<Vec<Wanted<'_>>> = Vec::new();
    for one in wanted {
        let same = groups.iter_mut().find(|group| {
            one.import.is_from()
                && group.iter().all(|g| g.import.is_from() && g.import.module == one.import.module)
        });
        match same {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}

/// An import statement.
#[derive(Debug, Clone)]
pub(super) struct Statement<'m, 'a> {
    pub(super) range: TextRange,
    /// Its entries; indices into [`SemanticModel::imports`].
    pub(super) entries: Vec<(usize, &'m Import<'a>)>,
    /// What takes its place.
    becomes: Option<String>,
    /// Entries that take the place of unused ones.
    swaps: Vec<(TextRange, String)>,
    /// New statements right above and below.
    above: Vec<NewStatement>,
    below: Vec<NewStatement>,
    /// Those beyond a blank line.
    far_above: Vec<NewStatement>,
    far_below: Vec<NewStatement>,
}

/// The code of a new statement, and by what it is sorted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct NewStatement {
    is_from: bool,
    module: String,
    code: String,
}

impl NewStatement {
    fn new(group: &[Wanted<'_>]) -> Self {
        let first = group.first().map(|wanted| wanted.import);
        let is_from = first.is_some_and(NewImport::is_from);
        let module = first.map(|import| import.module.clone()).unwrap_or_default();
        Self { is_from, module, code: code(group) }
    }
}

/// The statements on lines of their own, in order.
fn lines<'s>(statements: impl IntoIterator<Item = &'s NewStatement>) -> String {
    let mut sorted: Vec<&NewStatement> = statements.into_iter().collect();
    sorted.sort_unstable();
    let lines: Vec<&str> = sorted.iter().map(|statement| statement.code.as_str()).collect();
    lines.join("\n")
}

/// The statements in blocks: the standard library's, then the others.
fn in_blocks(statements: &[NewStatement]) -> String {
    let (standard, others): (Vec<_>, Vec<_>) =
        statements.iter().partition(|statement| is_stdlib(&statement.module));
    let blocks = [lines(standard), lines(others)];
    let blocks: Vec<&str> = blocks.iter().map(String::as_str).filter(|b| !b.is_empty()).collect();
    blocks.join("\n\n")
}

pub(super) struct Editor<'m, 'a> {
    pub(super) origin: &'m Origin<'m>,
    unused: &'m Unused,
    /// In source order.
    pub(super) statements: Vec<Statement<'m, 'a>>,
    /// Positions of the statements of the module's own body, from the last star import on.
    pub(super) top: Vec<usize>,
    /// New statements where there is no import to stand by.
    alone: Vec<NewStatement>,
    /// New entries in statements that stay.
    inserted: Vec<Rewrite>,
    first: First,
}

/// What a file without imports gets them above or below.
#[derive(Debug, Clone, Copy)]
enum First {
    Below(TextRange),
    Above(TextRange),
    Empty,
}

impl<'m, 'a> Editor<'m, 'a> {
    fn new(
        model: &'m SemanticModel<'a>,
        origin: &'m Origin<'m>,
        unused: &'m Unused,
        first_use: Option<TextSize>,
    ) -> Self {
        let mut statements: Vec<Statement<'m, 'a>> = Vec::new();
        for (index, import) in model.imports().iter().enumerate() {
            match statements.last_mut().filter(|s| s.range == import.statement) {
                Some(statement) => statement.entries.push((index, import)),
                None => statements.push(Statement::new(index, import)),
            }
        }
        let head = Head::new(origin, first_use);
        let mut top: Vec<usize> = (0..statements.len()).collect();
        top.retain(|at| statements.get(*at).is_some_and(|s| head.has(s.range)));
        // A star import may bind any name again: what is new goes below.
        let star = top.iter().rposition(|at| statements.get(*at).is_some_and(Statement::is_star));
        top.drain(..star.unwrap_or_default());
        let body = origin.nodes.top_level();
        let first = first(origin, &body);
        let (alone, inserted) = Default::default();
        Self { origin, unused, statements, top, alone, inserted, first }
    }

    /// Adds one new statement, or new entries to one that is there.
    fn add(&mut self, location: Location, group: &[Wanted<'_>]) {
        let old = group.iter().find_map(|wanted| wanted.old);
        let old = old.and_then(|old| self.statement_of(old));
        match location {
            Location::At(offset) => {
                let at = self.statements.iter().position(|s| s.range.start() == offset);
                let Some(at) = at else { return self.add_at_top(group, None) };
                if !self.swap(at, group)
                    && let Some(statement) = self.statements.get_mut(at)
                {
                    statement.below.push(NewStatement::new(group));
                }
            }
            Location::Top => self.add_at_top(group, old.filter(|at| self.top.contains(at))),
        }
    }

    fn add_at_top(&mut self, group: &[Wanted<'_>], old: Option<usize>) {
        if self.extend(group) {
            return;
        }
        let Some(spot) = self.spot(group, old) else {
            return self.alone.push(NewStatement::new(group));
        };
        if matches!(spot, Spot::Instead(at) if self.swap(at, group)) {
            return;
        }
        let (Spot::Instead(at) | Spot::Beside(at, _) | Spot::NewBlock(at, _)) = spot;
        let Some(statement) = self.statements.get_mut(at) else { return };
        let side = match spot {
            Spot::Instead(_) | Spot::Beside(_, Side::Below) => &mut statement.below,
            Spot::Beside(..) | Spot::NewBlock(..) if statement.is_star() => {
                &mut statement.far_below
            }
            Spot::Beside(_, Side::Above) => &mut statement.above,
            Spot::NewBlock(_, Side::Above) => &mut statement.far_above,
            Spot::NewBlock(_, Side::Below) => &mut statement.far_below,
        };
        side.push(NewStatement::new(group));
    }

    fn statement_of(&self, import: usize) -> Option<usize> {
        self.statements.iter().position(|s| s.entries.iter().any(|(index, _)| *index == import))
    }

    pub(super) fn goes(&self, statement: &Statement<'_, '_>) -> bool {
        statement.becomes.is_none()
            && statement.swaps.is_empty()
            && statement.entries.iter().all(|(index, _)| self.unused.contains(*index))
    }

    /// Whether an entry of `statement`, which stays, is unused, and nothing has taken its place.
    pub(super) fn has_vacancy(&self, statement: &Statement<'_, '_>) -> bool {
        let unused = statement.entries.iter().filter(|(index, _)| self.unused.contains(*index));
        !self.goes(statement) && unused.count() > statement.swaps.len()
    }

    /// Puts `group` in the place of an unused import of statement `at`; whether there is one.
    fn swap(&mut self, at: usize, group: &[Wanted<'_>]) -> bool {
        let Some(statement) = self.statements.get(at) else { return false };
        if self.goes(statement) {
            let text = code(group);
            if let Some(statement) = self.statements.get_mut(at) {
                statement.becomes = Some(text);
            }
            return true;
        }
        let is_module = group.iter().all(|wanted| !wanted.import.is_from());
        let swapped = |range: TextRange| statement.swaps.iter().any(|(swap, _)| *swap == range);
        let entry = statement.entries.iter().find(|(index, import)| {
            is_module && !import.is_from && self.unused.contains(*index) && !swapped(import.alias)
        });
        let (Some((_, entry)), Some(wanted)) = (entry, group.first()) else { return false };
        let (alias, text) = (entry.alias, wanted.import.entry());
        if let Some(statement) = self.statements.get_mut(at) {
            statement.swaps.push((alias, text));
        }
        true
    }

    /// Adds the group's members to a statement that imports from the same module already.
    fn extend(&mut self, group: &[Wanted<'_>]) -> bool {
        let Some(module) = group.first().filter(|w| w.import.is_from()).map(|w| &w.import.module)
        else {
            return false;
        };
        let found = self.top.iter().filter_map(|at| self.statements.get(*at)).find(|s| {
            !self.goes(s)
                && s.entries.iter().all(|(_, import)| {
                    let same = import.is_from && import.level == 0;
                    same && import.module == Some(module.as_str()) && !import.is_star()
                })
        });
        let Some(statement) = found else { return false };
        let mut inserted = Vec::new();
        for wanted in group {
            inserted.push(insertion(self.origin, statement, wanted.import));
        }
        self.inserted.extend(inserted);
        true
    }

    /// The new statements in a file that has no import to put them by.
    fn alone(&self) -> Option<Rewrite> {
        let code = in_blocks(&self.alone);
        match self.first {
            _ if code.is_empty() => None,
            First::Below(statement) => Some(Rewrite::after(statement, plain(&format!("\n{code}")))),
            First::Above(statement) => {
                let blank = if self.origin.nodes.is_definition(statement) { "\n\n" } else { "\n" };
                Some(Rewrite::before(statement, plain(&format!("{code}{blank}"))))
            }
            First::Empty => None,
        }
    }

    fn finish(mut self) -> Vec<Rewrite> {
        self.statements.iter_mut().for_each(Statement::part);
        let mut rewrites = std::mem::take(&mut self.inserted);
        rewrites.extend(self.alone());
        for statement in &self.statements {
            rewrites.extend(statement.beside());
            rewrites.extend(self.changed(statement));
        }
        rewrites
    }

    /// What becomes of a statement itself.
    fn changed(&self, statement: &Statement<'_, '_>) -> Vec<Rewrite> {
        if let Some(code) = &statement.becomes {
            return vec![Rewrite::replace(statement.range, plain(code))];
        }
        if self.goes(statement) {
            return vec![Rewrite::remove_statement(statement.range)];
        }
        let swaps = statement.swaps.iter();
        let swaps = swaps.map(|(alias, text)| Rewrite::replace(*alias, plain(text)));
        let swapped = |alias| statement.swaps.iter().any(|(swap, _)| *swap == alias);
        let gone = statement
            .entries
            .iter()
            .filter(|(index, import)| self.unused.contains(*index) && !swapped(import.alias));
        swaps.chain(gone.map(|(_, import)| Rewrite::remove_element(import.alias))).collect()
    }
}

/// Whether a new statement imports from the standard library.
fn imports_standard(code: &str) -> bool {
    code.split_whitespace().nth(1).is_some_and(is_stdlib)
}

/// A template without holes.
fn plain(code: &str) -> Template {
    Template::default().text(code)
}

impl<'m, 'a> Statement<'m, 'a> {
    fn new(index: usize, import: &'m Import<'a>) -> Self {
        let (becomes, swaps) = Default::default();
        let (above, below, far_above, far_below) = Default::default();
        let (range, entries) = (import.statement, vec![(index, import)]);
        Self { range, entries, becomes, swaps, above, below, far_above, far_below }
    }

    /// Parts the standard library's modules from the other one that takes this statement's place.
    fn part(&mut self) {
        if self.becomes.as_deref().is_none_or(imports_standard) {
            return;
        }
        for side in [&mut self.above, &mut self.below] {
            let (standard, others) = side.drain(..).partition(|new| is_stdlib(&new.module));
            *side = others;
            self.far_above.extend::<Vec<NewStatement>>(standard);
        }
    }

    /// The new statements around it.
    fn beside(&self) -> Vec<Rewrite> {
        let mut rewrites = Vec::new();
        let mut above = |code: &str| rewrites.push(Rewrite::before(self.range, plain(code)));
        if !self.far_above.is_empty() {
            above(&format!("{}\n", in_blocks(&self.far_above)));
        }
        if !self.above.is_empty() {
            above(&lines(&self.above));
        }
        let mut below = |code: &str| rewrites.push(Rewrite::after(self.range, plain(code)));
        if !self.below.is_empty() {
            below(&lines(&self.below));
        }
        if !self.far_below.is_empty() {
            below(&format!("\n{}", in_blocks(&self.far_below)));
        }
        rewrites
    }

    /// By what it is sorted: the module, and whether it is `from … import`.
    pub(super) fn key(&self) -> Option<(bool, String)> {
        let (_, first) = self.entries.first()?;
        let module = if first.is_from { first.module.unwrap_or_default() } else { first.member };
        Some((first.is_from, format!("{}{module}", ".".repeat(first.level as usize))))
    }

    pub(super) fn is_from(&self) -> bool {
        self.entries.iter().any(|(_, import)| import.is_from)
    }

    fn is_star(&self) -> bool {
        self.entries.iter().any(|(_, import)| import.is_star())
    }

    pub(super) fn is_future(&self) -> bool {
        self.entries.iter().any(|(_, import)| import.is_future())
    }

    pub(super) fn is_stdlib(&self) -> bool {
        self.key().is_some_and(|(_, module)| is_stdlib(&module))
    }

    /// Whether it has become an import from the standard library; `None` if it is not replaced.
    pub(super) fn becomes_standard(&self) -> Option<bool> {
        self.becomes.as_deref().map(imports_standard)
    }

    pub(super) fn is_relative(&self) -> bool {
        self.entries.iter().any(|(_, import)| import.level > 0)
    }
}

/// The statement that imports the group.
fn code(group: &[Wanted<'_>]) -> String {
    let Some(first) = group.first() else { return String::new() };
    let mut entries: Vec<String> = group.iter().map(|wanted| wanted.import.entry()).collect();
    entries.sort_unstable();
    let entries = entries.join(", ");
    match first.import.is_from() {
        true => format!("from {} import {entries}", first.import.module),
        false => format!("import {entries}"),
    }
}

/// `new` as one more entry of `statement`.
fn insertion(origin: &Origin<'_>, statement: &Statement<'_, '_>, new: &NewImport) -> Rewrite {
    let entry = new.entry();
    let at =
        |offset: TextSize, text: String| Rewrite::replace(TextRange::empty(offset), plain(&text));
    let aliases: Vec<TextRange> = statement.entries.iter().map(|(_, i)| i.alias).collect();
    let list = aliases.first().and_then(|alias| origin.nodes.elements(*alias));
    let enclosed = list.is_some_and(|list| list.may_trail);
    let between = |alias: TextRange| {
        let margin = TextRange::new(origin.line_start(alias.start()), alias.start());
        if enclosed && origin.slice(margin).trim().is_empty() { "\n" } else { " " }
    };
    let members: Vec<&str> = statement.entries.iter().map(|(_, import)| import.member).collect();
    let member = new.member.as_deref().unwrap_or_default();
    let next = members.iter().position(|known| *known > member).filter(|_| members.is_sorted());
    if let Some(next) = next.and_then(|next| aliases.get(next)) {
        return at(next.start(), format!("{entry},{}", between(*next)));
    }
    let first = aliases.first().copied().unwrap_or(statement.range);
    let last = aliases.last().map_or(statement.range.end(), |alias| alias.end());
    match origin.ast.comma(TextRange::new(last, statement.range.end())) {
        Some(comma) => at(comma.end(), format!("{}{entry},", between(first))),
        None => at(last, format!(",{}{entry}", between(first))),
    }
}

/// Where imports go in a file that has none.
fn first(origin: &Origin<'_>, body: &[TextRange]) -> First {
    match body.split_first() {
        Some((docstring, _)) if origin.nodes.is_docstring(*docstring) => First::Below(*docstring),
        Some((statement, _)) => First::Above(*statement),
        None => First::Empty,
    }
}
