//! The class of a queue that stays one object, on a memory object stream.

use crate::{
    rewrite::Rewrite,
    transform::{Refusal, Site},
    transforms::emitted::{Emitted, emit},
};

/// The class of a queue whose items are counted.
const JOINABLE: Emitted<'static> = Emitted {
    names: &["JoinableQueue", "CountingQueue"],
    code: include_str!("joinable.py"),
    mark: "A queue on a memory object stream that counts which items are not done yet.",
};

/// What the class of a queue whose items are counted is called, and what writes it into the module
/// unless it is there.
///
/// # Errors
///
/// When there is no place for it.
pub(super) fn joinable(site: &Site<'_>) -> Result<(String, Option<Rewrite>), Refusal> {
    let code = needed(site, JOINABLE.code);
    emit(site, &Emitted { code: &code, ..JOINABLE })
}

/// The class without those methods that neither it nor the project calls by their name.
fn needed(site: &Site<'_>, code: &str) -> String {
    const BETWEEN: &str = "\n\n    ";
    let is_needed = |part: &&str| {
        let (head, _) = part.split_once('(').unwrap_or_default();
        let is_method = head.ends_with(|c: char| c.is_alphanumeric()) && head.contains("def ");
        let method = head.rsplit(' ').next().filter(|_| is_method);
        let is_called = |word: &str| {
            let files = site.options.patched.files_naming(site.path, word);
            files.iter().any(|naming| naming.line_of(word).is_some())
        };
        method.is_none_or(|method| {
            let word = format!(".{method}");
            let inside = format!("self.{method}(");
            code.contains(&inside) || site.text.contains(&word) || is_called(&word)
        })
    };
    code.split(BETWEEN).filter(is_needed).collect::<Vec<_>>().join(BETWEEN)
}
