//! Holes, precedence, hoisting, and rewrites inside rewrites.

use super::{Marked, becomes, fails};
use crate::rewrite::{RenderError, Rewrite};

fn unpack(m: &Marked) -> Vec<Rewrite> {
    vec![m.replace("c", "$a")]
}

#[test]
fn three_rewrites_that_do_not_know_of_each_other() {
    let m = Marked::new(
        "async def f():\n    ‹s:return await ‹w:wait_for(‹g:gather(‹z:sleep(‹d:1›)›, load(t))›, ‹t:5›)››\n",
    );
    let sleep = [m.replace("z", "anyio.sleep($d)")];
    let wait_for = [m.replace("w", "$g"), m.wrap("s", "with ${anyio.fail_after}($t):")];
    let gather = [m.replace("g", "list($z)")];
    let text = m.render(&[&sleep, &wait_for, &gather]).expect("renders");
    let expected = "async def f():\n    with anyio.fail_after(5):\n        return await list(anyio.sleep(1))\n";
    assert_eq!(text, expected);
    assert_eq!(m.render(&[&gather, &wait_for, &sleep]).as_deref(), Ok(expected));
}

#[test]
fn holes_get_the_parentheses_they_need() {
    becomes("await ‹c:w(‹a:x if y else z›)›", unpack, "await (x if y else z)");
    becomes("await ‹c:w(‹a:await x›)›", unpack, "await (await x)");
    becomes("x = ‹c:w(‹a:y := 1›)›", unpack, "x = (y := 1)");
    becomes("x = ‹c:w((‹a:yield›))›", unpack, "x = yield");
    becomes("f(‹c:w((‹a:yield›))›)", unpack, "f((yield))");
    becomes("f(1, ‹c:w(‹a:x for x in y›)›)", unpack, "f(1, (x for x in y))");
    becomes("‹c:w(‹a:x for x in y›)›", unpack, "(x for x in y)");
    becomes("a - ‹c:w(‹a:b - c›)›", unpack, "a - (b - c)");
    becomes("‹c:w(‹a:b - c›)› - a", unpack, "b - c - a");
    becomes("‹c:w(‹a:-b›)› ** a", unpack, "(-b) ** a");
    becomes("a ** ‹c:w(‹a:-b›)›", unpack, "a ** -b");
    becomes("not ‹c:w(‹a:b or c›)›", unpack, "not (b or c)");
    becomes("‹c:w(‹a:1›)›.real", unpack, "(1).real");
    becomes("‹c:w(‹a:1.0›)›.real", unpack, "1.0.real");
    becomes("(‹c:w(‹a:b or c›)›).d", unpack, "(b or c).d");
    becomes("[x for x in ‹c:w(‹a:b if c else d›)›]", unpack, "[x for x in (b if c else d)]");
    becomes("f'{‹c:w(‹a:lambda: 1›)›}'", unpack, "f'{(lambda: 1)}'");
    becomes("f(*‹c:w(‹a:b if c else d›)›)", unpack, "f(*(b if c else d))");
    becomes("a < ‹c:w(‹a:b < c›)›", unpack, "a < (b < c)");
    becomes("x[‹c:w(‹a:(1, 2)›)›]", unpack, "x[(1, 2)]");
    becomes("a = x[‹a:1, 2›], ‹c:y›", |m| vec![m.replace("c", "z($a)")], "a = x[1, 2], z((1, 2))");
    becomes("a = x[‹a:1, 2›]; ‹c:y›", |m| vec![m.replace("c", "$a")], "a = x[1, 2]; 1, 2");
}

#[test]
fn templates_get_the_parentheses_they_need() {
    becomes("‹c:f(‹a:x›)›.y", |m| vec![m.replace("c", "await g($a)")], "(await g(x)).y");
    becomes("await ‹c:f(‹a:x›)›", |m| vec![m.replace("c", "$a or None")], "await (x or None)");
    becomes("z = ‹c:f(‹a:x›)›", |m| vec![m.replace("c", "$a or None")], "z = x or None");
    becomes(
        "z(‹c:f(‹a:x if y else z›)›)",
        |m| vec![m.replace("c", "max(0, $a)")],
        "z(max(0, x if y else z))",
    );
    becomes("‹c:f(‹a:x + 1›)›", |m| vec![m.replace("c", "$a * 2")], "(x + 1) * 2");
    becomes("‹c:f(‹a:x›)›", |m| vec![m.replace("c", "g(($a))")], "g((x))");
}

#[test]
fn line_breaks_stay_inside_brackets() {
    becomes("‹c:w(‹a:b +\n  c›)›\n", unpack, "(b +\n  c)\n");
    becomes("f(‹c:w(‹a:b +\n  c›)›)\n", unpack, "f(b +\n  c)\n");
    becomes("x = ‹c:w(‹a:b(\n  c)›)›\n", unpack, "x = b(\n  c)\n");
    becomes("x = ‹c:w(‹a:b \\\n  .c›)›\n", unpack, "x = b \\\n  .c\n");
    becomes(
        "x = ‹c:w(‹a:b\n  .c›, 1)›\n",
        |m| vec![m.replace("c", "$a + 1")],
        "x = (b\n  .c) + 1\n",
    );
    becomes("x = ‹c:w(‹a:b\n  .c›)›\n", |m| vec![m.replace("c", "v($a)")], "x = v(b\n  .c)\n");
}

#[test]
fn an_inner_break_counts_only_outside_brackets() {
    let m = Marked::new("x = ‹c:w(‹a:b + ‹d:v(‹e:f\n .g›)››)›\n");
    let (outer, inner) = ([m.replace("c", "$a")], [m.replace("d", "$e")]);
    assert_eq!(m.render(&[&outer, &inner]).as_deref(), Ok("x = (b + f\n .g)\n"));
    let inner = [m.replace("d", "u($e)")];
    assert_eq!(m.render(&[&outer, &inner]).as_deref(), Ok("x = b + u(f\n .g)\n"));
}

#[test]
fn replacements_of_a_whole_hole() {
    let m = Marked::new("await ‹c:w(‹a:v(‹b:x if y else z›)›)›");
    let (outer, inner) = ([m.replace("c", "$a")], [m.replace("a", "$b")]);
    assert_eq!(m.render(&[&outer, &inner]).as_deref(), Ok("await (x if y else z)"));
}

#[test]
fn holes_take_their_indentation_along() {
    becomes(
        "def f():\n    x(‹c:w(\n        ‹a:g(\n            1,  # one\n        )›,\n    )›)\n",
        unpack,
        "def f():\n    x(g(\n        1,  # one\n    ))\n",
    );
    becomes(
        "def f():\n    ‹s:await ‹c:w(\n        ‹a:g(\n            1,\n        )›,\n        5,\n    )››\n",
        |m| vec![m.replace("c", "$a"), m.wrap("s", "with t(5):")],
        "def f():\n    with t(5):\n        await g(\n            1,\n        )\n",
    );
    becomes(
        "if a:\n    ‹s:x(‹c:w('''\n  s''', \n      1)›)›\n",
        |m| vec![m.before("s", "t = $c"), m.replace("c", "t")],
        "if a:\n    t = w('''\n  s''', \n      1)\n    x(t)\n",
    );
}

#[test]
fn hoisting() {
    becomes(
        "if a: ‹s:return f(‹c:g(‹z:h(1)›)›)›  # c\n",
        |m| vec![m.before("s", "t = $c"), m.wrap("s", "with w(t):"), m.replace("c", "t")],
        "if a:\n    t = g(h(1))\n    with w(t):\n        return f(t)  # c\n",
    );
    let block = |m: &Marked| {
        let kept = Rewrite::replace(m.range("p"), m.template("t")).dropping([m.range("a")]);
        vec![m.before("s", "with w($t):\n    t = await $c"), kept]
    };
    becomes(
        "def f():\n\tx; ‹s:await g(\n\t\ty,\n\t\t‹p:(‹a:await w(‹c:h(\n\t\t\t1,  # one\n\t\t)›, ‹t:2›)›)›.z,\n\t)›  # c\n",
        block,
        "def f():\n\tx\n\twith w(2):\n\t\tt = await h(\n\t\t\t1,  # one\n\t\t)\n\tawait g(\n\t\ty,\n\t\tt.z,\n\t)  # c\n",
    );
    becomes(
        "if a:\r\n  # b\r\n  ‹s:if ‹p:‹a:await w(‹c:h()›, ‹t:2›)››:\r\n    u = \"\"\"\r\n\"\"\"›",
        block,
        "if a:\r\n  # b\r\n  with w(2):\r\n    t = await h()\r\n  if t:\r\n    u = \"\"\"\r\n\"\"\"",
    );
    let m = Marked::new("‹s:f(‹c:g(‹z:h(1)›)›)›");
    let hoist = [m.before("s", "t = await $c"), m.replace("c", "t")];
    let rename = [m.replace("z", "i(2)")];
    assert_eq!(m.render(&[&hoist, &rename]).as_deref(), Ok("t = await g(i(2))\nf(t)"));
}

#[test]
fn lost_comments_are_carried() {
    becomes(
        "def f():\n    # above\n    ‹s:await ‹c:w(  # one\n        ‹a:g(1)›,  # two\n        5,\n        # three\n    )››  # four\n",
        |m| vec![m.replace("c", "$a"), m.wrap("s", "with t(5):")],
        "def f():\n    # above\n    # one\n    # two\n    # three\n    with t(5):\n        await g(1)  # four\n",
    );
    becomes("if a: x(‹c:w(  # one\n  ‹a:b›)›)\n", unpack, "if a:\n    # one\n    x(b)\n");
    becomes("a; x(‹c:w(  # one\n  ‹a:b›)›)\n", unpack, "a\n# one\nx(b)\n");
    becomes("if ‹c:w(  # one\n  ‹a:b›)›:\n    c\n", unpack, "# one\nif b:\n    c\n");
}

#[test]
fn identity_changes_nothing() {
    let m = Marked::new("x = ‹c:f(  # c\n    ‹a:y›,\n)›\n");
    let fix = [m.replace("c", "$c")];
    assert_eq!(m.edits(&[&fix]), Ok(Vec::new()));
}

#[test]
fn removed_elements() {
    let drop = |m: &Marked| vec![m.drop("e")];
    becomes("f(a, ‹e:b›, c)", drop, "f(a, c)");
    becomes("f(‹e:a›, b)", drop, "f(b)");
    becomes("f(a, ‹e:b›)", drop, "f(a)");
    becomes("f(a, ‹e:loop=b›,)", drop, "f(a,)");
    becomes("f(‹e:a›)", drop, "f()");
    becomes("f((‹e:a›), (b))", drop, "f((b))");
    becomes("f((a), (‹e:b›))", drop, "f((a))");
    becomes("x = (a, ‹e:b›)", drop, "x = (a,)");
    becomes("x = a, ‹e:b›, c", drop, "x = a, c");
    becomes("x = [a, ‹e:b›]", drop, "x = [a]");
    becomes("import a, ‹e:b as c›", drop, "import a");
    becomes("from a import (b, ‹e:c›)", drop, "from a import (b)");
    becomes("from a import ‹e:b›, c", drop, "from a import c");
    becomes(
        "f(\n    a,  # one\n    ‹e:b›,  # two\n    c,\n)",
        drop,
        "# two\nf(\n    a,  # one\n    c,\n)",
    );
    becomes("f(\n    a,  # one\n    ‹e:b›\n)", drop, "f(\n    a  # one\n)");
    becomes("f(\n    a,\n    ‹e:b›,\n)", drop, "f(\n    a,\n)");
    becomes("f(a,\n  ‹e:b›, c)", drop, "f(a,\n  c)");
    becomes("f(a, ‹e:b›,\n  c)", drop, "f(a,\n  c)");
    let both = |m: &Marked| vec![m.drop("d"), m.drop("e")];
    becomes("f(‹d:a›, ‹e:b›, c)", both, "f(c)");
    becomes("f(a, ‹d:b›, ‹e:c›)", both, "f(a)");
    becomes("f(‹d:a›, b, ‹e:c›)", both, "f(b)");
    becomes("f(‹d:a›, ‹e:b›)", both, "f()");
    becomes("f(‹d:a›, g(‹e:b›))", both, "f(g())");
    let all = |m: &Marked| vec![m.drop("e")];
    fails("from a import ‹e:b›", all, RenderError::NotAnElement { fix: 0 });
    fails("x = {‹e:b›}", all, RenderError::NotAnElement { fix: 0 });
}

#[test]
fn code_in_strings() {
    becomes("x: 'a.‹c:B›[int]'", |m| vec![m.replace("c", "C")], "x: 'a.C[int]'");
    becomes("f'{‹c:a(‹a:d[\"k\"]›)›}'", |m| vec![m.replace("c", "b($a)")], "f'{b(d[\"k\"])}'");
    let quotes = |m: &Marked| vec![m.replace("c", "b['k']")];
    fails("f'{‹c:a›}'", quotes, RenderError::InString { fix: 0 });
    let plain = |m: &Marked| vec![m.replace("c", "b")];
    fails("f'{‹c:a›=}'", plain, RenderError::InString { fix: 0 });
}

#[test]
fn overlap_is_never_silent() {
    let both = |m: &Marked| vec![m.replace("a", "x"), m.replace("b", "y")];
    fails("‹a:f(‹b:g()›)›", both, RenderError::NotApplied { fix: 0 });
    let itself = |m: &Marked| vec![m.replace("b", "x($a)")];
    fails("‹a:f(‹b:g()›)›", itself, RenderError::NotApplied { fix: 0 });
    let run = |m: &Marked| vec![m.wrap("a", "with w:")];
    fails("if x:\n  ‹a:b\nc›", run, RenderError::NotPlaced { fix: 0 });
}
