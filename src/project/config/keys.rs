//! The keys of the table, and what each may hold.

use std::{ops::Range, path::Path, sync::Arc};

use toml_edit::{Item, Key, TableLike};

use super::{
    Config, ConfigError, FileAccept, Given,
    error::{near, place},
};
use crate::{
    change::{Change, Changes},
    project::{Globs, anyio_version, python_version},
    transforms,
};

/// Every key, in alphabetical order.
const KEYS: [&str; 10] = [
    "accept",
    "aliases",
    "anyio-version",
    "exclude",
    "extend",
    "ignore",
    "per-file-accept",
    "per-transform-accept",
    "select",
    "target-version",
];

/// The value of `extend`, and where it stands.
type Extend = (String, Range<usize>);

/// What `table`, in the `file` that holds `text`, says by itself. Patterns are relative to `folder`.
///
/// # Errors
///
/// Everything in the table that cannot be meant.
pub(super) fn read_keys(
    file: Arc<Path>,
    folder: &Path,
    text: &str,
    table: &dyn TableLike,
) -> Result<(Config, Option<Extend>), Vec<ConfigError>> {
    let mut reader = Reader { file, folder, text, errors: Vec::new() };
    let (mut config, mut extend) = (Config::default(), None);
    for (key, item) in table.iter() {
        let here = reader.here(table, key);
        match key {
            "accept" => config.accept = reader.changes(key, item).map(|it| here.given(it)),
            "select" => config.select = reader.transforms(key, item).map(|it| here.given(it)),
            "ignore" => config.ignore = reader.transforms(key, item).map(|it| here.given(it)),
            "exclude" => config.exclude = reader.globs(key, item).map(|it| here.given(it)),
            "target-version" => {
                config.target_version =
                    reader.version(key, item, python_version).map(|it| here.given(it));
            }
            "anyio-version" => {
                config.anyio_version =
                    reader.version(key, item, anyio_version).map(|it| here.given(it));
            }
            "per-transform-accept" => config.per_transform_accept = reader.per_transform(item),
            "per-file-accept" => config.per_file_accept = reader.per_file(item),
            "aliases" => config.aliases = reader.aliases(item),
            "extend" => {
                extend = reader.string(key, item).map(|path| (path.to_owned(), span(item)));
            }
            _ => reader.unknown_key(table, key),
        }
    }
    reader.errors.sort_by_key(|error| error.place);
    if reader.errors.is_empty() { Ok((config, extend)) } else { Err(reader.errors) }
}

/// Reads values, and notes what is wrong with them.
struct Reader<'a> {
    file: Arc<Path>,
    folder: &'a Path,
    text: &'a str,
    errors: Vec<ConfigError>,
}

/// Where a key stands.
struct Here {
    file: Arc<Path>,
    line: usize,
}

impl Here {
    fn given<T>(&self, value: T) -> Given<T> {
        Given { value, file: Arc::clone(&self.file), line: self.line }
    }
}

impl Reader<'_> {
    fn here(&self, table: &dyn TableLike, key: &str) -> Here {
        let line = place(self.text, key_span(table, key).start).line;
        Here { file: Arc::clone(&self.file), line }
    }

    fn error(&mut self, span: Range<usize>, message: String) {
        self.errors.push(ConfigError::at(&self.file, self.text, span, message));
    }

    fn unknown_key(&mut self, table: &dyn TableLike, key: &str) {
        let hint = match key {
            "tool" => Some(
                "; its keys stand under `[tool.anyiofy]` in `pyproject.toml` only, and here at the top"
                    .to_owned(),
            ),
            _ => near(key, &KEYS),
        };
        let hint = hint.unwrap_or_else(|| format!("; there are {}", list(KEYS)));
        self.error(key_span(table, key), format!("there is no key `{key}`{hint}"));
    }

    /// Notes that `item` is no `expected`, a noun with its article.
    fn wrong_type(&mut self, key: &str, item: &Item, expected: &str, hint: &str) {
        let message = format!("`{key}` must be {expected}, not {}{hint}", kind(item));
        self.error(span(item), message);
    }

    fn string<'i>(&mut self, key: &str, item: &'i Item) -> Option<&'i str> {
        let string = item.as_str();
        if string.is_none() {
            let hint = match item {
                Item::Value(value) if value.is_float() || value.is_integer() => {
                    let digits = self.text.get(span(item)).unwrap_or_default();
                    format!("; write `{key} = \"{digits}\"`")
                }
                _ => String::new(),
            };
            self.wrong_type(key, item, "a string", &hint);
        }
        string
    }

    /// The strings of a list of `what`, and where each stands.
    fn strings<'i>(
        &mut self,
        key: &str,
        item: &'i Item,
        what: &str,
    ) -> Option<Vec<(&'i str, Range<usize>)>> {
        let expected = format!("a list of {what}");
        let Some(array) = item.as_array() else {
            let hint = match item.as_str() {
                Some(text) => format!("; write `[\"{text}\"]`"),
                None => String::new(),
            };
            self.wrong_type(key, item, &expected, &hint);
            return None;
        };
        let mut strings = Vec::new();
        for value in array {
            match value.as_str() {
                Some(text) => strings.push((text, value.span().unwrap_or_default())),
                None => {
                    let found = noun(value.type_name());
                    let message = format!("`{key}` must be {expected}, but this is {found}");
                    self.error(value.span().unwrap_or_default(), message);
                }
            }
        }
        Some(strings)
    }

    fn changes(&mut self, key: &str, item: &Item) -> Option<Changes> {
        let mut changes = Changes::NONE;
        for (name, span) in self.strings(key, item, "changes and presets")? {
            match Changes::named(name) {
                Some(named) => changes = changes.union(named),
                None => {
                    let presets = Changes::PRESETS.map(|(name, _)| name);
                    let names = [&presets[..], &Change::ALL.map(Change::name)].concat();
                    self.unknown_name(span, "change or preset", name, &names);
                }
            }
        }
        Some(changes)
    }

    fn transforms(&mut self, key: &str, item: &Item) -> Option<Vec<&'static str>> {
        let mut transforms = Vec::new();
        for (name, span) in self.strings(key, item, "transforms")? {
            transforms.extend(self.transform(name, span));
        }
        Some(transforms)
    }

    fn transform(&mut self, name: &str, span: Range<usize>) -> Option<&'static str> {
        let names: Vec<&str> = transforms::ALL.iter().map(|transform| transform.name).collect();
        let known = names.iter().find(|known| **known == name).copied();
        if known.is_none() {
            self.unknown_name(span, "transform", name, &names);
        }
        known
    }

    fn unknown_name(&mut self, span: Range<usize>, what: &str, name: &str, names: &[&str]) {
        let hint = near(name, names).unwrap_or("; `anyiofy rules` lists them".to_owned());
        self.error(span, format!("there is no {what} `{name}`{hint}"));
    }

    fn globs(&mut self, key: &str, item: &Item) -> Option<Globs> {
        let strings = self.strings(key, item, "patterns")?;
        for (pattern, span) in &strings {
            self.pattern(pattern, span.clone());
        }
        let patterns = strings.into_iter().map(|(pattern, _)| pattern.to_owned()).collect();
        Globs::new(patterns, self.folder.to_owned()).ok()
    }

    fn pattern(&mut self, pattern: &str, span: Range<usize>) -> Option<Globs> {
        let globs = Globs::new(vec![pattern.to_owned()], self.folder.to_owned());
        globs.map_err(|message| self.error(span, message)).ok()
    }

    fn version<T>(
        &mut self,
        key: &str,
        item: &Item,
        parse: fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.string(key, item)?;
        parse(text).map_err(|message| self.error(span(item), message)).ok()
    }

    fn table<'i>(&mut self, key: &str, item: &'i Item) -> Option<&'i dyn TableLike> {
        let table = item.as_table_like();
        if table.is_none() {
            self.wrong_type(key, item, "a table", "");
        }
        table
    }

    fn per_transform(&mut self, item: &Item) -> Option<Vec<Given<(&'static str, Changes)>>> {
        let table = self.table("per-transform-accept", item)?;
        let mut given = Vec::new();
        for (key, item) in table.iter() {
            let here = self.here(table, key);
            let transform = self.transform(key, key_span(table, key));
            let changes = self.changes(key, item);
            given.extend(transform.zip(changes).map(|entry| here.given(entry)));
        }
        Some(given)
    }

    fn per_file(&mut self, item: &Item) -> Option<Vec<Given<FileAccept>>> {
        let table = self.table("per-file-accept", item)?;
        let mut given = Vec::new();
        for (key, item) in table.iter() {
            let here = self.here(table, key);
            let pattern = key.strip_prefix('!');
            let files = self.pattern(pattern.unwrap_or(key), key_span(table, key));
            let entry = files.zip(self.changes(key, item)).map(|(files, changes)| FileAccept {
                files,
                is_negated: pattern.is_some(),
                changes,
            });
            given.extend(entry.map(|entry| here.given(entry)));
        }
        Some(given)
    }

    fn aliases(&mut self, item: &Item) -> Option<Vec<Given<(String, &'static str)>>> {
        let table = self.table("aliases", item)?;
        let mut given = Vec::new();
        for (key, item) in table.iter() {
            let here = self.here(table, key);
            if item.is_table_like() {
                let hint = format!("; a dotted name stands in quotes, as in `\"{key}.spawn\" = …`");
                self.wrong_type(key, item, "a string", &hint);
                continue;
            }
            if !is_member(key) {
                let message = format!(
                    "`{key}` is not the full name of something in a module, such as `myapp.aio.spawn`"
                );
                self.error(key_span(table, key), message);
            }
            let target = self.string(key, item).map(|name| self.owned(name, span(item)));
            given.extend(target.flatten().map(|target| here.given((key.to_owned(), target))));
        }
        Some(given)
    }

    /// The name of asyncio's that is meant by `name`.
    fn owned(&mut self, name: &str, span: Range<usize>) -> Option<&'static str> {
        let segments: Vec<&str> = name.split('.').collect();
        let owned = transforms::owner(&segments).filter(|it| it.segments == segments.len());
        if owned.is_none() {
            let own = transforms::ALL.iter().flat_map(|transform| transform.names);
            let names: Vec<&str> = own.copied().chain(transforms::left::names()).collect();
            let hint = near(name, &names).unwrap_or_default();
            let message = format!("`{name}` is not a name that is migrated{hint}");
            self.error(span, message);
        }
        owned.map(|owned| owned.name)
    }
}

/// Whether `name` is that of something in a module: identifiers with dots between them.
fn is_member(name: &str) -> bool {
    let is_identifier = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
            && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    name.contains('.') && name.split('.').all(is_identifier)
}

fn span(item: &Item) -> Range<usize> {
    item.span().unwrap_or_default()
}

fn key_span(table: &dyn TableLike, key: &str) -> Range<usize> {
    table.key(key).and_then(Key::span).unwrap_or_default()
}

fn kind(item: &Item) -> String {
    noun(item.type_name())
}

/// TOML's word for a type, with its article.
fn noun(type_name: &str) -> String {
    match type_name {
        "array" => "a list".to_owned(),
        "array of tables" | "inline table" => "a table".to_owned(),
        "float" => "a number".to_owned(),
        "integer" => "a whole number".to_owned(),
        name => format!("a {name}"),
    }
}

/// `names` in a sentence.
fn list(names: [&str; 10]) -> String {
    names.map(|name| format!("`{name}`")).join(", ")
}
