use super::{Trees, legible};
use crate::{
    source::{TextLen, TextRange, TextSize},
    syntax::{Kind, Node, Pattern},
};

static CALL: Pattern = Pattern::new("(call function: (_) @reference) @call");

/// Finds the name `f` in `text`, and the call of it.
#[track_caller]
fn finds_the_call(text: &str) {
    let start = TextSize::try_from(text.find('f').expect("the text holds an f")).expect("short");
    let trees = Trees::new(text, vec![TextRange::up_to(text.text_len())]);
    let name = trees.node(TextRange::at(start, 1.into()), Kind::Name).expect("the trees agree");
    let found = CALL.around(name).expect("the pattern matches");
    assert_eq!(found.text("call"), Some("f(x)"));
    assert!(name.ancestors().last().is_some_and(Node::is_statement));
}

#[test]
fn deep_code_is_no_danger() {
    let depth = 1_000;
    finds_the_call(&format!("{}f(x){}\n", "(".repeat(depth), ")".repeat(depth)));
    finds_the_call(&format!("f(x){}\n", ".a".repeat(depth)));
    finds_the_call(&format!("f(x){}\n", " + x".repeat(depth)));
    finds_the_call(&format!("{}f(x)\n", "not ".repeat(depth)));
    finds_the_call(&format!("{}f(x){}\n", "[".repeat(depth), "]".repeat(depth)));
}

#[test]
fn lone_carriage_returns_end_lines() {
    assert_eq!(legible("a\r\nb\n"), "a\r\nb\n");
    assert_eq!(legible("a\rb\r\rc\r\nd\r"), "a\nb\n\nc\r\nd\n");
}

#[test]
fn nodes_show_the_text_as_it_is() {
    let text = "x = (a\r+\rb)\r";
    let trees = Trees::new(text, vec![TextRange::up_to(12.into())]);
    let sum = trees.node(TextRange::new(5.into(), 10.into()), Kind::BinOp);
    assert_eq!(sum.map(|node| node.text()), Ok("a\r+\rb"));
}

#[test]
fn rows_and_columns_are_those_of_the_file() {
    let text = "a\nclass B:\n    \u{e9}; c\n";
    let c = TextSize::try_from(text.rfind('c').expect("a c")).expect("short");
    let range = TextRange::at(c, 1.into());
    let trees = Trees::new(text, vec![range]);
    let position = trees.node(range, Kind::Name).map(|node| node.raw().start_position());
    assert_eq!(position, Ok(tree_sitter::Point { row: 2, column: 8 }));
}

#[test]
fn a_reference_is_a_name_or_a_chain_of_names() {
    let text = "x = a.b.c(d)\n";
    let trees = Trees::new(text, vec![TextRange::up_to(text.text_len())]);
    let kind = |start: u32, end: u32| {
        trees.reference(TextRange::new(start.into(), end.into())).map(Node::kind).ok()
    };
    assert_eq!(kind(4, 5), Some("identifier"));
    assert_eq!(kind(4, 7), Some("attribute"));
    assert_eq!(kind(4, 9), Some("attribute"));
    assert_eq!(kind(4, 12), None);
}
