use super::*;
use crate::{
    source::{TextRange, TextSize},
    syntax::{Kind, Trees},
};

#[track_caller]
fn with_node(text: &str, part: &str, kind: Kind, check: impl FnOnce(Node<'_>)) {
    let at = |offset: usize| TextSize::try_from(offset).expect("snippets are short");
    let start = text.find(part).expect("the snippet holds its part");
    let whole = TextRange::new(at(0), at(text.trim_end().len()));
    let trees = Trees::new(text, vec![whole]);
    let range = TextRange::new(at(start), at(start + part.len()));
    check(trees.node(range, kind).expect("the trees agree"));
}

fn texts<'t, T: TypedNode<'t>>(nodes: impl Iterator<Item = T>) -> Vec<&'t str> {
    nodes.map(|node| node.node().text()).collect()
}

#[test]
fn a_call_knows_its_parts_and_its_await() {
    with_node("x = await (a.b(c))\n", "a.b(c)", Kind::Call, |node| {
        let call: Call<'_> = node.cast().expect("a call");
        assert_eq!(call.function().map(Node::text), Some("a.b"));
        assert_eq!(call.awaited().and_then(Await::operand), Some(node));
        assert_eq!(node.statement().map(Node::text), Some("x = await (a.b(c))"));
        let attribute: Attribute<'_> = call.function().and_then(Node::cast).expect("an attribute");
        assert_eq!(attribute.object().map(Node::text), Some("a"));
        assert_eq!(attribute.attribute().map(|name| name.node().text()), Some("b"));
    });
}

#[test]
fn parentheses_are_not_in_the_range() {
    with_node("x = ( # c\n (a) )\n", "a", Kind::Name, |node| {
        assert_eq!(node.text(), "a");
        let around: std::ops::Range<usize> = node.parenthesized_range().into();
        assert_eq!(&node.file_text()[around], "( # c\n (a) )");
        assert_eq!(node.parent().map(Node::kind), Some("assignment"));
    });
}

#[test]
fn a_with_knows_its_items() {
    let text = "async with a() as b, (c), (d) as (e, f):\n    pass\n";
    with_node(text, text.trim_end(), Kind::With, |node| {
        let with: With<'_> = node.cast().expect("a with");
        assert!(with.is_async());
        let items: Vec<_> = with.items().collect();
        let contexts: Vec<_> = items.iter().filter_map(|i| i.context()).map(Node::text).collect();
        let targets: Vec<_> = items.iter().filter_map(|i| i.target()).map(Node::text).collect();
        assert_eq!(contexts, ["a()", "c", "d"]);
        assert_eq!(targets, ["b", "(e, f)"]);
        assert_eq!(with.body().map(|body| body.range().len()), Some(4.into()));
    });
}

#[test]
fn a_try_knows_its_clauses() {
    let text = "try:\n  a\nexcept* (B, C) as d:\n  e\nexcept* F:\n  g\nelse:\n  h\nfinally:\n  i  # j\n  # k\n";
    with_node(
        text,
        "try:\n  a\nexcept* (B, C) as d:\n  e\nexcept* F:\n  g\nelse:\n  h\nfinally:\n  i",
        Kind::Try,
        |node| {
            let statement: Try<'_> = node.cast().expect("a try");
            let clauses: Vec<_> = statement.excepts().collect();
            assert_eq!(clauses.len(), 2);
            assert!(clauses.iter().all(|clause| clause.is_star()));
            assert_eq!(clauses[0].exception().map(Node::text), Some("(B, C)"));
            assert_eq!(clauses[0].name().map(Node::text), Some("d"));
            assert_eq!(clauses[1].exception().map(Node::text), Some("F"));
            assert_eq!(clauses[1].name(), None);
            assert_eq!(clauses[1].body().map(|b| texts_of(b)), Some(vec!["g"]));
            assert_eq!(statement.body().map(texts_of), Some(vec!["a"]));
            assert_eq!(
                statement.orelse().and_then(ElseClause::body).map(texts_of),
                Some(vec!["h"])
            );
            let finally = statement.finally().expect("a finally");
            assert_eq!(finally.body().map(texts_of), Some(vec!["i"]));
            assert_eq!(finally.range().end(), node.range().end());
        },
    );
}

fn texts_of<'t>(block: Block<'t>) -> Vec<&'t str> {
    block.statements().map(Node::text).collect()
}

#[test]
fn a_plain_except_has_no_star() {
    let text = "try: pass\nexcept A as b: pass\nexcept: pass\n";
    with_node(text, text.trim_end(), Kind::Try, |node| {
        let statement: Try<'_> = node.cast().expect("a try");
        let clauses: Vec<_> = statement.excepts().collect();
        assert!(clauses.iter().all(|clause| !clause.is_star()));
        assert_eq!(clauses[0].name().map(Node::text), Some("b"));
        assert_eq!(clauses[1].exception(), None);
    });
}

#[test]
fn a_function_has_its_decorators_in_its_range() {
    let text = "@a  # why\n@b.c(1)\nasync def f(x: int = 1) -> A[int]:\n    return x\n";
    with_node(text, text.trim_end(), Kind::FunctionDef, |node| {
        let function: FunctionDef<'_> = node.cast().expect("a function");
        assert!(function.is_async());
        assert_eq!(function.name().map(|name| name.node().text()), Some("f"));
        assert_eq!(function.returns().map(Node::text), Some("A[int]"));
        assert_eq!(texts(function.decorators()), ["@a", "@b.c(1)"]);
        let expressions: Vec<_> = function.decorators().filter_map(Decorator::expression).collect();
        assert_eq!(expressions.iter().map(|e| e.text()).collect::<Vec<_>>(), ["a", "b.c(1)"]);
        assert_eq!(node.text(), text.trim_end());
        assert_eq!(function.body().map(texts_of), Some(vec!["return x"]));
    });
}

#[test]
fn a_header_is_a_class_without_a_body() {
    let text = "@a\nclass C(B, metaclass=M):\n    x = 1\n";
    let header = TextRange::new(0.into(), 28.into());
    let trees = Trees::new(text, vec![header]);
    let whole = TextRange::new(0.into(), 38.into());
    let class: ClassDef<'_> =
        trees.node(whole, Kind::ClassDef).ok().and_then(Node::cast).expect("a class");
    assert_eq!(class.name().map(|name| name.node().text()), Some("C"));
    assert_eq!(class.arguments().map(|list| list.iter().count()), Some(2));
    assert_eq!(texts(class.decorators()), ["@a"]);
    assert_eq!(class.body(), None);
}

#[test]
fn branches_and_loops_know_their_blocks() {
    let text = "if a: b\nelif c: d\nelif e: f\nelse: g\n";
    with_node(text, text.trim_end(), Kind::If, |node| {
        let branch: If<'_> = node.cast().expect("an if");
        assert_eq!(branch.condition().map(Node::text), Some("a"));
        assert_eq!(branch.body().map(texts_of), Some(vec!["b"]));
        let conditions: Vec<_> = branch.elifs().filter_map(ElifClause::condition).collect();
        assert_eq!(conditions.iter().map(|c| c.text()).collect::<Vec<_>>(), ["c", "e"]);
        let bodies: Vec<_> =
            branch.elifs().filter_map(ElifClause::body).flat_map(texts_of).collect();
        assert_eq!(bodies, ["d", "f"]);
        assert_eq!(branch.orelse().and_then(ElseClause::body).map(texts_of), Some(vec!["g"]));
    });
    let text = "async for a, b in c: d\nelse: e\n";
    with_node(text, text.trim_end(), Kind::For, |node| {
        let each: For<'_> = node.cast().expect("a for");
        assert!(each.is_async());
        assert_eq!(each.target().map(Node::text), Some("a, b"));
        assert_eq!(each.iterable().map(Node::text), Some("c"));
        assert_eq!(each.orelse().and_then(ElseClause::body).map(texts_of), Some(vec!["e"]));
    });
    with_node("while a: b; c;\n", "while a: b; c", Kind::While, |node| {
        let each: While<'_> = node.cast().expect("a while");
        assert_eq!(each.condition().map(Node::text), Some("a"));
        assert_eq!(each.body().map(texts_of), Some(vec!["b", "c"]));
        assert_eq!(each.orelse(), None);
    });
}

#[test]
fn simple_statements_know_their_values() {
    with_node("x: A[int] = (y)\n", "x: A[int] = (y)", Kind::AnnAssign, |node| {
        let statement: ExpressionStatement<'_> = node.cast().expect("a statement");
        let assignment: Assignment<'_> =
            statement.expression().and_then(Node::cast).expect("an assignment");
        assert_eq!(assignment.target().map(Node::text), Some("x"));
        assert_eq!(assignment.annotation().map(Node::text), Some("A[int]"));
        assert_eq!(assignment.value().map(Node::text), Some("y"));
    });
    with_node("x += y\n", "x += y", Kind::AugAssign, |node| {
        let statement: ExpressionStatement<'_> = node.cast().expect("a statement");
        let assignment: AugmentedAssignment<'_> =
            statement.expression().and_then(Node::cast).expect("an assignment");
        assert_eq!(assignment.target().map(Node::text), Some("x"));
        assert_eq!(assignment.value().map(Node::text), Some("y"));
    });
    with_node("a, b\n", "a, b", Kind::Expr, |node| {
        assert_eq!(node.cast().and_then(ExpressionStatement::expression), None);
    });
    with_node("return x\n", "return x", Kind::Return, |node| {
        assert_eq!(node.cast().and_then(Return::value).map(Node::text), Some("x"));
    });
    with_node("raise x from y\n", "raise x from y", Kind::Raise, |node| {
        let raise: Raise<'_> = node.cast().expect("a raise");
        assert_eq!(raise.exception().map(Node::text), Some("x"));
        assert_eq!(raise.cause().map(Node::text), Some("y"));
    });
}

#[test]
fn small_expressions_know_their_parts() {
    with_node("x[a, b:c]\n", "x[a, b:c]", Kind::Subscript, |node| {
        let subscript: Subscript<'_> = node.cast().expect("a subscript");
        assert_eq!(subscript.value().map(Node::text), Some("x"));
        let inside: Vec<_> = subscript.subscripts().into_iter().map(Node::text).collect();
        assert_eq!(inside, ["a", "b:c"]);
    });
    with_node("x = lambda a: (b)\n", "lambda a: (b)", Kind::Lambda, |node| {
        assert_eq!(node.cast().and_then(Lambda::body).map(Node::text), Some("b"));
    });
    let text = "x = [a async for b in c if d if e for f in g]\n";
    with_node(text, "async for b in c if d if e", Kind::Comprehension, |node| {
        let clause: Comprehension<'_> = node.cast().expect("a clause");
        assert!(clause.is_async());
        assert_eq!(clause.target().map(Node::text), Some("b"));
        assert_eq!(clause.iterable().map(Node::text), Some("c"));
    });
}
