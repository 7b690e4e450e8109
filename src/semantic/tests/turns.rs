//! When expressions have their turn in a statement, and what keeps its value until then.

use super::proofs::of_marked;
use crate::source::TextRange;

#[test]
fn a_turn_comes_after_what_stands_to_the_left() {
    for (marked, expected) in [
        ("«x»", ""),
        ("a = b.c = «x»", ""),
        ("a: b = «x»", ""),
        ("a += «x»", "a"),
        ("a[b] += «x».c", "a[b]"),
        ("return_ = f(a, *b, «x», c, d=e)", "a|*b|f"),
        ("f(k=a, l=«x», m=b)", "a|f"),
        ("f(b)(«x»)", "f(b)"),
        ("g(f, a + -«x»)", "a|f|g"),
        ("{a: b, c: «x», d: e}", "a|b|c"),
        ("a if «x» else b", ""),
        ("«x» or a", ""),
        ("a < «x»", "a"),
        ("[y for y in «x»]", ""),
        ("(y for y in f(«x») if z)", "f"),
        ("raise a from «x»", "a"),
        ("assert «x», a", ""),
        ("if a and «x»: y", "an operand of `and` or `or`"),
        ("if «x»: y\nelse: z", ""),
        ("for y in «x»: y", ""),
        ("async def f():\n  async for y in a(«x»): y", "a"),
        ("match «x», a:\n  case b: c", ""),
        ("with «x» as y, z: a", ""),
        ("f'{a!r}, {b:>{c}} and {«x»} {d}'", "a|b"),
        ("f(a, y := «x», b)", "a|f"),
    ] {
        let before = of_marked(marked, |model, range| match model.nodes().turn(range) {
            Ok(turn) => {
                let text = |range: &TextRange| model.text()[*range].to_owned();
                turn.before.iter().map(text).collect::<Vec<_>>().join("|")
            }
            Err(spot) => spot.to_owned(),
        });
        // Levels come from the inside out, each in source order.
        let sorted = |text: &str| {
            let mut parts: Vec<_> = text.split('|').map(str::to_owned).collect();
            parts.sort();
            parts
        };
        assert_eq!(sorted(&before), sorted(expected), "{marked}");
    }
}

#[test]
fn some_expressions_have_no_turn() {
    for (marked, expected) in [
        ("while «x»: y", "the condition of a `while`"),
        ("if a: b\nelif «x»: y", "an `elif`"),
        ("a if b else «x»", "an arm of a conditional expression"),
        ("a or f(«x»)", "an operand of `and` or `or`"),
        ("[«x» for y in z]", "a comprehension"),
        ("[y for y in z for z in «x»]", "a comprehension"),
        ("{a: b for a in y if «x»}", "a comprehension"),
        ("f(lambda: «x»)", "a `lambda`"),
        ("f(lambda y=«x»: y)", "a `lambda`"),
        ("f'{«x»=}'", "what an f-string says of a value"),
        ("f'{a:{«x»}}'", "what an f-string says of a value"),
        ("a < «x» < b", "a chained comparison"),
        ("a[«x»] = b", "the target of an assignment"),
        ("a[«x»] += b", "the target of an assignment"),
        ("a: «x» = b", "the target of an assignment"),
        ("del a[«x»]", "a `del`"),
        ("for a[«x»] in b: c", "the target of a loop"),
        ("with a as b[«x»]: c", "the target of a `with`"),
        ("with a, «x»: c", "a later item of a `with`"),
        ("match a:\n  case b if «x»: c", "the guard of a `case`"),
        ("try: a\nexcept «x»: b", "an `except`"),
        ("assert a, «x»", "the message of an `assert`"),
        ("@«x»\ndef f(): pass", "a decorator"),
        ("def f(a=«x»): pass", "the header of a definition"),
        ("class A(«x»): pass", "the header of a definition"),
    ] {
        let spot = of_marked(marked, |model, range| model.nodes().turn(range).err());
        assert_eq!(spot, Some(expected), "{marked}");
    }
}

#[test]
fn a_header_ends_where_blocks_begin() {
    for (marked, header, has_blocks) in [
        ("a = «x»\nb", "a = x", false),
        ("if «x»: y; z", "if x: ", true),
        ("match «x»:\n  case y: z", "match x:\n  ", true),
    ] {
        of_marked(marked, |model, range| {
            let turn = model.nodes().turn(range).expect("it has a turn");
            assert_eq!((&model.text()[turn.header], turn.has_blocks), (header, has_blocks));
        });
    }
}

#[test]
fn values_that_nothing_changes_are_settled() {
    for settled in [
        "«1»",
        "«'a'»",
        "«print»",
        "def f(): ...\nasync def g(): «f»",
        "import a.b\n«a.b.c»",
        "from a import b\nasync def g(): «b»",
        "def g(a): «a»",
        "def g(a):\n    b = a\n    b += 1\n    «b, 1»",
        "def g(a):\n    def h(): return a\n    «a»",
        "class A:\n    async def m(self): ...\n    async def n(self): «self.m»",
    ] {
        assert!(of_marked(settled, |model, range| model.is_settled(range)), "{settled}");
    }
    for unsettled in [
        "«unknown»",
        "from a import *\n«b»",
        "a = 1\n«a»",
        "a = 1\ndef g(): «a»",
        "def f(): ...\ndef f(): ...\nif x: f = 1\nasync def g(): «f»",
        "def g():\n    global a\n    a = 1\n    «a»",
        "def g(a):\n    def h():\n        nonlocal a\n        a = 2\n    «a»",
        "def g(a):\n    def h(): «a»",
        "def g(a): «a.b»",
        "def g(a): «a[0]»",
        "def g(a): «-a»",
        "def g(a): «a, a.b»",
        "def g(a): «f'{a}'»",
        "class A:\n    async def n(self): «self.m»",
        "class A:\n    async def m(self): self.m = 1\n    async def n(self): «self.m»",
    ] {
        assert!(!of_marked(unsettled, |model, range| model.is_settled(range)), "{unsettled}");
    }
}

#[test]
fn coroutines_are_made_without_a_sound() {
    let function = "async def f(*a, **k): ...\n";
    for (call, expected) in [
        ("def g(a): «f()»", true),
        ("def g(a): «f(a, 1, k=a)»", true),
        ("def g(a): «f(a.b)»", false),
        ("def g(a): «f(a())»", false),
        ("def g(a): «f(*a)»", false),
        ("def g(a): «f(**a)»", false),
        ("def g(a): «a()»", false),
        ("async def f(): yield\n«f()»", false),
        ("@d\nasync def h(): ...\n«h()»", false),
        ("def h(): ...\n«h()»", false),
    ] {
        let marked = format!("{function}{call}");
        let quiet = of_marked(&marked, |model, range| model.makes_coroutine_quietly(range));
        assert_eq!(quiet, expected, "{marked}");
    }
}

#[test]
fn new_variables_are_in_nobodys_way() {
    for (marked, expected) in [
        ("def f(): «x»", Some("r")),
        ("r = 1\ndef f(): «x»", Some("r")),
        ("r = 1\ndef f(): «x»; r", Some("r2")),
        ("def f(r): «x»", Some("r2")),
        ("def f(r, r2): «x»", Some("r3")),
        ("def f():\n    def g(): return r\n    «x»", Some("r2")),
        ("def f():\n    global r\n    «x»", Some("r2")),
        ("r = 1\ndef f():\n    global r\n    «x»", Some("r2")),
        ("def g(r):\n    def f(): «x»", Some("r")),
        ("def g():\n    r = 1\n    def f():\n        nonlocal r\n        «x»", Some("r2")),
        ("def f(): «x»; x.r(r=1)", Some("r")),
        ("def f(): «x»; locals()", None),
        ("def f(): «x»; vars(a)", None),
        ("def f():\n    «x»\n    def g(): eval('r')", Some("r")),
        ("def locals(): ...\ndef f(): «x»; locals()", Some("r")),
        ("«x»", None),
    ] {
        let name = of_marked(marked, |model, range| model.fresh_variable("r", range));
        assert_eq!(name.as_deref(), expected, "{marked}");
    }
}

#[test]
fn parentheses_may_go_unless_a_keyword_touches_them() {
    for (marked, expected) in [
        ("(«await x»).y", Some("(await x)")),
        ("( # c\n«await x»)", Some("( # c\nawait x)")),
        ("((«await x»))", Some("(await x)")),
        ("f(«await x»)", None),
        ("f((«await x»))", Some("(await x)")),
        ("a = 1 if(«await x») else 2", None),
        ("a = («await x»)if y else 2", None),
        ("«await x»", None),
    ] {
        of_marked(marked, |model, range| {
            let nodes = model.nodes();
            let found = nodes.removable_parentheses(range, model.ast(), model.text());
            assert_eq!(found.map(|range| &model.text()[range]), expected, "{marked}");
        });
    }
}

#[test]
fn methods_of_what_a_class_makes_are_seen() {
    let head = "from c import V\nv = V('v')\nw = v\nx = V()\nx = 1\n";
    for (body, expected) in [
        ("v.set(1)", Some("v.set(1)")),
        ("return [v.set(1)]", Some("v.set(1)")),
        ("u = V(); u.set(2)", Some("u.set(2)")),
        ("v.get(); w.set(1); x.set(1); y.set(1); v.set", None),
        ("lambda: v.set(1)", None),
    ] {
        let found = of_marked(&format!("{head}def f(): {body}\n«f»()"), |model, range| {
            let function = model.resolve_function(range).expect("a function");
            let place = model.method_called_within(function.node, "set", "c.V");
            place.map(|place| model.text()[place].to_owned())
        });
        assert_eq!(found.as_deref(), expected, "{body}");
    }
}
