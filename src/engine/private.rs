//! Which files use names that other files keep to themselves: `self._lock` in a subclass,
//! `from jobs import _lock`.

use std::{collections::hash_map::Entry, ops::Range, path::PathBuf, sync::LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::{memchr_iter, memmem};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{patched::LONGEST, read_all, replacing::is_part, statements::statements};

/// By name: the first files that use it and do not define it, two at most, as indexes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Users {
    by_name: FxHashMap<Box<str>, (usize, Option<usize>)>,
}

impl Users {
    /// Reads `files`.
    pub(super) fn of(files: &[PathBuf]) -> Self {
        let mut users = Self::default();
        let names = |bytes: &[u8]| used(bytes).into_iter().map(Box::from).collect::<Vec<_>>();
        let mut index = 0;
        read_all(files, names, |_, names| {
            for name in names {
                match users.by_name.entry(name) {
                    Entry::Vacant(entry) => drop(entry.insert((index, None))),
                    Entry::Occupied(mut entry) => {
                        entry.get_mut().1.get_or_insert(index);
                    }
                }
            }
            index += 1;
        });
        users
    }

    /// Some of the files that use `name`.
    pub(super) fn files(&self, name: &str) -> impl Iterator<Item = usize> {
        let files = self.by_name.get(name).map(|(first, second)| (Some(*first), *second));
        files.into_iter().flat_map(|(first, second)| first.into_iter().chain(second))
    }
}

/// Whether an import statement in `bytes` names a module, or something else, `name`.
pub(super) fn imports(bytes: &[u8], name: &str) -> bool {
    let imports: Vec<Range<usize>> =
        memmem::find_iter(bytes, "import").map(|at| at..at + "import".len()).collect();
    let mut all = statements(bytes, &imports);
    all.any(|statement| {
        let words = statement.names.split(|byte| !is_part(*byte));
        let module = statement.module.into_iter().flat_map(|m| m.split(|byte| !is_part(*byte)));
        words.chain(module).any(|word| word == name.as_bytes())
    })
}

/// Whether `bytes` hold `word`, not as a part of another.
pub(super) fn holds_word(bytes: &[u8], word: &str) -> bool {
    memmem::find_iter(bytes, word).any(|at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let after = bytes.get(at + word.len());
        let continues = !word.starts_with('.') && before.is_some_and(|byte| is_part(*byte));
        !continues && !after.is_some_and(|byte| is_part(*byte))
    })
}

/// The private names that a file uses, and that are not what it calls something of its own.
fn used(bytes: &[u8]) -> FxHashSet<&str> {
    static MENTIONS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let words = ["._", "'_", "\"_"];
        let all = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
        all.expect("three words make a small automaton")
    });
    let mut used: FxHashSet<&str> = FxHashSet::default();
    let starts = std::iter::once(0).chain(memchr_iter(b'\n', bytes).map(|end| end + 1));
    let lines = starts.filter_map(|start| bytes.get(start..));
    let mut own: FxHashSet<&str> = lines.filter_map(defined).collect();
    for found in MENTIONS.find_iter(bytes) {
        let Some((before, rest)) = bytes.split_at_checked(found.end() - 1) else { continue };
        let Some(name) = private(rest) else { continue };
        let after = rest.get(name.len()..).unwrap_or_default();
        let is_of_self = || {
            let before = before.strip_suffix(b".").unwrap_or_default();
            [b"self", &b"cls"[..]].iter().any(|receiver| {
                let before = before.strip_suffix(*receiver);
                before.is_some_and(|before| !before.last().is_some_and(|byte| is_part(*byte)))
            })
        };
        match before.last() {
            Some(quote @ (b'"' | b'\'')) if after.first() != Some(quote) => {}
            Some(b'.') if is_assigned(after) && is_of_self() => drop(own.insert(name)),
            _ => drop(used.insert(name)),
        }
    }
    used.retain(|name| !own.contains(name));
    let imports: Vec<Range<usize>> =
        memmem::find_iter(bytes, "import").map(|at| at..at + "import".len()).collect();
    let imported = statements(bytes, &imports).filter(|statement| statement.module.is_some());
    let words = imported.flat_map(|statement| statement.names.split(|byte| !is_part(*byte)));
    used.extend(words.filter_map(private));
    used
}

/// The name that the line with which `lines` begin gives to something at its start.
fn defined(lines: &[u8]) -> Option<&str> {
    let blanks = lines.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let line = lines.get(blanks..)?;
    let line = line.strip_prefix(b"def ").unwrap_or(line);
    let name = private(line)?;
    let after = line.get(name.len()..)?;
    (is_assigned(after) || after.starts_with(b"(")).then_some(name)
}

/// Whether a name before `after` is given a value, or declared.
fn is_assigned(after: &[u8]) -> bool {
    let after = after.trim_ascii_start();
    after.starts_with(b"=") && !after.starts_with(b"==") || after.starts_with(b": ")
}

/// The private name that `bytes` begin with.
fn private(bytes: &[u8]) -> Option<&str> {
    let length = bytes.iter().take(LONGEST).take_while(|byte| is_part(**byte)).count();
    let name = std::str::from_utf8(bytes.get(..length)?).ok()?;
    (name.len() > 1 && name.starts_with('_') && !name.ends_with("__")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn uses(code: &str, names: &[&str]) {
        let mut found: Vec<&str> = used(code.as_bytes()).into_iter().collect();
        found.sort_unstable();
        assert_eq!(found, names, "{code}");
    }

    #[test]
    fn a_file_uses_what_it_does_not_define() {
        uses("class B(A):\n    def f(self):\n        self._lock.release()\n", &["_lock"]);
        uses("a._lock.locked()\ngetattr(a, '_event')\n", &["_event", "_lock"]);
        uses("from a import (\n    _lock,\n    b,\n)\n", &["_lock"]);
        uses("a._lock = Lock()\n", &["_lock"]);
    }

    #[test]
    fn names_of_its_own_are_no_uses() {
        uses("self._lock = Lock()\nwith self._lock: ...\n", &[]);
        uses("class A:\n    _lock: Lock = field()\n    def f(self): self._lock\n", &[]);
        uses("_lock = Lock()\ndef _f(): ...\nm._lock, m._f\n", &[]);
        uses("a.__class__, '_b c', 1_000, f_x, self.x_y\n", &[]);
    }
}
