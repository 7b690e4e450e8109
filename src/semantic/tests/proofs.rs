//! What is proved of expressions and calls.

use super::with_model;
use crate::{
    semantic::{DefinitionKind, SemanticModel},
    source::TextRange,
};

/// What `test` says of the expression between marks, as in `f(«x»)`.
#[track_caller]
pub(super) fn of_marked<T>(marked: &str, test: impl Fn(&SemanticModel<'_>, TextRange) -> T) -> T {
    let start = marked.find('«').expect("the test marks an expression");
    let end = marked.find('»').expect("the test marks an expression") - '«'.len_utf8();
    let at = |offset: usize| u32::try_from(offset).expect("tests are small").into();
    let source = marked.replace(['«', '»'], "");
    with_model(&source, |model| test(model, TextRange::new(at(start), at(end))))
}

#[test]
fn numbers_are_proved_non_negative() {
    for proved in [
        "f(«1»)",
        "f(«0.5»)",
        "f(«True»)",
        "f(«60 * 5 + 2 ** 3»)",
        "f(«len(x) / 2»)",
        "f(«abs(x) // 3»)",
        "f(«max(0, x)»)",
        "f(«max(0, x - 1, -5)»)",
        "f(«min(5, 2 ** len(x))»)",
        "f(«1 if x else 2»)",
        "import random\nf(«random.random() * 3»)",
        "import random\nf(«random.uniform(1, 2)»)",
        "D = 5\ndef g(): f(«D * 2»)",
        "D: float = 0.1\nf(«D»)",
        "def g():\n    d = max(0, x)\n    f(«d»)",
        "f(«float(3)»)",
        "f((«y := 3»))",
    ] {
        assert!(of_marked(proved, |model, range| model.is_non_negative(range)), "{proved}");
    }
    for unproved in [
        "f(«-1»)",
        "f(«x»)",
        "f(«1 - 2»)",
        "f(«x or 1»)",
        "f(«1 / len(x)»)",
        "f(«max(x, 0)»)",
        "f(«max(0, *x)»)",
        "f(«max(0, x, key=y)»)",
        "f(«max(0)»)",
        "f(«1j»)",
        "f(«'1'»)",
        "def max(*x): ...\nf(«max(0, x)»)",
        "D = 5\nD = x\nf(«D»)",
        "D = 5\ndef h():\n    global D\n    D = -1\ndef g(): f(«D»)",
        "D = 5\nD -= 9\nf(«D»)",
        "D, E = 5, 6\nf(«D»)",
        "def g(d=5): f(«d»)",
        "for d in 1, 2: f(«d»)",
        "d = d\nf(«d»)",
        "class C:\n    d = 5\n    f(«d»)",
        "f(«self.delay»)",
        "f(«random.random()»)",
    ] {
        assert!(!of_marked(unproved, |model, range| model.is_non_negative(range)), "{unproved}");
    }
}

#[test]
fn numbers_are_proved_positive() {
    for proved in [
        "f(«1»)",
        "f(«0.5»)",
        "f(«60 * 5 + 0»)",
        "f(«len(x) + 1»)",
        "f(«5 / 2»)",
        "f(«2 ** len(x)»)",
        "f(«max(0.1, x)»)",
        "f(«min(5, 2)»)",
        "f(«len(x) or 5»)",
        "f(«1 if x else 2»)",
        "D = 5\ndef g(): f(«D * 2»)",
        "for i in range(1, 5): f(«i»)",
        "f(«float(3)»)",
    ] {
        assert!(of_marked(proved, |model, range| model.is_positive(range)), "{proved}");
    }
    for unproved in [
        "f(«0»)",
        "f(«0.0»)",
        "f(«1e-400»)",
        "f(«False»)",
        "f(«+0»)",
        "f(«-1»)",
        "f(«len(x)»)",
        "f(«5 // 10»)",
        "f(«5 % 5»)",
        "f(«0 * 5»)",
        "f(«0 ** 2»)",
        "f(«max(0, x)»)",
        "f(«min(5, 0)»)",
        "f(«5 and 0»)",
        "f(«5 or 0»)",
        "f(«x or 5»)",
        "f(«int(0.5)»)",
        "f(«round(0.2)»)",
        "f((«y := 0»))",
        "D = 0\ndef g(): f(«D»)",
        "for i in range(5): f(«i»)",
        "import random\nf(«random.random() * 3»)",
    ] {
        assert!(!of_marked(unproved, |model, range| model.is_positive(range)), "{unproved}");
    }
}

#[test]
fn quiet_expressions_do_nothing() {
    for quiet in [
        "f(«x»)",
        "f(«x.y.z»)",
        "f(«-1»)",
        "f(«60 * 5»)",
        "f(«(1, x, [y.z])»)",
        "f(«{'a': x}»)",
        "f(«lambda: g()»)",
        "f(«None if x is None else y»)",
        "f(«...»)",
    ] {
        assert!(of_marked(quiet, |model, range| model.is_quiet(range)), "{quiet}");
    }
    for loud in [
        "f(«g()»)",
        "f(«x[0]»)",
        "f(«x + 1»)",
        "f(«-x»)",
        "f(«g().y»)",
        "f(«{x: 1}»)",
        "f(«[*x]»)",
        "f(«not x»)",
        "f(«x == y»)",
        "f(«lambda a=g(): a»)",
        "f(«f'{x}'»)",
        "f(«x if y else z»)",
        "async def h(): f(«await x»)",
        "f(«(y := 3)»)",
    ] {
        assert!(!of_marked(loud, |model, range| model.is_quiet(range)), "{loud}");
    }
    assert!(of_marked("f(«g.h(x, 1, k=y)»)", |m, r| m.has_quiet_arguments(r) && !m.is_quiet(r)));
    assert!(of_marked("f(«g»)", |m, r| m.has_quiet_arguments(r)));
    for loud in ["f(«g(h())»)", "f(«g(*x)»)", "f(«g(**x)»)", "f(«g()()»)"] {
        assert!(!of_marked(loud, |m, r| m.has_quiet_arguments(r)), "{loud}");
    }
    assert!(
        of_marked("f(«x»)", |m, r| m.is_plain(r)) && of_marked("f(«'s'»)", |m, r| m.is_plain(r))
    );
    assert!(!of_marked("f(«x.y»)", |m, r| m.is_plain(r)));
}

#[test]
fn calls_are_resolved_to_functions() {
    let told = |marked: &str| {
        let d = of_marked(marked, |model, range| model.resolve_function(range))?;
        Some((d.kind, d.is_async, d.is_generator, d.is_decorated))
    };
    use DefinitionKind::{ClassAttribute, Function, Method};
    let cases = [
        ("async def f(): ...\n«f»()", Some((Function, true, false, false))),
        ("@d\nasync def f(): yield\n«f»()", Some((Function, true, true, true))),
        (
            "def f():\n    def g(): yield\n    lambda: (yield)\n«f»()",
            Some((Function, false, false, false)),
        ),
        ("def f():\n    def g(): yield\n    «g»()", Some((Function, false, true, false))),
        ("def f(): ...\ndef f(): ...\n«f»()", Some((Function, false, false, false))),
        ("def f(): ...\ndef h(): «f»()\ndef f(): ...", None),
        ("if x:\n    def f(): ...\nelse:\n    def f(): ...\n«f»()", None),
        ("def f(): ...\ndef h(f): «f»()", None),
        ("from m import f\n«f»()", None),
        ("f = lambda: 1\n«f»()", None),
        (
            "class C:\n    async def m(self): ...\n    def n(self): «self.m»()",
            Some((Method, true, false, false)),
        ),
        (
            "class C:\n    async def m(self): ...\n    def n(self):\n        def k(): «self.m»()",
            Some((Method, true, false, false)),
        ),
        (
            "class C:\n    def m(cls): ...\n    @classmethod\n    def n(cls): «cls.m»()",
            Some((Method, false, false, false)),
        ),
        ("class C:\n    def m(self): ...\n    @staticmethod\n    def n(x): «x.m»()", None),
        ("class C:\n    def m(self): ...\n    def n(self, o): «o.m»()", None),
        (
            "class C:\n    def m(self): ...\n    def n(self):\n        self = 1\n        «self.m»()",
            None,
        ),
        ("class C:\n    def m(self): ...\n    def n(self): «self.m»()\nC.m = 1", None),
        (
            "class C:\n    def m(self): ...\n    def n(self): «self.m»()\nclass D(C):\n    def m(self): ...",
            None,
        ),
        (
            "class C:\n    def m(self): ...\n    def n(self): «self.m»()\nclass E(C): ...\nclass D(E):\n    m = 1",
            None,
        ),
        (
            "class C:\n    def m(self): ...\n    def n(self): «self.m»()\nclass D(make(C)):\n    m = 1",
            None,
        ),
        (
            "class C:\n    def m(self): ...\n    def n(self): «self.m»()\nclass D:\n    m = 1",
            Some((Method, false, false, false)),
        ),
        ("class C:\n    def m(self): ...\n    m = 1\n    def n(self): «self.m»()", None),
        ("class C:\n    def n(self): «self.m»()", None),
        (
            "class C:\n    async def m(self): ...\n«C.m»(x)",
            Some((ClassAttribute, true, false, false)),
        ),
        (
            "class C[T]:\n    async def m(self): ...\n    def n[U](self): «self.m»()",
            Some((Method, true, false, false)),
        ),
    ];
    for (source, expected) in cases {
        assert_eq!(told(source), expected, "{source}");
    }
}
