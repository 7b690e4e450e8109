//! The join of the two trees: one table from kinds of the abstract tree to kinds of the concrete
//! one, and the known differences between their ranges.

use std::fmt;

use tree_sitter::Node;

use super::Kind;
use crate::source::{TextRange, TextSize};

/// Why the concrete tree has no counterpart for a node of the abstract one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinError {
    /// No part holds the place.
    OutsideParts,
    /// No node of a listed kind starts there.
    NoNode,
    /// A node of a listed kind starts there, but ends elsewhere for no known reason. Its range.
    OtherEnd(TextRange),
    /// The node is there, but the grammar could not parse all of it.
    Broken,
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutsideParts => "the place is in no part of the file that can be rewritten",
            Self::NoNode => "the two parsers read this place differently",
            Self::OtherEnd(_) => "the two parsers disagree on where this code ends",
            Self::Broken => "the concrete syntax parser does not know some syntax in this code",
        })
    }
}

impl std::error::Error for JoinError {}

/// The concrete kinds that a node of the abstract tree may have.
const fn counterparts(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::FunctionDef => &["function_definition"],
        Kind::ClassDef => &["class_definition"],
        Kind::Return => &["return_statement"],
        Kind::Delete => &["delete_statement"],
        Kind::TypeAlias => &["type_alias_statement"],
        Kind::Assign | Kind::AugAssign | Kind::AnnAssign => &["expression_statement"],
        Kind::Expr => &["expression_statement"],
        Kind::For => &["for_statement"],
        Kind::While => &["while_statement"],
        Kind::If => &["if_statement"],
        Kind::With => &["with_statement"],
        Kind::Match => &["match_statement"],
        Kind::Raise => &["raise_statement"],
        Kind::Try => &["try_statement"],
        Kind::Assert => &["assert_statement"],
        Kind::Import => &["import_statement"],
        Kind::ImportFrom => &["import_from_statement", "future_import_statement"],
        Kind::Global => &["global_statement"],
        Kind::Nonlocal => &["nonlocal_statement"],
        Kind::Pass => &["pass_statement"],
        Kind::Break => &["break_statement"],
        Kind::Continue => &["continue_statement"],
        Kind::ElifElseClause => &["elif_clause", "else_clause"],
        Kind::ExceptHandler => &["except_clause"],
        Kind::MatchCase => &["case_clause"],
        Kind::WithItem => &["with_item"],
        Kind::Decorator => &["decorator"],
        Kind::Alias => &["dotted_name", "aliased_import", "wildcard_import"],
        Kind::Parameters => &["parameters", "lambda_parameters"],
        Kind::Parameter => &[
            "identifier",
            "typed_parameter",
            "default_parameter",
            "typed_default_parameter",
            "list_splat_pattern",
            "dictionary_splat_pattern",
        ],
        Kind::BoolOp => &["boolean_operator"],
        Kind::NamedExpr => &["named_expression"],
        Kind::BinOp => &["binary_operator", "union_type"],
        Kind::UnaryOp => &["unary_operator", "not_operator"],
        Kind::Lambda => &["lambda"],
        Kind::IfExp => &["conditional_expression"],
        Kind::Dict => &["dictionary"],
        Kind::Set => &["set"],
        Kind::ListComp => &["list_comprehension"],
        Kind::SetComp => &["set_comprehension"],
        Kind::DictComp => &["dictionary_comprehension"],
        Kind::GeneratorExp => &["generator_expression"],
        Kind::Comprehension => &["for_in_clause"],
        Kind::Await => &["await"],
        Kind::Yield | Kind::YieldFrom => &["yield"],
        Kind::Compare => &["comparison_operator"],
        Kind::Call => &["call"],
        Kind::Arguments => &["argument_list", "generator_expression"],
        Kind::Keyword => &["keyword_argument", "dictionary_splat"],
        Kind::FString | Kind::String => &["string", "concatenated_string"],
        Kind::Number => &["integer", "float"],
        Kind::Boolean => &["true", "false"],
        Kind::None => &["none"],
        Kind::Ellipsis => &["ellipsis"],
        Kind::Attribute => &["attribute", "member_type", "dotted_name"],
        Kind::Subscript => &["subscript", "generic_type"],
        Kind::Starred => &["list_splat", "list_splat_pattern", "splat_type"],
        Kind::Name => &["identifier"],
        Kind::List => &["list", "list_pattern"],
        Kind::Tuple => &["tuple", "tuple_pattern", "expression_list", "pattern_list"],
        Kind::Slice => &["slice"],
    }
}

/// The node under `root` that stands for the abstract tree's `kind` at `range`.
pub(super) fn find(root: Node<'_>, range: TextRange, kind: Kind) -> Result<Node<'_>, JoinError> {
    let listed = counterparts(kind);
    let mut error = JoinError::NoNode;
    for node in path(root, range.start()).into_iter().rev() {
        let node = definition(node);
        if !listed.contains(&node.kind()) {
            continue;
        }
        match compare(node, range, kind) {
            Agreement::Same if is_broken(node) => return Err(JoinError::Broken),
            Agreement::Same => return Ok(node),
            Agreement::Start(end) if error == JoinError::NoNode => {
                error = JoinError::OtherEnd(text_range(range.start().to_usize(), end));
            }
            Agreement::Start(_) | Agreement::None => {}
        }
    }
    Err(error)
}

enum Agreement {
    Same,
    /// The node starts in the right place, and ends here.
    Start(usize),
    None,
}

fn compare(node: Node<'_>, range: TextRange, kind: Kind) -> Agreement {
    // The end is found faster than the start: in `a.b.c` all nodes but one have another.
    let (end, start): (_, fn(Node<'_>) -> usize) = match kind {
        Kind::Arguments => (node.end_byte(), |node| node.start_byte()),
        _ => (end(node), start),
    };
    match end == range.end().to_usize() || is_header(node) {
        true if start(node) == range.start().to_usize() => Agreement::Same,
        false if node.start_byte() == range.start().to_usize() => Agreement::Start(end),
        true | false => Agreement::None,
    }
}

/// The nodes around the byte at `offset`, outermost first.
fn path(root: Node<'_>, offset: TextSize) -> Vec<Node<'_>> {
    let mut cursor = root.walk();
    let mut nodes = vec![root];
    while cursor.goto_first_child_for_byte(offset.to_usize()).is_some()
        && cursor.node().start_byte() <= offset.to_usize()
    {
        nodes.push(cursor.node());
    }
    nodes
}

/// Whether `node` is a class or function the statements of whose body are other parts.
fn is_header(node: Node<'_>) -> bool {
    let is_definition = matches!(node.kind(), "class_definition" | "function_definition");
    let body = is_definition.then(|| node.child_by_field_name("body")).flatten();
    body.is_some_and(|body| body.child_count() == 0)
}

/// A function or class below its decorators, which the abstract tree counts as part of it.
fn definition(node: Node<'_>) -> Node<'_> {
    match node.kind() {
        "decorated_definition" => node.child_by_field_name("definition").unwrap_or(node),
        _ => node,
    }
}

/// The byte range that the abstract tree gives to what `node` stands for.
///
/// A run of statements, which is no node there, spans the first to the last.
pub(super) fn abstract_range(node: Node<'_>) -> TextRange {
    let node = unwrapped(node);
    let (start, end) = (start(node), end(node));
    if start <= end { text_range(start, end) } else { text_range(start, start) }
}

fn start(node: Node<'_>) -> usize {
    let decorated = |parent: &Node<'_>| parent.kind() == "decorated_definition";
    let first = match node.kind() {
        "function_definition" | "class_definition" => node.parent().filter(decorated),
        "block" => code_children(node).next(),
        "generator_expression" if is_bare(node) => code_children(node).next(),
        "with_item" => only_parenthesized(node),
        // `await x ** y` is `(await x) ** y`, which the grammar does not know.
        "binary_operator" => node.parent().filter(|parent| parent.kind() == "await"),
        "attribute" | "call" | "subscript" => starred(node),
        _ => None,
    };
    first.unwrap_or(node).start_byte()
}

/// Whether `node` is an expression that begins with another.
fn is_chain(node: Node<'_>) -> bool {
    matches!(node.kind(), "attribute" | "call" | "subscript")
}

/// What follows the star of a display's element such as `*a.b()`, which the grammar takes for a part
/// of the innermost object.
fn starred(node: Node<'_>) -> Option<Node<'_>> {
    let mut first = node.child(0)?;
    while is_chain(first) {
        first = first.child(0)?;
    }
    (first.kind() == "list_splat").then(|| unwrapped(first))
}

/// A comment after the last statement of a block is part of the block in the concrete tree.
fn end(mut node: Node<'_>) -> usize {
    match node.kind() {
        "decorator" => return last(node),
        "generator_expression" if is_bare(node) => return last(node),
        "await" => return operand(node).unwrap_or(node).end_byte(),
        "with_item" => return only_parenthesized(node).unwrap_or(node).end_byte(),
        "for_in_clause" => return last_condition(node).end_byte(),
        _ => {}
    }
    while has_suite(node) {
        let children = (0..node.child_count()).rev().filter_map(|i| node.child(i));
        match children.into_iter().find(|c| !c.is_extra() && c.kind() != ";") {
            Some(last) => node = last,
            None => break,
        }
    }
    node.end_byte()
}

fn last(node: Node<'_>) -> usize {
    code_children(node).last().unwrap_or(node).end_byte()
}

/// The `if`s of a comprehension stand beside its `for` in the concrete tree, below it in the other.
fn last_condition(mut clause: Node<'_>) -> Node<'_> {
    let mut next = clause.next_named_sibling();
    while let Some(sibling) = next.filter(|n| n.is_extra() || n.kind() == "if_clause") {
        if !sibling.is_extra() {
            clause = sibling;
        }
        next = sibling.next_named_sibling();
    }
    clause
}

/// What an `await` binds to.
pub(super) fn operand(node: Node<'_>) -> Option<Node<'_>> {
    let child = code_children(node).next()?;
    match child.kind() {
        "binary_operator" => child.child_by_field_name("left"),
        _ => Some(child),
    }
}

/// The context manager in `with (x):`, whose parentheses are the statement's to the abstract tree;
/// not so those of a `yield`, which needs its own.
fn only_parenthesized(item: Node<'_>) -> Option<Node<'_>> {
    let value = item.child_by_field_name("value").filter(|value| is_wrapper(*value))?;
    let is_only = item.parent().is_some_and(|clause| code_children(clause).count() == 1);
    is_only.then(|| unwrapped(value)).filter(|inner| inner.kind() != "yield")
}

/// Whether `node` is a generator whose parentheses are those of the call: `f(x for x in y)`.
fn is_bare(node: Node<'_>) -> bool {
    node.kind() == "generator_expression"
        && node.parent().is_some_and(|parent| {
            parent.kind() == "call" && parent.child_by_field_name("arguments") == Some(node)
        })
}

/// Whether `node` is a compound statement, a clause of one, or a block.
pub(super) fn has_suite(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_definition"
            | "class_definition"
            | "decorated_definition"
            | "if_statement"
            | "for_statement"
            | "while_statement"
            | "with_statement"
            | "try_statement"
            | "match_statement"
            | "elif_clause"
            | "else_clause"
            | "except_clause"
            | "finally_clause"
            | "case_clause"
            | "block"
    )
}

/// Whether some of `node` could not be parsed; the suites of a compound statement do not count.
pub(super) fn is_broken(node: Node<'_>) -> bool {
    if !node.has_error() || !has_suite(node) {
        return node.has_error();
    }
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| child.has_error() && !has_suite(child))
}

/// Whether `node` is nothing to the abstract tree but the expression in it: parentheses, the mark that
/// a place takes a type, or a star that the grammar puts too far inside.
pub(super) fn is_wrapper(node: Node<'_>) -> bool {
    match node.kind() {
        "parenthesized_expression" | "type" => true,
        "list_splat" => {
            node.parent().is_some_and(|parent| is_chain(parent) && parent.child(0) == Some(node))
        }
        _ => false,
    }
}

/// The expression in `node`, if it is nothing but a wrapper.
pub(super) fn unwrapped(mut node: Node<'_>) -> Node<'_> {
    while is_wrapper(node) {
        match code_children(node).next() {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

/// The named children that are no comments or line continuations.
pub(super) fn code_children(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut cursor = node.walk();
    let children: Vec<_> = node.named_children(&mut cursor).filter(|n| !n.is_extra()).collect();
    children.into_iter()
}

/// Byte offsets of a text that both parsers took, and so shorter than 4 GiB.
pub(super) fn text_range(start: usize, end: usize) -> TextRange {
    let size = |offset| TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX));
    TextRange::new(size(start), size(end))
}
