//! What the bytes of a file put in the place of something else: `patch("app.jobs.asyncio.sleep")`,
//! `monkeypatch.setattr(jobs, "sleep", nap)`, `jobs.asyncio.sleep = nap`.
//!
//! Nothing is parsed: a few words are looked for, and what stands around them is read.

mod read;

use std::{cell::OnceCell, ops::Range};

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::statements::bound_names;
use crate::transforms;
pub(super) use read::is_part;
use read::{
    Argument, Dotted, Open, argument, dotted_length, is_identifier, is_package, is_stored, keywords,
};

/// Something that is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// The dotted module that is meant; empty where that may be any.
    pub(super) module: String,
    pub(super) what: What,
}

/// What is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// An owned name, or with the name of its package any: for whoever looks it up there.
    Owned(String),
    /// A name that the module binds; `*` for any.
    Bound(String),
}

/// The bytes of a file, and where in them the words are that count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'b> {
    pub(super) bytes: &'b [u8],
    /// `import`.
    pub(super) imports: &'b [Range<usize>],
    /// Owned modules.
    pub(super) needles: &'b [Range<usize>],
    /// `patch`, `setattr`, `delattr`.
    pub(super) replacing: &'b [Range<usize>],
}

/// So many names that a file has for owned packages are followed.
const MOST_ALIASES: usize = 8;

/// What the file replaces.
pub(super) fn targets(words: Words<'_>) -> Vec<Target> {
    let mut reader =
        Reader { words, bound: OnceCell::new(), aliases: Vec::new(), found: Vec::new() };
    reader.find_aliases();
    let mut end = 0;
    for word in words.replacing {
        // The `patch` of `monkeypatch.setattr` and the `setattr` belong to one call.
        if word.start >= end {
            end = reader.call(word.start).unwrap_or(word.end);
        }
    }
    words.needles.iter().for_each(|needle| reader.needle(needle));
    reader.aliases.clone().iter().for_each(|alias| reader.stores_to(alias));
    reader.found
}

/// A name of the file's for an owned package.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Alias {
    name: String,
    package: String,
    /// The module that it was taken from; empty for the package itself.
    module: String,
}

struct Reader<'b> {
    words: Words<'b>,
    /// What the names stand for that the file imports.
    bound: OnceCell<FxHashMap<&'b str, Option<String>>>,
    aliases: Vec<Alias>,
    found: Vec<Target>,
}

impl<'b> Reader<'b> {
    /// Reads the call whose callee holds a word at `start`; gives where its arguments begin.
    fn call(&mut self, start: usize) -> Option<usize> {
        let bytes = self.words.bytes;
        let after = bytes.get(start..)?;
        let (callee, rest) = after.split_at(dotted_length(after));
        let arguments = rest.trim_ascii_start().strip_prefix(b"(")?;
        let begin = bytes.len() - arguments.len();
        let (first, rest) = argument(arguments)?;
        let second = rest.strip_prefix(b",").and_then(argument).map(|(second, _)| second);
        let attribute = match second {
            Some(Argument::Text(name)) if is_identifier(name) => Some(name),
            _ => None,
        };
        let is_multiple = callee.ends_with(b"multiple");
        match first {
            Argument::Text(path) if is_multiple => {
                for name in keywords(rest) {
                    let path = name.map_or(path.to_owned(), |name| format!("{path}.{name}"));
                    self.found.extend(at_path(&path));
                }
            }
            Argument::Text(path) => self.found.extend(at_path(path)),
            Argument::Chain(chain) if is_multiple => {
                keywords(rest).into_iter().for_each(|name| self.attribute(chain, name));
            }
            // Alone it may hold a path, which is found where it is written.
            Argument::Chain(_) if !rest.starts_with(b",") => {}
            Argument::Chain(chain) => self.attribute(chain, attribute),
            Argument::Other(raw) => self.unclear(begin..begin + raw.len(), attribute),
        }
        Some(begin)
    }

    /// The attribute of the object that `chain` names is replaced; `None` for any.
    fn attribute(&mut self, chain: &str, attribute: Option<&str>) {
        let mut segments: Vec<&str> = chain.split('.').collect();
        let head = segments.first().copied().unwrap_or_default();
        if let Some(alias) = self.aliases.iter().find(|alias| alias.name == head) {
            segments.splice(..1, [&*alias.package]);
            segments.extend(attribute);
            self.found.extend(owned(&alias.module, &segments));
            return;
        }
        if let Some(at) = segments.iter().position(|segment| is_package(segment)) {
            let module = segments.get(..at).and_then(|module| self.module(module));
            let module = module.unwrap_or_default();
            let names: Vec<&str> = segments.iter().copied().skip(at).chain(attribute).collect();
            self.found.extend(owned(&module, &names));
            // Of a module in it, what is replaced is known by the package's name.
            let is_class = |name: &&str| name.starts_with(char::is_uppercase);
            if attribute.is_none() && !names.last().is_some_and(is_class) {
                self.found.extend(owned(&module, names.get(..1).unwrap_or_default()));
            }
            return;
        }
        let module = self.module(&segments);
        let name = attribute.unwrap_or("*");
        // Of what may be any object, all attributes say nothing.
        if module.is_some() || attribute.is_some() {
            self.found.push(bound(module.unwrap_or_default(), name));
        }
    }

    /// The `range` of a call's first argument, which is neither one string nor a name.
    fn unclear(&mut self, range: Range<usize>, attribute: Option<&str>) {
        let Words { bytes, needles, .. } = self.words;
        let first = needles.partition_point(|needle| needle.start < range.start);
        let within = needles.iter().skip(first).take_while(|needle| needle.end <= range.end);
        let package = within.filter_map(|needle| Dotted::around(bytes, needle)).next();
        match (package, attribute) {
            (Some(found), Some(name)) => self.found.extend(owned("", &[found.package, name])),
            (Some(found), None) => {
                let open = found.in_string();
                let is_told = open.is_some_and(|open| !in_string(&found, open).is_empty());
                if !is_told {
                    self.found.extend(owned("", &[found.package]));
                }
            }
            (None, Some(name)) => self.found.push(bound(String::new(), name)),
            (None, None) => {}
        }
    }

    /// Looks at an owned package's name, wherever it stands.
    fn needle(&mut self, needle: &Range<usize>) {
        let Some(found) = Dotted::around(self.words.bytes, needle) else { return };
        let Dotted { left, package, right, before, after } = found;
        if let Some(open) = found.in_string() {
            if !self.words.replacing.is_empty() {
                self.found.extend(in_string(&found, open));
            }
        } else if is_stored(before, after)
            && let Some((object, attribute)) = format!("{left}{package}{right}").rsplit_once('.')
        {
            self.attribute(object, Some(attribute));
        }
    }

    /// Finds the file's own names for owned packages.
    fn find_aliases(&mut self) {
        for needle in self.words.needles {
            let Some(found) = Dotted::around(self.words.bytes, needle) else { continue };
            // `pytest.mark.asyncio` is no module.
            if !found.right.is_empty() || found.left.ends_with("mark.") {
                continue;
            }
            let renamed = found.after.trim_ascii_start().strip_prefix(b"as ");
            let alias = match renamed {
                // What `import a.asyncio as b` imports is a module of that name.
                Some(name) if found.left.is_empty() => {
                    let name = name.trim_ascii_start();
                    let name = name.get(..dotted_length(name)).map(String::from_utf8_lossy);
                    name.map(|name| {
                        let target = self.module(&[&*name]).unwrap_or_default();
                        let (module, _) = target.rsplit_once('.').unwrap_or_default();
                        (name.into_owned(), module.to_owned())
                    })
                }
                Some(_) => None,
                None => found.assigned_name().map(|name| {
                    let module: Vec<&str> = found.left.split_terminator('.').collect();
                    (name.to_owned(), self.module(&module).unwrap_or_default())
                }),
            };
            let Some((name, module)) = alias else { continue };
            let alias = Alias { name, package: found.package.to_owned(), module };
            if is_package(&alias.name) || self.aliases.contains(&alias) {
                continue;
            }
            if self.aliases.len() == MOST_ALIASES {
                self.found.extend(owned("", &[found.package]));
                return;
            }
            self.aliases.push(alias);
        }
    }

    /// What is assigned to attributes of `alias`.
    fn stores_to(&mut self, alias: &Alias) {
        let bytes = self.words.bytes;
        for at in memmem::find_iter(bytes, alias.name.as_bytes()) {
            let Some((before, rest)) = bytes.split_at_checked(at) else { continue };
            if before.last().is_some_and(|byte| is_part(*byte) || b".\"'".contains(byte)) {
                continue;
            }
            let (chain, after) = rest.split_at(dotted_length(rest));
            let chain = std::str::from_utf8(chain).unwrap_or_default();
            let is_attribute = chain.strip_prefix(&*alias.name).is_some_and(|c| c.starts_with('.'));
            if let Some((object, attribute)) = chain.rsplit_once('.')
                && is_attribute
                && is_stored(before, after)
            {
                self.attribute(object, Some(attribute));
            }
        }
    }

    /// The dotted name that `segments` in code stand for, as far as the file's imports tell.
    fn module(&self, segments: &[&str]) -> Option<String> {
        let (head, rest) = segments.split_first()?;
        let Words { bytes, imports, .. } = self.words;
        let bound = self.bound.get_or_init(|| bound_names(bytes, imports));
        let head = bound.get(head)?.as_deref()?;
        Some([&[head], rest].concat().join("."))
    }
}

/// What a string replaces in which `found` stands, open at its ends or not.
fn in_string(found: &Dotted<'_>, open: Open) -> Vec<Target> {
    let Dotted { left, package, right, .. } = *found;
    let module = if open.left { "" } else { left.trim_end_matches('.') };
    let is_alone = !open.left && module.is_empty();
    match (open.right, right.is_empty()) {
        // A package is named for many reasons, and so is what is in it.
        (true, _) | (false, true) if is_alone => Vec::new(),
        (false, false) if is_alone && !found.is_assigned() => Vec::new(),
        (true, _) => owned(module, &[package]),
        (false, true) if open.left => Vec::new(),
        (false, true) => vec![bound(module.to_owned(), package)],
        (false, false) => {
            let names: Vec<&str> =
                std::iter::once(package).chain(right.split('.').skip(1)).collect();
            owned(module, &names)
        }
    }
}

/// What is replaced where `path` leads.
fn at_path(path: &str) -> Vec<Target> {
    let segments: Vec<&str> = path.split('.').collect();
    if !segments.iter().all(|segment| is_identifier(segment)) {
        return Vec::new();
    }
    let package = segments.iter().position(|segment| is_package(segment));
    match (package.and_then(|at| segments.split_at_checked(at)), segments.split_last()) {
        (Some((module @ [_, ..], [package])), _) => vec![bound(module.join("."), package)],
        (Some((module, names)), _) => owned(&module.join("."), names),
        (None, Some((name, module @ [_, ..]))) => vec![bound(module.join("."), name)],
        (None, _) => Vec::new(),
    }
}

/// The targets of one who replaces what `segments` name, from the package on, where `module` looks it up.
fn owned(module: &str, segments: &[&str]) -> Vec<Target> {
    let target =
        |name: &str| Target { module: module.to_owned(), what: What::Owned(name.to_owned()) };
    match segments {
        [] => Vec::new(),
        [package] => vec![target(package)],
        [package, special, ..] if special.starts_with("__") => vec![target(package)],
        // Who replaces a method replaces the class, for all that can be seen of it.
        _ => {
            let prefixes = (2..=segments.len()).filter_map(|length| segments.get(..length));
            let owned = prefixes.filter_map(transforms::owner).filter(|owned| owned.segments > 1);
            owned.map(|owned| target(owned.name)).collect()
        }
    }
}

fn bound(module: String, name: &str) -> Target {
    Target { module, what: What::Bound(name.to_owned()) }
}
