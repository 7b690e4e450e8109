//! Tests of what names mean.

mod execution;
mod hostile;
mod names;
mod proofs;
mod shadowing;
mod strings;
mod symtable;
mod tasks;
mod turns;

use super::{Ast, Reference, ReferenceContext, SemanticModel};
use crate::source::TextRange;

/// Checks the references of a program: each line says in a comment `#: asyncio.sleep, a.b Store`
/// which ones start on it, imports aside. `?` after the name marks an uncertain one, `|` separates
/// alternatives, and a context other than `Load` is named.
#[track_caller]
fn check(source: &str) {
    let ast = Ast::parse(source).unwrap_or_else(|error| panic!("{error:?}\n{source}"));
    let model = SemanticModel::new(&ast, source);
    let mut offset = 0;
    for line in source.split_inclusive('\n') {
        let expected = line.split_once("#:").map_or("", |(_, names)| names.trim());
        let range = offset..offset + line.len();
        let on_line = model.references().iter().filter(|r| {
            range.contains(&r.range.start().to_usize()) && r.context != ReferenceContext::Import
        });
        let found: Vec<_> = on_line.map(describe).collect();
        assert_eq!(found.join(", "), expected, "line `{}` of\n{source}", line.trim_end());
        offset = range.end;
    }
}

fn describe(reference: &Reference) -> String {
    let names: Vec<_> = reference.names().map(ToString::to_string).collect();
    let mut text = names.join("|");
    if !reference.certain {
        text.push('?');
    }
    if reference.context != ReferenceContext::Load {
        text.push_str(&format!(" {:?}", reference.context));
    }
    text
}

/// Gives `test` the model of a program.
fn with_model<T>(source: &str, test: impl FnOnce(&SemanticModel<'_>) -> T) -> T {
    let ast = Ast::parse(source).unwrap_or_else(|error| panic!("{error:?}\n{source}"));
    test(&SemanticModel::new(&ast, source))
}

/// The range of the `nth` occurrence of `needle`, counted from 0.
#[track_caller]
fn find(source: &str, needle: &str, nth: usize) -> TextRange {
    let (start, found) =
        source.match_indices(needle).nth(nth).expect("the test names text that is there");
    TextRange::at(
        u32::try_from(start).expect("tests are small").into(),
        u32::try_from(found.len()).expect("tests are small").into(),
    )
}
