//! Real files, cut into parts, and their two trees joined.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};

use rayon::prelude::*;

use super::parts;
use crate::{
    semantic::{Ast, Nodes},
    source::{TextLen, TextRange, TextSize},
    syntax::{JoinError, Kind, Trees},
};

/// The share of nodes, in percent, that every kind has to agree on, unless it is listed below.
const USUAL: f64 = 99.9;

/// Where the grammar reads Python otherwise, as a rule of it.
const UNUSUAL: &[(Kind, f64)] = &[
    // Without parentheses in a subscript it has no node.
    (Kind::Tuple, 95.0),
    // An only element `*f(x)` is a call of `*f` to the grammar, `*a.b` an attribute of `*a`.
    (Kind::Starred, 97.0),
    // Numbers in `case` have their sign inside.
    (Kind::UnaryOp, 99.5),
    (Kind::BinOp, 99.5),
];

#[derive(Debug, Default)]
struct Tally {
    agree: usize,
    disagree: Vec<String>,
}

impl Tally {
    fn percent(&self) -> f64 {
        100.0 * self.agree as f64 / (self.agree + self.disagree.len()) as f64
    }
}

/// CPython's own library, without what has been installed beside it.
fn standard_library() -> Vec<PathBuf> {
    let script = "import sysconfig; print(sysconfig.get_paths()['stdlib'])";
    let output = Command::new("python3").args(["-c", script]).output();
    let output = output.expect("this test reads the library of the `python3` on the PATH");
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .filter_entry(|entry| entry.file_name() != "site-packages")
        .build()
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect()
}

/// The text and tree of a file, if it is valid UTF-8 and Python.
fn parsed(path: &Path) -> Option<(String, Ast)> {
    let text = std::fs::read_to_string(path).ok()?;
    let ast = Ast::parse(&text).ok()?;
    Some((text, ast))
}

fn tally(path: &Path) -> BTreeMap<Kind, Tally> {
    let mut tallies: BTreeMap<Kind, Tally> = BTreeMap::new();
    let Some((text, ast)) = parsed(path) else { return tallies };
    let nodes = Nodes::new(&ast);
    let trees = Trees::new(&text, parts(&ast, &nodes));
    for id in nodes.ids() {
        let Some(kind) = nodes.kind(id) else { continue };
        let (range, tally) = (nodes.range(id), tallies.entry(kind).or_default());
        match trees.node(range, kind) {
            Ok(_) => tally.agree += 1,
            Err(error) => {
                let snippet: String = text[range].chars().take(60).collect();
                let place = format!("{}:{}", path.display(), line(&text, range.start()));
                tally.disagree.push(format!("{place}: {} in {snippet:?}", short(error)));
            }
        }
    }
    tallies
}

fn line(text: &str, offset: TextSize) -> usize {
    text[TextRange::up_to(offset)].matches('\n').count() + 1
}

fn short(error: JoinError) -> &'static str {
    match error {
        JoinError::OutsideParts => "outside of the parts",
        JoinError::NoNode => "no node",
        JoinError::OtherEnd(_) => "another end",
        JoinError::Broken => "broken",
    }
}

fn add(mut sum: BTreeMap<Kind, Tally>, more: BTreeMap<Kind, Tally>) -> BTreeMap<Kind, Tally> {
    for (kind, tally) in more {
        let total = sum.entry(kind).or_default();
        total.agree += tally.agree;
        total.disagree.extend(tally.disagree);
    }
    sum
}

#[test]
fn the_trees_of_the_standard_library_agree() {
    let files = standard_library();
    let tallies = files.par_iter().map(|path| tally(path)).reduce(BTreeMap::new, add);
    assert!(tallies.len() > 50, "the library has nodes of all kinds");
    let mut failures = Vec::new();
    for (kind, tally) in &tallies {
        let count = tally.agree + tally.disagree.len();
        println!("{:9.4}% of {count:7} {kind:?}", tally.percent());
        tally.disagree.iter().take(5).for_each(|example| println!("             {example}"));
        let unusual = UNUSUAL.iter().find(|(other, _)| other == kind);
        // A few oddities in the interpreter's own tests must not weigh on a rare kind.
        let allowed = unusual.map_or(USUAL, |(_, percent)| *percent);
        if tally.percent() < allowed && tally.disagree.len() > 12 {
            failures.push((kind, tally.percent(), tally.disagree.first()));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// Kinds whose ranges reach over several parts.
fn spans_parts(kind: &str) -> bool {
    matches!(kind, "class_definition" | "function_definition" | "decorated_definition" | "block")
}

/// `None` when the grammar could not parse all of it.
fn sorted_nodes(text: &str, cuts: Vec<TextRange>) -> Option<Vec<(TextRange, String)>> {
    let trees = Trees::new(text, cuts);
    let parts: Option<Vec<_>> = trees.named_nodes().into_iter().collect();
    let mut nodes: Vec<_> = parts?
        .into_iter()
        .flatten()
        .filter(|(kind, _)| !spans_parts(kind))
        .map(|(kind, range)| (range, kind))
        .collect();
    nodes.sort_by(|a, b| (a.0.start(), a.0.end(), &a.1).cmp(&(b.0.start(), b.0.end(), &b.1)));
    Some(nodes)
}

/// A node that the whole tree and the trees of the parts do not share.
fn difference(path: &Path) -> Option<String> {
    let (text, ast) = parsed(path)?;
    let nodes = Nodes::new(&ast);
    let whole = sorted_nodes(&text, vec![TextRange::up_to(text.text_len())])?;
    let Some(cut) = sorted_nodes(&text, parts(&ast, &nodes)) else {
        return Some(format!("{}: an error in a part alone", path.display()));
    };
    let first = cut.iter().zip(&whole).find(|(a, b)| a != b);
    (cut != whole).then(|| format!("{}: {first:?}", path.display()))
}

#[test]
fn part_trees_have_the_nodes_of_whole_trees() {
    let files = standard_library();
    let sample: Vec<_> = files.iter().step_by(4).collect();
    let differences: Vec<_> = sample.par_iter().filter_map(|path| difference(path)).collect();
    assert!(sample.len() > 100 && differences.is_empty(), "{differences:#?}");
}

#[track_caller]
fn cuts(text: &str, expected: &[&str]) {
    let ast = Ast::parse(text).expect("snippets are valid");
    let ranges = parts(&ast, &Nodes::new(&ast));
    let parts: Vec<_> = ranges.iter().map(|range| &text[*range]).collect();
    assert_eq!(parts, expected);
}

#[test]
fn statements_are_parts() {
    cuts("import a; b\n\ndef f():\n    x\n    y  # z\n", &["import a", "b", "def f():", "x", "y"]);
}

#[test]
fn a_class_is_cut_into_header_and_members() {
    let text = "@d  # e\nclass A(B, c={1: 2}):  # why: this\n\n    x: int = 1; y = 2\n\n    # z\n    def f(self):\n        class L:\n            pass\n\nw\n";
    let header = "@d  # e\nclass A(B, c={1: 2}):";
    let inner = ["def f(self):", "class L:", "pass"];
    cuts(text, &[&[header, "x: int = 1", "y = 2"], &inner[..], &["w"]].concat());
}

#[test]
fn a_nested_class_is_cut_too() {
    let text = "class A:\n    class B:\n        x = 1\n    y = 2\n";
    cuts(text, &["class A:", "class B:", "x = 1", "y = 2"]);
}

#[test]
fn a_class_on_one_line_stays_whole() {
    cuts("class A: x = 1; y = 2\n", &["class A: x = 1; y = 2"]);
}

#[test]
fn only_parts_that_are_asked_for_are_parsed() {
    let text = "a\nb\nclass C:\n    d\n    e\n";
    let ast = Ast::parse(text).expect("valid");
    let nodes = Nodes::new(&ast);
    let trees = Trees::new(text, parts(&ast, &nodes));
    let d = TextRange::new(17.into(), 18.into());
    assert_eq!(trees.node(d, Kind::Name).map(|node| node.text()), Ok("d"));
    assert_eq!(trees.node(d, Kind::Expr).map(|node| node.kind()), Ok("expression_statement"));
    assert_eq!(trees.parsed_parts(), 1);
    let gap = TextRange::new(1.into(), 2.into());
    assert_eq!(trees.node(gap, Kind::Name), Err(JoinError::OutsideParts));
}

/// Every node of `text` that has a kind is found in the concrete tree, except the `unknown` ones.
#[track_caller]
fn joins(text: &str, unknown: &[(Kind, &str)]) {
    let ast = Ast::parse(text).expect("snippets are valid");
    let nodes = Nodes::new(&ast);
    let trees = Trees::new(text, parts(&ast, &nodes));
    let failures: Vec<_> = nodes
        .ids()
        .filter_map(|id| Some((nodes.kind(id)?, nodes.range(id))))
        .filter(|(kind, range)| trees.node(*range, *kind).is_err())
        .map(|(kind, range)| (kind, &text[range]))
        .collect();
    assert_eq!(failures, unknown, "{text}");
}

#[test]
fn statements_join() {
    joins("if a: b; c;  # d\nelif e: f\nelse: g;\n", &[]);
    joins("for a, *b in c, d:\n\tpass\n\t# e\nelse:\n\tpass # f\n# g\n", &[]);
    joins("try:\n  a\nexcept* b.C as d: e\nfinally:\n  f\n  # g\n", &[]);
    joins(
        "def f():\n    with a as b, c:\n        # d\n        e \\\n        .f()\n        # g\n",
        &[],
    );
    joins("async def f[T](a, /, b: c = 1, *d: e, g=2, h, **i: j) -> k:\n  '''l'''\n", &[]);
    joins("@a  # b\n# c\n@d(e)\nclass A(B[c], d=e, *f, **g): pass\n", &[]);
    joins("match a:\n  case c.D(e, f=g) if h: pass\n  case [*_, {'i': j, **k}]: pass\n", &[]);
    joins("type A[*T, **P] = b.C[int]\nglobal a, b\ndel a, b.c, d[e]\nassert a, b\n", &[]);
    joins("from __future__ import a as b\nfrom . import (c, d as e,)\nimport f.g, h as i\n", &[]);
    joins("a = b, c = d\na += yield\nraise a from b\nreturn a, b\na: b.C[d] | None\n", &[]);
}

#[test]
fn a_tuple_without_parentheses_may_have_no_node() {
    joins("a[b, c]\n", &[(Kind::Tuple, "b, c")]);
    joins("a, b\n", &[(Kind::Tuple, "a, b")]);
    joins("match a, b:\n  case _: pass\n", &[(Kind::Tuple, "a, b")]);
}

#[test]
fn context_managers_join_with_and_without_parentheses() {
    for items in ["(a)", "(a), b", "(a, b)", "(a as b, c)", "(a) as b", "(a, b) as c", "(yield)"] {
        joins(&format!("with {items}: pass\n"), &[]);
    }
    joins("async with (  # a\n    b() as c,\n    # d\n    e,\n):\n    pass\n", &[]);
}

#[test]
fn expressions_join() {
    joins("f(a for b in c if d if e)\nf((a for b in c))\nf(*a, *b, c=d, **e)\n", &[]);
    joins(
        "x = [await a async for b in c if d for e in f]\n{**a, b: c}\n{a: b for a, b in c}\n",
        &[],
    );
    joins("x = -await a\nx = not a in b\nx = a if b else lambda c=d, *e: f\n", &[]);
    joins("x = await a.b ** c\n", &[(Kind::BinOp, "await a.b ** c")]);
    joins("x = ((a)) + ( # b\n  c).d[e:f, ::g]\n", &[(Kind::Tuple, "e:f, ::g")]);
    joins("x = f'{await a()!r:>{b.c}} {d=}' \"e\"\nx = rb'f' b'g'\n", &[]);
    joins("(a := b.c(d))\nprint(a, file=b)\nexec('a')\nx = lambda: (yield)\n", &[]);
}

#[test]
fn starred_elements_join() {
    joins("x = [*a.b()]\n", &[(Kind::Starred, "*a.b()")]);
    joins("x = [*a.b(), *c[d]]\n", &[]);
    joins("x = [*a, *await b]\n{*c()}\n", &[(Kind::Starred, "*c()")]);
    joins("d[*e]\n", &[(Kind::Tuple, "*e")]);
    let stars = &[(Kind::Starred, "*a.b()"), (Kind::Starred, "*e()")];
    joins("x = *a.b(), c\nfor d in *e(), f: pass\n", stars);
}

#[test]
fn any_line_ends_join() {
    let text = "class A(\n  B):\n  def f(self):\n    if a:\n      '''b\n'''\n    else: c\n\nd\n";
    for end in ["\r\n", "\r", "\n\x0c"] {
        joins(&text.replace('\n', end), &[]);
    }
}
