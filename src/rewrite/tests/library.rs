//! Rewrites of all of CPython's library, which nobody wrote with them in mind.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    rewrite::{
        Rewrite, Template, apply,
        origin::Origin,
        render::{FullNames, render_with},
        verify,
    },
    semantic::{Ast, Nodes},
    source::TextRange,
};

/// The files of the library that are UTF-8 and parse, with a name and a text each.
fn library() -> Vec<(PathBuf, String)> {
    let script = "import sysconfig; print(sysconfig.get_paths()['stdlib'])";
    let output = Command::new("python3").args(["-c", script]).output();
    let output = output.expect("this test reads the library of the `python3` on the PATH");
    let root = String::from_utf8(output.stdout).expect("a path");
    let mut files = Vec::new();
    collect(Path::new(root.trim()), &mut files);
    assert!(files.len() > 500, "the library has many files");
    files.sort_unstable();
    files
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("a folder of the library").flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("site-packages") {
                collect(&path, files);
            }
        } else if path.extension().is_some_and(|e| e == "py")
            && let Ok(text) = fs::read_to_string(&path)
            && text.len() < 200_000
            && Ast::parse(&text).is_ok()
        {
            files.push((path, text));
        }
    }
}

/// `text` with a fix for each thing that `fixes` finds in it.
fn rewritten(text: &str, fixes: impl Fn(&Origin<'_>) -> Vec<Rewrite>) -> String {
    let ast = Ast::parse(text).expect("was parsed before");
    let nodes = Nodes::of(&ast);
    let origin = Origin::of(text, &ast, &nodes);
    let fixes = fixes(&origin);
    let fixes: Vec<&[Rewrite]> = fixes.iter().map(std::slice::from_ref).collect();
    let edits = render_with(origin, &fixes, &FullNames).expect("renders");
    apply(text, &edits)
}

fn statements(origin: &Origin<'_>) -> Vec<TextRange> {
    let nodes = origin.nodes;
    let ids = nodes.ids().filter(|id| nodes.get(*id).is_statement());
    ids.map(|id| nodes.range(id)).collect()
}

/// The statements of `text` in order, wrappers aside: kind, how many others are around it, and
/// whether its parent is a wrapper.
fn shape(text: &str) -> Vec<(String, usize)> {
    let ast = Ast::parse(text).unwrap_or_else(|e| panic!("{} at {:?}", e.message, e.offset));
    let nodes = Nodes::of(&ast);
    let is_wrapper = |id| text[nodes.range(id)].starts_with("if wrapper_:");
    let statements = nodes.ids().filter(|id| nodes.get(*id).is_statement() && !is_wrapper(*id));
    statements
        .map(|id| {
            let around = nodes.ancestors(id).filter(|a| !is_wrapper(*a));
            let kind = format!("{:?}", nodes.get(id).kind());
            (kind, around.count())
        })
        .collect()
}

/// The tokens that are neither layout nor part of a wrapper's header.
fn words(text: &str) -> Vec<String> {
    use ruff_python_ast::token::TokenKind as T;
    let ast = Ast::parse(text).expect("was parsed before");
    let tokens = ast.tokens().iter().filter(|t| {
        !matches!(
            t.kind(),
            T::Indent | T::Dedent | T::Newline | T::NonLogicalNewline | T::Semi | T::EndOfFile
        )
    });
    let words: Vec<String> =
        tokens.map(|t| text[crate::source::Ranged::range(t)].to_owned()).collect();
    let mut kept = Vec::new();
    let mut rest = words.as_slice();
    while let Some((first, after)) = rest.split_first() {
        match rest {
            [a, b, c, tail @ ..] if a == "if" && b == "wrapper_" && c == ":" => rest = tail,
            _ => {
                kept.push(first.clone());
                rest = after;
            }
        }
    }
    kept
}

#[test]
fn every_statement_can_be_wrapped() {
    for (path, text) in library().iter().step_by(5) {
        let wrapped = rewritten(text, |origin| {
            let wrap = |range| Rewrite::wrap(range, Template::default().text("if wrapper_:"));
            statements(origin).into_iter().map(wrap).collect()
        });
        assert!(shape(&wrapped) == shape(text), "{}", path.display());
        let (new, old) = (words(&wrapped), words(text));
        let differs = new.iter().zip(&old).find(|(new, old)| new != old);
        assert_eq!(differs, None, "{}", path.display());
        assert_eq!(new.len(), old.len(), "{}", path.display());
    }
}

#[test]
fn code_can_be_put_above_and_below_every_statement() {
    for (path, text) in library().iter().skip(1).step_by(9) {
        let new = rewritten(text, |origin| {
            let code = || Template::default().text("if wrapper_:\n    wrapper_");
            let beside = |range| [Rewrite::before(range, code()), Rewrite::after(range, code())];
            statements(origin).into_iter().flat_map(beside).collect()
        });
        assert_eq!(shape(&new).len(), shape(text).len() * 3, "{}", path.display());
    }
}

#[test]
fn identity_changes_no_byte() {
    for (path, text) in library().iter().skip(2).step_by(9) {
        let same = rewritten(text, |origin| {
            let nodes = origin.nodes;
            let calls = nodes.ids().filter(|id| nodes.get(*id).is_expr_call());
            let ranges = calls.map(|id| nodes.range(id));
            ranges.map(|range| Rewrite::replace(range, Template::default().hole(range))).collect()
        });
        assert!(same == *text, "{}", path.display());
    }
}

/// A number that looks random, the same in every run.
fn dice(range: TextRange, sides: u32) -> u32 {
    let mixed = u32::from(range.start()).wrapping_mul(2_654_435_761) ^ u32::from(range.len());
    ((mixed ^ (mixed >> 15)).wrapping_mul(2_246_822_519) >> 8) % sides
}

#[test]
fn everything_at_once_loses_nothing() {
    for (path, text) in library().iter().skip(1).step_by(7) {
        let new = rewritten(text, |origin| {
            let text = |code: &str| Template::default().text(code);
            let nodes = origin.nodes;
            let mut fixes = Vec::new();
            for range in statements(origin) {
                match dice(range, 6) {
                    0 => fixes.push(Rewrite::wrap(range, text("if wrapper_:"))),
                    1 => fixes.push(Rewrite::before(range, text("if wrapper_:\n    pass"))),
                    2 => fixes.push(Rewrite::after(range, text("wrapper_"))),
                    _ => {}
                }
            }
            for id in nodes.ids().filter(|id| nodes.get(*id).is_expr_call()) {
                let range = nodes.range(id);
                if dice(range, 3) == 0 && nodes.string_around(range).is_none() {
                    let with = text("wrapper_(").hole(range).text(", 1)");
                    fixes.push(Rewrite::replace(range, with));
                }
            }
            fixes
        });
        let old = Ast::parse(text).expect("the library parses");
        if let Err(error) = verify(text, old.comments(), &new) {
            panic!("{}: {error}", path.display());
        }
    }
}

#[test]
fn unwrapping_undoes_wrapping() {
    for (path, text) in library().iter().skip(2).step_by(11) {
        let wrapped = rewritten(text, |origin| {
            let wrap = |range| Rewrite::wrap(range, Template::default().text("if wrapper_:"));
            statements(origin).into_iter().map(wrap).collect()
        });
        let plain = rewritten(&wrapped, |origin| {
            let wrappers = statements(origin).into_iter();
            let wrappers = wrappers.filter(|r| origin.slice(*r).starts_with("if wrapper_:"));
            wrappers.map(Rewrite::unwrap_block).collect()
        });
        assert!(shape(&plain) == shape(text), "{}", path.display());
        assert!(words(&plain) == words(text), "{}", path.display());
    }
}
