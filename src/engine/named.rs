//! Which files name what: attributes that they look up, functions that they define, what they import; and
//! names that other files keep to themselves: `self._lock` in a subclass, `from jobs import _lock`.

use std::{
    hash::{Hash, Hasher},
    ops::Range,
    path::PathBuf,
    sync::LazyLock,
};

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::{memchr_iter, memmem, memrchr};
use rustc_hash::{FxBuildHasher, FxHashSet, FxHasher};

use super::{patched::LONGEST, read_all, replacing::is_part, statements::statements};

/// What files say, found by name.
///
/// A name is kept as a hash of 32 bits, so that now and then a file is said to say what it does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// What is said, with the index of the file that says it; sorted.
    said: Vec<(u32, u32)>,
}

/// What a file says with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// It looks up an attribute, defines a function, or imports something that is called so.
    Named,
    /// An import statement names it, as a module or something else; `*` where all of one is imported.
    Imported,
    /// It is private, and nothing that the file defines.
    Private,
    /// It is assigned on a line that names one of [`HELD`].
    Holding,
}

/// Classes whose objects are followed into other files by the names of what holds them.
const HELD: [&str; 4] = ["Condition", "Event", "Lock", "Semaphore"];

impl Names {
    /// Reads `files`.
    pub(super) fn of(files: &[PathBuf]) -> Self {
        let mut said = Vec::new();
        let mut index = 0;
        read_all(files, words, |_, words| {
            said.extend(words.into_iter().map(|word| (word, index)));
            index += 1;
        });
        said.sort_unstable();
        Self { said }
    }

    /// The indexes of the files that say `name` in this role, ascending.
    pub(super) fn files(&self, role: Role, name: &str) -> impl Iterator<Item = u32> {
        let word = hash(role, name.as_bytes());
        let first = self.said.partition_point(|(said, _)| *said < word);
        let said = self.said.iter().skip(first).take_while(move |(said, _)| *said == word);
        said.map(|(_, file)| *file)
    }
}

fn hash(role: Role, name: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    role.hash(&mut hasher);
    hasher.write(name);
    let [a, b, c, d, ..] = hasher.finish().to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// What a file says.
fn words(bytes: &[u8]) -> FxHashSet<u32> {
    let identifier = |rest: &[u8]| rest.iter().take_while(|byte| is_part(**byte)).count();
    let mut words = FxHashSet::with_capacity_and_hasher(bytes.len() / 64, FxBuildHasher);
    let defined = memmem::find_iter(bytes, "def ").map(|at| at + "def ".len());
    for at in memchr_iter(b'.', bytes).map(|dot| dot + 1).chain(defined) {
        let rest = bytes.get(at..bytes.len().min(at + LONGEST)).unwrap_or_default();
        match rest.get(..identifier(rest)) {
            Some([]) | None => {}
            Some(name) => drop(words.insert(hash(Role::Named, name))),
        }
    }
    let imports: Vec<Range<usize>> =
        memmem::find_iter(bytes, "import").map(|at| at..at + "import".len()).collect();
    for statement in statements(bytes, &imports) {
        let module = statement.module.unwrap_or_default();
        let all = [module, statement.names];
        let names = all.iter().flat_map(|part| part.split(|byte| !is_part(*byte)));
        for name in names.filter(|name| !name.is_empty()) {
            words.extend([Role::Named, Role::Imported].map(|role| hash(role, name)));
        }
        if statement.names.trim_ascii().starts_with(b"*") {
            words.insert(hash(Role::Imported, b"*"));
        }
    }
    words.extend(used(bytes).into_iter().map(|name| hash(Role::Private, name.as_bytes())));
    words.extend(holding(bytes).map(|name| hash(Role::Holding, name)));
    words
}

/// The names that are assigned on lines that name one of [`HELD`].
fn holding(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    static CLASSES: LazyLock<AhoCorasick> =
        LazyLock::new(|| AhoCorasick::new(HELD).expect("a few words make a small automaton"));
    CLASSES.find_iter(bytes).filter_map(|class| {
        let before = bytes.get(..class.start())?;
        let line = before.get(memrchr(b'\n', before).map_or(0, |end| end + 1)..)?;
        let target = line.split(|byte| matches!(byte, b'=' | b':')).next()?.trim_ascii_end();
        let length = target.iter().rev().take_while(|byte| is_part(**byte)).count();
        target.get(target.len() - length..).filter(|name| !name.is_empty())
    })
}

/// Where `bytes` first hold `word`, not as a part of another.
pub(super) fn find_word(bytes: &[u8], word: &str) -> Option<usize> {
    memmem::find_iter(bytes, word).find(|at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let after = bytes.get(*at + word.len());
        let continues = !word.starts_with('.') && before.is_some_and(|byte| is_part(*byte));
        !continues && !after.is_some_and(|byte| is_part(*byte))
    })
}

/// Whether a file may use what is `spelled` so, an attribute with its dot: call one of `methods` of it, if
/// some are given. For files that need not be parsed.
pub(super) fn may_use(bytes: &[u8], spelled: &str, methods: Option<&[&str]>) -> bool {
    let name = spelled.trim_start_matches('.');
    let is_attribute = name.len() < spelled.len();
    memmem::find_iter(bytes, name).any(|at| {
        let (before, rest) = bytes.split_at(at);
        let after = rest.get(name.len()..).unwrap_or_default();
        let continues = |part: Option<&u8>| part.is_some_and(|byte| is_part(*byte));
        let is_method = |method: &&str| {
            let after = after.strip_prefix(b".").and_then(|it| it.strip_prefix(method.as_bytes()));
            after.is_some_and(|after| !continues(after.first()))
        };
        !continues(before.last())
            && !continues(after.first())
            && methods.is_none_or(|methods| methods.iter().any(is_method))
            && (!is_attribute || before.trim_ascii_end().ends_with(b".") && !is_import(before))
    })
}

/// Whether the line that `before` ends in imports something.
fn is_import(before: &[u8]) -> bool {
    let start = memrchr(b'\n', before).map_or(0, |end| end + 1);
    let line = before.get(start..).unwrap_or_default();
    let words = line.trim_ascii_start();
    let imports = [&b"from "[..], b"import "].iter().any(|keyword| words.starts_with(keyword));
    imports && !line.contains(&b';')
}

/// The private names that a file uses, and that are not what it calls something of its own.
pub(super) fn used(bytes: &[u8]) -> FxHashSet<&str> {
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

    #[test]
    fn names_hold_what_is_made_on_their_lines() {
        let code =
            b"self.ready = asyncio.Event()\nlocks: dict[str, Lock] = {}\nx = [\n    Lock()]\n";
        let names: Vec<_> = holding(code).map(String::from_utf8_lossy).collect();
        assert_eq!(names, ["ready", "locks"]);
    }

    #[test]
    fn files_that_may_use_a_name_hold_it_as_such() {
        let may = |code: &str, spelled, methods| may_use(code.as_bytes(), spelled, methods);
        assert!(may("a.event.set()\n", ".event", Some(&["set"])));
        assert!(may("x = a.event\n", ".event", None));
        assert!(may("import a; a.event.set()\n", ".event", None));
        assert!(may("lock = make()\n", "make", None));
        assert!(!may("a.event.setup()\nb.event.data()\n", ".event", Some(&["set"])));
        assert!(!may("from a.event import b\nevent = c.events\n", ".event", None));
        assert!(!may("remake()\n", "make", None));
    }
}
