//! What other files of the project know of a file's asyncio names.
//!
//! A string such as `mock.patch("app.jobs.asyncio.sleep")` stops working when the code it is about
//! calls something else, and `from app.jobs import sleep` when that module no longer imports it.
//! Either may stand in any file, so all of them are searched, as bytes.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use memchr::memmem;
use rayon::prelude::*;

use super::imported::{Imported, Taken, taken_by};
use crate::{source::read_into, transforms};

/// The places of a project that replace or import an owned name, or copy contexts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patched {
    targets: Vec<Target>,
    imported: Imported,
    /// Whether code may run in a copy of a context that `anyio.run` has marked as running.
    copies_context: bool,
}

/// What one file holds.
#[derive(Debug, Default)]
struct Searched {
    targets: Vec<Target>,
    taken: Vec<Taken>,
    copies_context: bool,
}

/// One such string.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    /// The file it stands in.
    file: PathBuf,
    /// What comes before the name: the module that is patched; empty for none.
    module: String,
    /// The owned name, or one of the user's that stands for one.
    name: String,
}

/// The user's own names that stand for owned ones.
pub(super) type Aliases = BTreeMap<String, &'static str>;

impl Patched {
    /// Searches `files`, in which `aliases` stand for owned names; those that cannot be read hold
    /// nothing.
    pub fn search(files: &[PathBuf], aliases: &Aliases) -> Self {
        let search = |bytes: &mut Vec<u8>, file: &PathBuf| match read_into(file, bytes) {
            Ok(()) => searched(file, bytes, aliases),
            Err(_) => Searched::default(),
        };
        let all = files.par_iter().map_init(Vec::new, search);
        all.collect::<Vec<_>>().into_iter().fold(Self::default(), |mut known, found| {
            known.targets.extend(found.targets);
            known.imported.extend(found.taken);
            known.copies_context |= found.copies_context;
            known
        })
    }

    /// Whether anything that was found may matter to the file at `path`.
    pub fn concerns(&self, path: &Path) -> bool {
        !self.targets.is_empty() || self.copies_context || self.imported.from(path).next().is_some()
    }

    /// Whether some file copies contexts, in which a nested `anyio.run` would think that a loop runs.
    pub fn copies_context(&self) -> bool {
        self.copies_context
    }

    /// Whether another file may import `name` from the module at `path`.
    pub fn is_imported(&self, path: &Path, name: &str) -> bool {
        self.imported.from(path).any(|taken| taken == name || taken == "*")
    }

    /// The file in which a string replaces what `name` means in the module at `path`.
    pub fn file_replacing(&self, name: &str, path: &Path) -> Option<&Path> {
        let target = self.targets.iter().find(|target| {
            target.name == name
                && (target.module.is_empty()
                    || target.file == path
                    || is_module(path, &target.module))
        });
        target.map(|target| target.file.as_path())
    }
}

fn searched(file: &Path, bytes: &[u8], aliases: &Aliases) -> Searched {
    let target = |(module, name)| Target { file: file.to_path_buf(), module, name };
    let owned = targets_in(bytes).map(|(module, name)| (module, name.to_owned()));
    let targets = owned.chain(aliases.keys().flat_map(|alias| targets_of(alias, bytes)));
    let copying = [&b"copy_context"[..], b"to_thread", b"sync_to_async", b"async_to_sync"];
    Searched {
        targets: targets.map(target).collect(),
        taken: taken_by(file, bytes, aliases),
        copies_context: copying.iter().any(|word| memmem::find(bytes, word).is_some()),
    }
}

/// The identifier that `bytes` end with; none if they end with something else.
pub(super) fn last_segment(bytes: &[u8]) -> Option<String> {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    let length = bytes.iter().rev().take_while(part).count();
    let segment = std::str::from_utf8(bytes.get(bytes.len() - length..)?).ok()?;
    (!segment.is_empty()).then(|| segment.to_owned())
}

/// Whether the file at `path` can be imported as the dotted `module`, or is a package that holds it.
fn is_module(path: &Path, module: &str) -> bool {
    let path = path.with_extension("");
    let path = match path.file_name() {
        Some(name) if name == "__init__" => path.parent().unwrap_or(&path).to_path_buf(),
        _ => path,
    };
    path.ends_with(module.replace('.', "/"))
}

/// The dotted names in quotes that hold an owned name, cut in two before it.
fn targets_in(bytes: &[u8]) -> impl Iterator<Item = (String, &'static str)> {
    let starts = transforms::NEEDLES.iter().flat_map(|needle| {
        memmem::find_iter(bytes, needle.as_bytes()).map(|start| start..start + needle.len())
    });
    starts.filter_map(|needle| {
        let dotted = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
        let before = bytes.get(..needle.start)?;
        let after = bytes.get(needle.end..)?;
        let module = before.len() - before.iter().rev().take_while(|b| dotted(b)).count();
        let rest = after.iter().take_while(|b| dotted(b)).count();
        let quoted = |byte: Option<&u8>| matches!(byte, Some(b'"' | b'\''));
        let opened = module.checked_sub(1).and_then(|at| bytes.get(at));
        if is_replacing(before) {
            let name = replaced_attribute(bytes.get(needle.clone())?, after)?;
            return Some((String::new(), name));
        }
        let opened_at = module.checked_sub(1)?;
        if !quoted(opened) || !quoted(after.get(rest)) || !is_replacing(bytes.get(..opened_at)?) {
            return None;
        }
        let module = std::str::from_utf8(before.get(module..)?).ok()?;
        let name = std::str::from_utf8(bytes.get(needle.start..needle.end + rest)?).ok()?;
        if !(module.is_empty() || module.ends_with('.')) {
            return None;
        }
        let segments: Vec<&str> = name.split('.').collect();
        let owned = transforms::owner(&segments).filter(|owned| owned.segments > 1)?;
        Some((module.trim_end_matches('.').to_owned(), owned.name))
    })
}

/// The strings that replace `alias`, or a name that was imported from it: `patch("app.aio.spawn")`,
/// `patch("app.jobs.spawn")` and `patch.object(aio, "spawn")`. Each is cut in two before the name.
fn targets_of<'b>(alias: &'b str, bytes: &'b [u8]) -> impl Iterator<Item = (String, String)> + 'b {
    let word = last_of(alias);
    memmem::find_iter(bytes, word.as_bytes()).filter_map(move |at| {
        let (before, after) = (bytes.get(..at)?, bytes.get(at + word.len()..)?);
        let dotted = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
        let length = before.iter().rev().take_while(dotted).count();
        let (before, module) = before.split_at_checked(before.len() - length)?;
        let (quote, before) = before.split_last().filter(|(quote, _)| b"'\"".contains(quote))?;
        let module = std::str::from_utf8(module).ok()?;
        if after.first() != Some(quote) || !(module.is_empty() || module.ends_with('.')) {
            return None;
        }
        let object = |before: &'b [u8]| {
            let before = before.trim_ascii_end().strip_suffix(b",")?;
            let length = before.iter().rev().take_while(dotted).count();
            before.get(..before.len() - length)
        };
        let module = module.trim_end_matches('.');
        let is_whole = module.len() + 1 + word.len() == alias.len() && alias.starts_with(module);
        match is_replacing(before) {
            true if is_whole => Some((String::new(), alias.to_owned())),
            true => Some((module.to_owned(), alias.to_owned())),
            false if module.is_empty() && is_replacing(object(before)?) => {
                Some((String::new(), alias.to_owned()))
            }
            false => None,
        }
    })
}

/// The last segment of a dotted name.
pub(super) fn last_of(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Whether `before` ends where the first argument of a call begins that replaces an attribute:
/// `mock.patch(`, `monkeypatch.setattr(`, `patch.object(`.
fn is_replacing(before: &[u8]) -> bool {
    let Some(before) = before.trim_ascii_end().strip_suffix(b"(") else { return false };
    let callee =
        before.rsplit(|byte| !byte.is_ascii_alphanumeric() && !b"_.".contains(byte)).next();
    let callee = callee.unwrap_or_default().to_ascii_lowercase();
    [&b"patch"[..], b"setattr", b"delattr"].iter().any(|word| memmem::find(&callee, word).is_some())
}

/// The owned name in `patch.object(asyncio, "sleep")`, given the module and what follows it.
fn replaced_attribute(module: &[u8], after: &[u8]) -> Option<&'static str> {
    let after = after.trim_ascii_start().strip_prefix(b",")?.trim_ascii_start();
    let (quote, after) = after.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    let length = after.iter().position(|byte| byte == quote)?;
    let segments =
        [std::str::from_utf8(module).ok()?, std::str::from_utf8(after.get(..length)?).ok()?];
    transforms::owner(&segments).filter(|owned| owned.segments > 1).map(|owned| owned.name)
}
