//! Which names files of a project take from which modules, as far as their bytes tell.

use std::{
    ops::Range,
    path::{Path, absolute},
};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    patched::{Aliases, LONGEST, last_of, last_segment},
    statements::{Statement, statements},
};
use crate::transforms;

/// Names that files import from modules, or take as their attributes, and that these modules may
/// have from asyncio.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Imported {
    /// By the last part of the module's name.
    by_last: FxHashMap<String, FxHashSet<Taken>>,
}

/// A name that some file takes from some module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Taken {
    /// The last parts of the module's dotted name, as many as are known, at least one.
    module: Vec<String>,
    /// `*` for all names.
    name: String,
}

impl Imported {
    /// Adds what one file takes.
    pub(super) fn extend(&mut self, taken: Vec<Taken>) {
        for taken in taken {
            let last = taken.module.last().cloned().unwrap_or_default();
            self.by_last.entry(last).or_default().insert(taken);
        }
    }

    /// What is taken from the module at `path`, or from another of such a name.
    pub(super) fn from(&self, path: &Path) -> impl Iterator<Item = &str> {
        let module = module_parts(path);
        let last = module.last().and_then(|last| self.by_last.get(last));
        let may_be = move |taken: &&Taken| {
            taken.module.iter().rev().zip(module.iter().rev()).all(|(a, b)| a == b)
        };
        last.into_iter().flatten().filter(may_be).map(|taken| taken.name.as_str())
    }
}

/// What the file at `path` takes, given its bytes and where in them `import` and owned modules are
/// written; sorted, without repetitions.
pub(super) fn taken_by(
    path: &Path,
    bytes: &[u8],
    (imports, needles): (&[Range<usize>], &[Range<usize>]),
    aliases: &Aliases,
) -> Vec<Taken> {
    let is_alias = |word: &[u8]| aliases.keys().any(|alias| last_of(alias).as_bytes() == word);
    let mut taken = Vec::new();
    for Statement { module, names } in statements(bytes, imports) {
        let Some(module) = module else { continue };
        let words = names.split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        let star = names.trim_ascii_start().starts_with(b"*").then_some("*");
        let words = words.filter(|word| transforms::may_be_imported(word) || is_alias(word));
        let words = words.filter_map(|word| std::str::from_utf8(word).ok()).chain(star);
        let mut words = words.peekable();
        if words.peek().is_none() {
            continue;
        }
        let Some(module) = imported_module(path, module) else { continue };
        taken.extend(words.map(|name| Taken { module: module.clone(), name: name.to_owned() }));
    }
    taken.extend(needles.iter().filter_map(|needle| {
        let (before, after) = (bytes.get(..needle.start)?, bytes.get(needle.end..)?);
        let before = before.strip_suffix(b".")?;
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        if after.first().is_some_and(is_part) || is_imported_module(before) {
            return None;
        }
        let module = vec![last_segment(before)?.to_owned()];
        let name = std::str::from_utf8(bytes.get(needle.clone())?).ok()?;
        Some(Taken { module, name: name.to_owned() })
    }));
    taken.retain(|taken| {
        !taken.module.last().is_some_and(|last| transforms::PACKAGES.contains(&last.as_str()))
    });
    taken.sort_unstable();
    taken.dedup();
    taken
}

/// The parts of the module that stands between `from` and `import` in the file at `path`. Of a
/// relative one the package's own name is the first: where that is, need not be known.
fn imported_module(path: &Path, written: &[u8]) -> Option<Vec<String>> {
    let written = std::str::from_utf8(written).ok()?;
    let name = written.trim_start_matches(['.', ' ']);
    let level = written.len() - name.len();
    let package = match level.checked_sub(1) {
        Some(up) => absolute(path).ok()?.ancestors().nth(up + 1).map(module_parts)?.pop(),
        None => None,
    };
    let parts = name.split('.').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
    let module: Vec<String> = package.into_iter().chain(parts).collect();
    (!module.is_empty()).then_some(module)
}

/// Whether `before` is the start of a module's name in an import statement, so that what follows is
/// a module too: the `from app.` of `from app.asyncio import spawn`.
fn is_imported_module(before: &[u8]) -> bool {
    let near = before.get(before.len().saturating_sub(LONGEST)..).unwrap_or_default();
    let line = near.rsplit(|byte| *byte == b'\n').next().unwrap_or(near).trim_ascii();
    let words = |keyword: &[u8]| {
        line.strip_prefix(keyword).is_some_and(|rest| {
            let rest = rest.trim_ascii_start();
            rest.len() < line.len() - keyword.len()
                && rest.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'))
        })
    };
    words(b"from") || words(b"import")
}

/// The parts of the dotted name of the module or package at `path`, from the file system's root on.
fn module_parts(path: &Path) -> Vec<String> {
    let path = absolute(path).unwrap_or_else(|_| path.to_owned());
    let path = match path.extension().is_some_and(|extension| extension == "py") {
        true => path.with_extension(""),
        false => path,
    };
    let mut parts: Vec<String> =
        path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.pop_if(|last| last == "__init__");
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn takes(file: &str, code: &str, module: &str) -> Vec<String> {
        let mut imported = Imported::default();
        let places = |word: &str| {
            let found = code.match_indices(word);
            found.map(|(at, word)| at..at + word.len()).collect::<Vec<_>>()
        };
        let places = (&*places("import"), &*places("asyncio"));
        imported.extend(taken_by(Path::new(file), code.as_bytes(), places, &Aliases::new()));
        let mut names: Vec<String> = imported.from(Path::new(module)).map(str::to_owned).collect();
        names.sort();
        names
    }

    #[test]
    fn absolute_imports_name_the_end_of_a_path() {
        let code = "from app.utils import (\n    sleep,\n    other,\n    Lock as L,\n)\n";
        assert_eq!(takes("x.py", code, "src/app/utils.py"), ["Lock", "sleep"]);
        assert_eq!(takes("x.py", code, "app/utils/__init__.py"), ["Lock", "sleep"]);
        assert_eq!(takes("x.py", code, "other/utils.py"), Vec::<String>::new());
        assert_eq!(takes("x.py", code, "app/jobs.py"), Vec::<String>::new());
    }

    #[test]
    fn relative_imports_name_a_module_of_their_package() {
        assert_eq!(takes("app/a.py", "from .utils import sleep\n", "app/utils.py"), ["sleep"]);
        assert_eq!(takes("app/a.py", "from .utils import sleep\n", "lib/utils.py"), [""; 0]);
        assert_eq!(takes("app/x/a.py", "from ..utils import sleep\n", "app/utils.py"), ["sleep"]);
        assert_eq!(takes("app/a.py", "from . import asyncio\n", "app/__init__.py"), ["asyncio"]);
        assert_eq!(takes("app/a.py", "from .utils import *\n", "app/utils.py"), ["*"]);
    }

    #[test]
    fn attributes_may_be_of_any_module_with_that_name() {
        assert_eq!(takes("a.py", "import x\nx.utils.asyncio.sleep\n", "app/utils.py"), ["asyncio"]);
        assert_eq!(takes("a.py", "from x.utils.asyncio import y\n", "app/utils.py"), [""; 0]);
        assert_eq!(takes("a.py", "import utils.asyncio\n", "app/utils.py"), [""; 0]);
        assert_eq!(takes("a.py", "utils.asyncio_loop\n", "app/utils.py"), [""; 0]);
    }
}
