//! What other files of the project know of a file's asyncio names.
//!
//! A string such as `mock.patch("app.jobs.asyncio.sleep")` stops working when the code it is about
//! calls something else, and `from app.jobs import sleep` when that module no longer imports it.
//! Either may stand in any file, so all of them are searched, as bytes.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    ops::Range,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;
use rustc_hash::FxHashMap;

use super::{
    imported::{Imported, Taken, taken_by},
    in_order, with_bytes,
};
use crate::{source::SourceError, transforms};

/// The places of a project that replace or import an owned name, or copy contexts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patched {
    /// By owned name, or name of the user's that stands for one.
    replaced: FxHashMap<String, Replaced>,
    imported: Imported,
    /// Whether code may run in a copy of a context that `anyio.run` has marked as running.
    copies_context: bool,
}

/// Where a name is replaced, each with the first file that does it and the number of those before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Replaced {
    /// By the dotted module that is patched; empty for every module.
    in_modules: FxHashMap<String, (usize, PathBuf)>,
    /// By the file that the string stands in.
    in_files: FxHashMap<PathBuf, usize>,
}

/// What one file holds.
#[derive(Debug, Default)]
struct Searched {
    can_matter: bool,
    /// The module that is patched, empty for every module, and the name.
    targets: Vec<(String, String)>,
    taken: Vec<Taken>,
    copies_context: bool,
}

/// The user's own names that stand for owned ones.
pub(super) type Aliases = BTreeMap<String, &'static str>;

/// The longest dotted name, or line before `import`, that is taken for one, in bytes.
pub(super) const LONGEST: usize = 1 << 10;

/// So many files are searched in one go: most take less time than to say so.
const AT_ONCE: usize = 64;

impl Patched {
    /// Searches `files` too, in which `aliases` stand for owned names, on `jobs` threads. Says of each
    /// whether there can be anything to say about it.
    pub fn search(
        &mut self,
        files: &[PathBuf],
        aliases: &Aliases,
        jobs: usize,
    ) -> Vec<Result<bool, SourceError>> {
        let mut can_matter = Vec::with_capacity(files.len());
        let search = |files: &&[PathBuf]| {
            let searched =
                |file: &PathBuf| with_bytes(file, |bytes| searched(file, bytes, aliases));
            files.iter().map(searched).collect::<Vec<_>>()
        };
        let chunks: Vec<&[PathBuf]> = files.chunks(AT_ONCE).collect();
        let Ok(()) = in_order(&chunks, jobs, search, |files, all| {
            for (file, searched) in files.iter().zip(all) {
                can_matter.push(searched.map(|searched| self.add(file, searched)));
            }
            Ok::<_, Infallible>(())
        });
        can_matter
    }

    fn add(&mut self, file: &Path, searched: Searched) -> bool {
        for (module, name) in searched.targets {
            let replaced = self.replaced.entry(name).or_default();
            let before = replaced.in_files.len();
            let before = *replaced.in_files.entry(file.to_owned()).or_insert(before);
            replaced.in_modules.entry(module).or_insert_with(|| (before, file.to_owned()));
        }
        self.imported.extend(searched.taken);
        self.copies_context |= searched.copies_context;
        searched.can_matter
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
    pub fn file_replacing<'p>(&'p self, name: &str, path: &'p Path) -> Option<&'p Path> {
        let replaced = self.replaced.get(name)?;
        let in_modules = modules(path).filter_map(|module| replaced.in_modules.get(&module));
        let in_modules = in_modules.map(|(before, file)| (*before, file.as_path()));
        let here = replaced.in_files.get(path).map(|before| (*before, path));
        in_modules.chain(here).min_by_key(|(before, _)| *before).map(|(_, file)| file)
    }
}

/// The dotted names by which the file at `path` may be imported, down to none at all.
fn modules(path: &Path) -> impl Iterator<Item = String> {
    let path = path.with_extension("");
    let names: Vec<String> = path.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    let names = match names.split_last() {
        Some((last, package)) if last == "__init__" => package.to_vec(),
        _ => names,
    };
    (0..=names.len()).map(move |first| names.get(first..).unwrap_or_default().join("."))
}

/// The words that are searched for.
struct Words {
    all: AhoCorasick,
    /// Their kinds, in the same order.
    kinds: Vec<Word>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Import,
    CopiesContext,
    /// One of [`transforms::NEEDLES`].
    Needle,
    /// What comments that are meant for us begin with.
    Ours,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let copying = ["copy_context", "to_thread", "sync_to_async", "async_to_sync"];
    let needles = transforms::NEEDLES.iter().map(|needle| (*needle, Word::Needle));
    let copying = copying.map(|word| (word, Word::CopiesContext));
    let all = needles.chain(copying).chain([("import", Word::Import), ("anyiofy", Word::Ours)]);
    let (words, kinds): (Vec<&str>, Vec<Word>) = all.unzip();
    // Leftmost matches, of which no word here has others, are found with vector instructions.
    let all = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
    Words { all: all.expect("a few words make a small automaton"), kinds }
});

fn searched(path: &Path, bytes: &[u8], aliases: &Aliases) -> Searched {
    let (mut needles, mut imports) = (Vec::new(), Vec::new());
    let (mut copies_context, mut is_ours) = (false, false);
    for found in WORDS.all.find_iter(bytes) {
        match WORDS.kinds.get(found.pattern().as_usize()) {
            Some(Word::Needle) => needles.push(found.range()),
            Some(Word::Import) => imports.push(found.range()),
            Some(Word::CopiesContext) => copies_context = true,
            Some(Word::Ours) => is_ours = true,
            None => {}
        }
    }
    let of_alias = |alias: &String| memmem::find(bytes, last_of(alias).as_bytes()).is_some();
    let owned = needles.iter().filter_map(|needle| target_at(bytes, needle.clone()));
    let targets = owned.map(|(module, name)| (module, name.to_owned()));
    let targets = targets.chain(aliases.keys().flat_map(|alias| targets_of(alias, bytes)));
    Searched {
        can_matter: !needles.is_empty() || is_ours || aliases.keys().any(of_alias),
        targets: targets.collect(),
        taken: taken_by(path, bytes, (&imports, &needles), aliases),
        copies_context,
    }
}

/// The identifier that `bytes` end with; none if they end with something else.
pub(super) fn last_segment(bytes: &[u8]) -> Option<&str> {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    let length = bytes.iter().rev().take_while(part).count();
    let segment = std::str::from_utf8(bytes.get(bytes.len() - length..)?).ok()?;
    (!segment.is_empty()).then_some(segment)
}

/// The dotted name in quotes around the needle, cut in two before it, if it is there to replace an
/// owned name.
fn target_at(bytes: &[u8], needle: Range<usize>) -> Option<(String, &'static str)> {
    let before = bytes.get(..needle.start)?;
    let after = bytes.get(needle.end..)?;
    if is_replacing(before) {
        return Some((String::new(), replaced_attribute(bytes.get(needle)?, after)?));
    }
    let dotted = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let module = needle.start - before.iter().rev().take(LONGEST).take_while(dotted).count();
    let rest = after.iter().take(LONGEST).take_while(dotted).count();
    let quoted = |byte: Option<&u8>| matches!(byte, Some(b'"' | b'\''));
    let opened = module.checked_sub(1)?;
    if !quoted(bytes.get(opened)) || !quoted(after.get(rest)) || !is_replacing(bytes.get(..opened)?)
    {
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
}

/// The strings that replace `alias`, or a name that was imported from it: `patch("app.aio.spawn")`,
/// `patch("app.jobs.spawn")` and `patch.object(aio, "spawn")`. Each is cut in two before the name.
fn targets_of<'b>(alias: &'b str, bytes: &'b [u8]) -> impl Iterator<Item = (String, String)> + 'b {
    let word = last_of(alias);
    memmem::find_iter(bytes, word.as_bytes()).filter_map(move |at| {
        let (before, after) = (bytes.get(..at)?, bytes.get(at + word.len()..)?);
        let dotted = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
        let length = before.iter().rev().take(LONGEST).take_while(dotted).count();
        let (before, module) = before.split_at_checked(before.len() - length)?;
        let (quote, before) = before.split_last().filter(|(quote, _)| b"'\"".contains(quote))?;
        let module = std::str::from_utf8(module).ok()?;
        if after.first() != Some(quote) || !(module.is_empty() || module.ends_with('.')) {
            return None;
        }
        let object = |before: &'b [u8]| {
            let before = before.trim_ascii_end().strip_suffix(b",")?;
            let length = before.iter().rev().take(LONGEST).take_while(dotted).count();
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

#[cfg(test)]
mod tests;
