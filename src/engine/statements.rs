//! Import statements, as far as bytes tell.

use std::ops::Range;

use memchr::{memchr, memrchr};
use rustc_hash::FxHashMap;

use super::{patched::LONGEST, replacing::is_part};

/// `from module import names`, or `import names`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement<'b> {
    /// What stands between `from` and `import`.
    pub(super) module: Option<&'b [u8]>,
    /// What stands after `import`; of parentheses, up to the one that closes.
    pub(super) names: &'b [u8],
}

/// The import statements in `bytes`, given where in them `import` is written.
pub(super) fn statements<'b>(
    bytes: &'b [u8],
    imports: &[Range<usize>],
) -> impl Iterator<Item = Statement<'b>> {
    // Nothing is looked at twice, however much a line holds.
    let (mut line, mut seen, mut done) = (0, 0, 0);
    imports.iter().filter_map(move |import| {
        let newline = memrchr(b'\n', bytes.get(seen..import.start)?);
        line = newline.map_or(line, |newline| seen + newline + 1);
        seen = import.end;
        let before = bytes.get(line..import.start).filter(|before| before.len() <= LONGEST)?;
        let module = match before.trim_ascii() {
            [] => None,
            before => Some(before.strip_prefix(b"from")?.trim_ascii()),
        };
        if import.start < done {
            return None;
        }
        // `importlib` is another word.
        let after = bytes
            .get(import.end..)
            .filter(|after| !after.first().is_some_and(|byte| is_part(*byte)))?;
        let end = match after.trim_ascii_start().first() {
            Some(b'(') => memchr(b')', after),
            _ => memchr(b'\n', after),
        };
        let names = after.get(..end.unwrap_or(after.len()))?;
        done = import.end + names.len();
        Some(Statement { module, names })
    })
}

/// The dotted names that the import statements bind names to; of a name that stands for several,
/// `None`. A relative module is given without its dots.
pub(super) fn bound_names<'b>(
    bytes: &'b [u8],
    imports: &[Range<usize>],
) -> FxHashMap<&'b str, Option<String>> {
    let mut bound: FxHashMap<&str, Option<String>> = FxHashMap::default();
    for Statement { module, names } in statements(bytes, imports) {
        let module = module.map(|module| String::from_utf8_lossy(module).replace(' ', ""));
        let module = module.as_deref().map(|module| module.trim_start_matches('.'));
        for (name, own) in names.split(|byte| *byte == b',').filter_map(item) {
            let (own, target) = match (module, own) {
                (Some(""), own) => (own.unwrap_or(name), name.to_owned()),
                (Some(module), own) => (own.unwrap_or(name), format!("{module}.{name}")),
                (None, Some(own)) => (own, name.to_owned()),
                (None, None) => {
                    let first = name.split('.').next().unwrap_or(name);
                    (first, first.to_owned())
                }
            };
            let known = bound.entry(own).or_insert_with(|| Some(target.clone()));
            known.take_if(|known| *known != target);
        }
    }
    bound
}

/// What one of the names between commas is called, and what it is to be called here.
fn item(item: &[u8]) -> Option<(&str, Option<&str>)> {
    let item = std::str::from_utf8(item).ok()?;
    let mut words = item.split(|c: char| c.is_whitespace() || matches!(c, '(' | ';' | '\\'));
    let mut words = words.by_ref().filter(|word| !word.is_empty());
    let name = words.next()?;
    let own = words.next().filter(|word| *word == "as").and_then(|_| words.next());
    Some((name, own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_what_is_imported() {
        let code = "import a.b, c as d\nfrom .x.y import (\n  e,\n  f as g,\n)\nfrom . import h\n\
                    from m import i\nfrom n import i\nimportlib.import_module('j')\n";
        let imports: Vec<_> =
            code.match_indices("import").map(|(at, word)| at..at + word.len()).collect();
        let bound = bound_names(code.as_bytes(), &imports);
        let mut told: Vec<String> = bound
            .iter()
            .map(|(own, name)| format!("{own}={}", name.as_deref().unwrap_or("?")))
            .collect();
        told.sort();
        assert_eq!(told, ["a=a", "d=c", "e=x.y.e", "g=x.y.f", "h=h", "i=?"]);
    }
}
