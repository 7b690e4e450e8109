use super::{Match, Pattern, PatternError};
use crate::{
    source::{TextRange, TextSize},
    syntax::{Kind, Trees},
};

static WAIT_FOR: Pattern = Pattern::new(
    "; await asyncio.wait_for(fut, timeout)
     (await
       (call
         function: (_) @reference
         arguments: (argument_list) @arguments) @call) @await",
);

fn range_of(text: &str, part: &str) -> TextRange {
    let start = text.find(part).expect("the snippet holds its part");
    let at = |offset: usize| TextSize::try_from(offset).expect("snippets are short");
    TextRange::new(at(start), at(start + part.len()))
}

/// Calls `check` with the match around the first `reference` in `text`.
#[track_caller]
fn around<T>(
    pattern: &'static Pattern,
    text: &str,
    (reference, kind): (&str, Kind),
    check: impl FnOnce(Option<Match<'_>>) -> T,
) -> T {
    let trees = Trees::new(text, vec![range_of(text, text.trim_end())]);
    let node = trees.node(range_of(text, reference), kind).expect("the trees agree");
    check(pattern.around(node))
}

#[track_caller]
fn captures(pattern: &'static Pattern, text: &str, reference: (&str, Kind), names: &[&str]) {
    around(pattern, text, reference, |found| {
        let found = found.expect("the pattern matches");
        for name in names {
            let (name, expected) = name.split_once(": ").expect("name: text");
            assert_eq!(found.text(name), Some(expected), "@{name}");
        }
    });
}

const ATTRIBUTE: (&str, Kind) = ("asyncio.wait_for", Kind::Attribute);

#[test]
fn the_shape_around_a_reference_is_captured() {
    let text = "x = await asyncio.wait_for(f(), 1) + 2\n";
    let names =
        ["reference: asyncio.wait_for", "call: asyncio.wait_for(f(), 1)", "arguments: (f(), 1)"];
    captures(&WAIT_FOR, text, ATTRIBUTE, &names);
    captures(&WAIT_FOR, text, ATTRIBUTE, &["await: await asyncio.wait_for(f(), 1)"]);
}

#[test]
fn the_spelling_of_the_reference_is_free() {
    captures(&WAIT_FOR, "await nap(f(), 1)\n", ("nap", Kind::Name), &["reference: nap"]);
}

#[test]
fn comments_may_stand_anywhere() {
    let text = "await (  # a\n  asyncio.wait_for(  # b\n    f(),  # c\n    1,\n  )\n)\n";
    captures(&WAIT_FOR, text, ATTRIBUTE, &["reference: asyncio.wait_for"]);
}

#[test]
fn parentheses_are_passed_over() {
    let text = "x = (await (asyncio.wait_for)(f(), 1))\n";
    captures(&WAIT_FOR, text, ATTRIBUTE, &["await: await (asyncio.wait_for)(f(), 1)"]);
    let text = "x = await (asyncio.wait_for(f(), 1))\n";
    captures(&WAIT_FOR, text, ATTRIBUTE, &["call: asyncio.wait_for(f(), 1)"]);
}

#[test]
fn another_reference_in_the_same_shape_does_not_match() {
    let inner = ("asyncio.sleep", Kind::Attribute);
    around(&WAIT_FOR, "await asyncio.wait_for(asyncio.sleep(1), 1)\n", inner, |found| {
        assert!(found.is_none());
    });
}

#[test]
fn a_nested_reference_matches_its_own_shape() {
    let text = "await asyncio.wait_for(await aio.wait_for(f(), 1), 2)\n";
    captures(&WAIT_FOR, text, ATTRIBUTE, &["arguments: (await aio.wait_for(f(), 1), 2)"]);
    captures(&WAIT_FOR, text, ("aio.wait_for", Kind::Attribute), &["arguments: (f(), 1)"]);
}

#[test]
fn an_operator_below_await_is_not_awaited() {
    // The grammar reads `await (f() ** 2)`.
    static AWAIT: Pattern =
        Pattern::new("(await (_ left: (call function: (_) @reference))) @await");
    let text = "x = await asyncio.wait_for(f(), 1) ** 2\n";
    around(&WAIT_FOR, text, ATTRIBUTE, |found| assert!(found.is_none()));
    captures(&AWAIT, text, ATTRIBUTE, &["await: await asyncio.wait_for(f(), 1)"]);
}

#[test]
fn a_star_before_an_element_is_no_part_of_it() {
    static CALL: Pattern = Pattern::new("(call function: (_) @reference) @call");
    let text = "x = [*asyncio.wait_for(f(), 1), {*nap(1)}]\n";
    captures(&CALL, text, ATTRIBUTE, &["call: asyncio.wait_for(f(), 1)"]);
    captures(&CALL, text, ("nap", Kind::Name), &["reference: nap", "call: nap(1)"]);
}

#[test]
fn the_statement_is_the_last_root() {
    static WITH: Pattern = Pattern::new(
        "(with_statement (with_clause (with_item value: (as_pattern (call function: (_) @reference))))
           body: (block) @body) @with",
    );
    let text = "async with asyncio.timeout(1) as t:\n    await x  # why\n    # done\n";
    let reference = ("asyncio.timeout", Kind::Attribute);
    captures(&WITH, text, reference, &["body: await x"]);
    captures(&WITH, text, reference, &["with: async with asyncio.timeout(1) as t:\n    await x"]);
    static BODY: Pattern =
        Pattern::new("(with_statement (block (_ (call function: (_) @reference))))");
    let text = "with x:\n    f()\n";
    around(&BODY, text, ("f", Kind::Name), |found| assert!(found.is_none()));
}

#[test]
fn the_first_shape_that_fits_wins() {
    static SLEEP: Pattern = Pattern::new(
        "(await (call function: (_) @reference)) @await
         (call function: (_) @reference) @call
         (_) @reference",
    );
    let sleep = ("sleep", Kind::Name);
    let captured = |text| {
        around(&SLEEP, text, sleep, |found| {
            let found = found.expect("every reference matches the last shape");
            ["await", "call", "reference"].into_iter().find(|name| found.get(name).is_some())
        })
    };
    assert_eq!(captured("await sleep(1)\n"), Some("await"));
    assert_eq!(captured("x = sleep(1)\n"), Some("call"));
    assert_eq!(captured("x = sleep\n"), Some("reference"));
}

#[test]
fn captures_under_a_star_are_all_there_but_comments() {
    static BODY: Pattern = Pattern::new(
        "(with_statement
           (with_clause (with_item (call function: (_) @reference)))
           (block (_)* @statement))",
    );
    let text = "with f():\n    a\n    # b\n    c()  # d\n    e\n";
    around(&BODY, text, ("f", Kind::Name), |found| {
        let found = found.expect("the pattern matches");
        let statements: Vec<_> = found.all("statement").map(|node| node.text()).collect();
        assert_eq!(statements, ["a", "c()", "e"]);
    });
}

#[test]
fn bound_arguments_are_captures() {
    let text = "await asyncio.wait_for(timeout=(1), fut=f())\n";
    around(&WAIT_FOR, text, ATTRIBUTE, |found| {
        let found =
            found.expect("the pattern matches").bind(&["fut", "timeout"]).expect("it binds");
        assert_eq!(&text[found.range("fut")], "f()");
        assert_eq!(&text[found.range("timeout")], "1");
        let found = found.with("all", range_of(text, text));
        assert_eq!(found.get_range("all"), Some(range_of(text, text)));
        assert_eq!(found.get_range("none"), None);
    });
}

#[test]
fn code_that_does_not_parse_does_not_match() {
    // The grammar lacks PEP 696.
    static CLASS: Pattern =
        Pattern::new("(class_definition superclasses: (argument_list (_) @reference)) @class");
    let text = "class C[T = int](asyncio.Protocol):\n    pass\n";
    let trees = Trees::new(text, vec![range_of(text, text.trim_end())]);
    let node = trees.node(range_of(text, "asyncio.Protocol"), Kind::Attribute);
    assert!(node.is_ok_and(|node| CLASS.around(node).is_none()));
}

#[test]
fn a_repetition_takes_as_many_as_leave_room_for_the_rest() {
    static BODY: Pattern = Pattern::new(
        "(with_statement
           (with_clause (with_item (call function: (_) @reference)))
           (block (expression_statement)+ @first (expression_statement) @last (pass_statement)? @end))",
    );
    let captured = |text: &str| {
        around(&BODY, text, ("f", Kind::Name), |found| {
            let found = found?;
            let names = ["first", "last", "end"];
            let texts = names.map(|name| found.all(name).map(|node| node.text()).collect());
            Some(texts.map(|texts: Vec<_>| texts.join(" ")))
        })
    };
    let some = |texts: [&str; 3]| Some(texts.map(str::to_owned));
    assert_eq!(captured("with f():\n    a\n    b\n    c\n"), some(["a b", "c", ""]));
    assert_eq!(captured("with f():\n    a\n    b\n    pass\n"), some(["a", "b", "pass"]));
    assert_eq!(captured("with f():\n    pass\n    a\n    b\n"), some(["a", "b", ""]));
    assert_eq!(captured("with f():\n    a\n    pass\n"), None);
}

#[test]
fn alternatives_are_tried_in_order() {
    static VALUE: Pattern = Pattern::new(
        "(assignment
           left: [(identifier) @name (_) @target]
           right: [(await (call function: (_) @reference)) (call function: (_) @reference)])",
    );
    let captured = |text: &str| {
        around(&VALUE, text, ("f", Kind::Name), |found| {
            found.map(|found| [found.text("name"), found.text("target")].map(|t| t.map(str::len)))
        })
    };
    assert_eq!(captured("x = f()\n"), Some([Some(1), None]));
    assert_eq!(captured("x.y = await f()\n"), Some([None, Some(3)]));
    assert_eq!(captured("x = -f()\n"), None);
}

#[test]
fn a_query_that_cannot_mean_what_it_reads_is_rejected() {
    let error = |source| Pattern::new(source).compile().expect_err("a query at fault");
    assert!(matches!(error("(no_such_node) @reference"), PatternError::Invalid(_)));
    assert_eq!(error("(call) @call"), PatternError::NoReference);
    let is_invalid = |source| matches!(error(source), PatternError::Invalid(_));
    assert!(is_invalid("((identifier) @reference (#eq? @reference \"a\"))"));
    assert!(is_invalid("(identifier) @reference (#eq? @reference \"a\")"));
    assert!(is_invalid("(await \"await\" (call) @reference)"));
    assert!(is_invalid("(argument_list . (_) @reference)"));
    assert!(is_invalid("(call !arguments) @reference"));
    assert!(is_invalid("(await (block) @reference)"));
    assert!(is_invalid("(call @reference"));
    assert!(is_invalid("(call] @reference"));
    assert!(is_invalid("(call)) @reference"));
}

#[test]
fn a_pattern_is_compiled_once_and_only_when_tried() {
    static NAME: Pattern = Pattern::new("(identifier) @reference");
    let text = "x = name\n";
    assert!(NAME.compiled.get().is_none());
    for _ in 0..2 {
        captures(&NAME, text, ("name", Kind::Name), &["reference: name"]);
    }
    assert!(NAME.compiled.get().is_some());
    assert!(Pattern::compiled_count() > 0);
}

#[test]
fn parentheses_are_optional_wherever_the_grammar_has_them() {
    static ANY: Pattern = Pattern::new(
        "(return_statement (await (call function: (attribute object: (call) @inner) @reference)))",
    );
    for text in ["return await a().b()", "return (await ((a()).b)())", "return await (a().b())"] {
        let reference = if text.contains("(a()).b") { "(a()).b" } else { "a().b" };
        captures(&ANY, &format!("{text}\n"), (reference, Kind::Attribute), &["inner: a()"]);
    }
}

#[test]
fn a_place_without_parentheses_compiles_too() {
    static TARGET: Pattern = Pattern::new("(assignment left: (attribute) @reference)");
    captures(&TARGET, "a.b = 1\n", ("a.b", Kind::Attribute), &["reference: a.b"]);
}
