//! Statements that move into a block, in every layout that Python allows.

use super::{Marked, becomes};
use crate::rewrite::Rewrite;

fn wrap(m: &Marked) -> Vec<Rewrite> {
    vec![m.wrap("s", "with w():")]
}

#[test]
fn a_statement_of_a_function() {
    becomes(
        "async def f():\n    ‹s:await x(\n        1,\n    )›  # c\n    y\n",
        wrap,
        "async def f():\n    with w():\n        await x(\n            1,\n        )  # c\n    y\n",
    );
}

#[test]
fn the_files_own_unit() {
    becomes("if a:\n\t‹s:b›\n", wrap, "if a:\n\twith w():\n\t\tb\n");
    becomes("if a:\n  ‹s:b›\n", wrap, "if a:\n  with w():\n    b\n");
    becomes("‹s:b›\nif a:\n   c\n", wrap, "with w():\n   b\nif a:\n   c\n");
    becomes("‹s:b›\n", wrap, "with w():\n    b\n");
}

#[test]
fn a_run_with_comments_and_blank_lines() {
    becomes(
        "def f():\n    ‹s:a\n    # one\n\n    b›  # two\n    # three\n    c\n",
        wrap,
        "def f():\n    with w():\n        a\n        # one\n\n        b  # two\n    # three\n    c\n",
    );
}

#[test]
fn a_compound_statement_with_comments_below() {
    becomes(
        "if x:\n    ‹s:for a in b:\n        c›\n        # of the loop\n\n        # too\n    # of the if\n",
        wrap,
        "if x:\n    with w():\n        for a in b:\n            c\n            # of the loop\n\n            # too\n    # of the if\n",
    );
}

#[test]
fn one_line_suites_become_blocks() {
    becomes("if c: ‹s:x›\n", wrap, "if c:\n    with w():\n        x\n");
    becomes("if c: x\nelse: ‹s:y›  # z\n", wrap, "if c: x\nelse:\n    with w():\n        y  # z\n");
    becomes(
        "try: x\nexcept E: ‹s:y›\nfinally: z\n",
        wrap,
        "try: x\nexcept E:\n    with w():\n        y\nfinally: z\n",
    );
    becomes(
        "def f():\n  if a: b\n  elif c: ‹s:d(\n    1)›\n",
        wrap,
        "def f():\n  if a: b\n  elif c:\n    with w():\n      d(\n        1)\n",
    );
    becomes("class A: ‹s:x = 1›; y = 2", wrap, "class A:\n    with w():\n        x = 1\n    y = 2");
    becomes("match a:\n  case 1: ‹s:x›\n", wrap, "match a:\n  case 1:\n    with w():\n      x\n");
    becomes("if c: \\\n  ‹s:x›\n", wrap, "if c:\n    with w():\n        x\n");
    becomes(
        "while f(a,\n        b): ‹s:x›\n",
        wrap,
        "while f(a,\n        b):\n    with w():\n        x\n",
    );
}

#[test]
fn statements_on_one_line_are_split() {
    becomes("a; ‹s:b›; c  # d\n", wrap, "a\nwith w():\n    b\nc  # d\n");
    becomes("  \nif x:\n  ‹s:a; b›;  # c\n", wrap, "  \nif x:\n  with w():\n    a\n    b;  # c\n");
    becomes("a; \\\n    ‹s:b›\n", wrap, "a\nwith w():\n    b\n");
    becomes("'''\n'''; ‹s:b›\n", wrap, "'''\n'''\nwith w():\n    b\n");
}

#[test]
fn a_comment_may_end_in_a_backslash() {
    becomes("if q:\n  ‹s:a›  # \\\n  b\n", wrap, "if q:\n  with w():\n    a  # \\\n  b\n");
    becomes("if q:\n  a  # \\\n  ‹s:b›\n", wrap, "if q:\n  a  # \\\n  with w():\n    b\n");
}

#[test]
fn strings_keep_their_insides() {
    becomes(
        "def f():\n    ‹s:x = '''\n  a\n    ''' + (\n        1)›\n",
        wrap,
        "def f():\n    with w():\n        x = '''\n  a\n    ''' + (\n            1)\n",
    );
    becomes(
        "def f():\n    ‹s:x = f'''\n    {a +\n    b}\n    '''›\n",
        wrap,
        "def f():\n    with w():\n        x = f'''\n    {a +\n    b}\n    '''\n",
    );
    becomes("if a:\n  ‹s:x = 'a\\\n  b'›\n", wrap, "if a:\n  with w():\n    x = 'a\\\n  b'\n");
}

#[test]
fn the_indentation_of_a_line_that_starts_in_a_string() {
    becomes(
        "if q:\n    f('''\n  a''', ‹c:w(‹a:g(\n        1)›)›)\n",
        |m| vec![m.replace("c", "$a")],
        "if q:\n    f('''\n  a''', g(\n        1))\n",
    );
    becomes(
        "if q:\n    '''\n  a'''; ‹s:b(\n        1)›\n",
        wrap,
        "if q:\n    '''\n  a'''\n    with w():\n        b(\n            1)\n",
    );
}

#[test]
fn continuation_lines_move_along() {
    becomes(
        "if a:\n    ‹s:x = 1 + \\\n        2›\n",
        wrap,
        "if a:\n    with w():\n        x = 1 + \\\n            2\n",
    );
    becomes(
        "if a:\n    ‹s:x = (\n  1,\n# c\n\n      2)›\n",
        wrap,
        "if a:\n    with w():\n        x = (\n      1,\n    # c\n\n          2)\n",
    );
}

#[test]
fn any_line_end() {
    becomes(
        "if a:\r\n    ‹s:b(\r\n    )›\r\n",
        wrap,
        "if a:\r\n    with w():\r\n        b(\r\n        )\r\n",
    );
    becomes("if a:\r    ‹s:b›\r", wrap, "if a:\r    with w():\r        b\r");
    becomes("x\r\nif a:\n    ‹s:b›\r\n", wrap, "x\r\nif a:\n    with w():\r\n        b\r\n");
    becomes("if a:\r\n    ‹s:b›", wrap, "if a:\r\n    with w():\r\n        b");
}

#[test]
fn form_feeds_are_not_indentation() {
    becomes(
        "if a:\n\x0c    ‹s:b(\n    )›\n",
        wrap,
        "if a:\n\x0c    with w():\n        b(\n        )\n",
    );
    becomes(
        "if a:\n    ‹s:b\n\x0c    c›\n",
        wrap,
        "if a:\n    with w():\n        b\n\x0c        c\n",
    );
}

#[test]
fn definitions_with_decorators() {
    becomes(
        "‹s:@d\n# c\ndef f():\n    pass›\n",
        wrap,
        "with w():\n    @d\n    # c\n    def f():\n        pass\n",
    );
}

#[test]
fn wraps_nest_in_the_order_given() {
    becomes(
        "if a:\n    ‹s:x›\n",
        |m| vec![m.wrap("s", "with one:"), m.wrap("s", "with two:")],
        "if a:\n    with one:\n        with two:\n            x\n",
    );
    becomes(
        "if a:\n    ‹s:x\n    ‹t:y›\n    z›\n",
        |m| vec![m.wrap("t", "with two:"), m.wrap("s", "with one:")],
        "if a:\n    with one:\n        x\n        with two:\n            y\n        z\n",
    );
    becomes(
        "‹s:if a: ‹t:x››\n",
        |m| vec![m.wrap("s", "with one:"), m.wrap("t", "with two:")],
        "with one:\n    if a:\n        with two:\n            x\n",
    );
}

#[test]
fn inserts() {
    becomes("if a: ‹s:x›\n", |m| vec![m.before("s", "y = 1")], "if a:\n    y = 1\n    x\n");
    becomes("a; ‹s:x› # c", |m| vec![m.after("s", "y = 1")], "a\nx # c\ny = 1");
    becomes(
        "if q:\n  ‹s:x› # c\n  z",
        |m| vec![m.after("s", "if a:\n    b\nelse:\n    if c:\n        d"), m.before("s", "p")],
        "if q:\n  p\n  x # c\n  if a:\n    b\n  else:\n    if c:\n      d\n  z",
    );
    becomes(
        "‹s:x›",
        |m| vec![m.before("s", "a"), m.before("s", "b"), m.after("s", "c"), m.after("s", "d")],
        "a\nb\nx\nc\nd",
    );
    becomes(
        "‹s:x›",
        |m| vec![m.before("s", "a"), m.wrap("s", "with w:"), m.before("s", "b"), m.after("s", "c")],
        "a\nwith w:\n    b\n    x\n    c",
    );
    becomes("x \\\n\n‹s:y›\n", |m| vec![m.before("s", "a")], "x \\\n\na\ny\n");
    becomes("‹s:x› \\\n\ny\n", |m| vec![m.after("s", "a")], "x\na \\\n\ny\n");
}

#[test]
fn removed_statements() {
    let remove = |m: &Marked| vec![m.remove("s")];
    becomes("a\n‹s:b›\nc\n", remove, "a\nc\n");
    becomes("a\n‹s:b›", remove, "a\n");
    becomes("‹s:b›\n\n\nc\n", remove, "c\n");
    becomes("a\n\n‹s:b›\n\nc\n", remove, "a\n\nc\n");
    becomes("# l\n\n‹s:b›\n\n\nc\n", remove, "# l\n\n\nc\n");
    becomes("a\n\n\n‹s:b›\n", remove, "a\n");
    becomes("def f():\n    ‹s:b›\n\n    c\n", remove, "def f():\n    c\n");
    becomes("def f():\n    ‹s:b›\nc\n", remove, "def f():\n    pass\nc\n");
    becomes("def f(): ‹s:b›\nc\n", remove, "def f(): pass\nc\n");
    becomes("a; ‹s:b›; c # d\n", remove, "a\nc # d\n");
    becomes("def f(): ‹s:b›; c\n", remove, "def f():\n    c\n");
    becomes("a\n‹s:b›  # why\nc\n", remove, "a\n# why\nc\n");
    becomes("if a:\n    ‹s:b›  # why\nc\n", remove, "if a:\n    # why\n    pass\nc\n");
    becomes("a\n‹s:b›\nc\n", |m| vec![m.remove("s"), m.before("s", "d")], "a\nd\nc\n");
    becomes(
        "if q:\n    ‹w:a\n    # one\n    ‹s:b›\n    # two\n    c›\n",
        |m| vec![m.wrap("w", "with w:"), m.remove("s")],
        "if q:\n    with w:\n        a\n        # one\n        # two\n        c\n",
    );
    becomes("‹w:‹s:b››\n", |m| vec![m.wrap("w", "with w:"), m.remove("s")], "with w:\n    pass\n");
}

#[test]
fn unwrapped_blocks() {
    let unwrap = |m: &Marked| vec![m.unwrap("s")];
    becomes(
        "if q:\n    ‹s:with a:  # one\n        # two\n        b(\n            1)\n\n        c›  # three\n        # four\n    d\n",
        unwrap,
        "if q:\n    # one\n    # two\n    b(\n        1)\n\n    c  # three\n    # four\n    d\n",
    );
    becomes("‹s:with a: b; c›\n", unwrap, "b; c\n");
    becomes(
        "‹s:with a: ‹t:b›; c›\n",
        |m| vec![m.unwrap("s"), m.wrap("t", "with w:")],
        "with w:\n    b\nc\n",
    );
    becomes(
        "if q:\n  ‹s:with a:\n    ‹t:b›\n    c›\n",
        |m| vec![m.unwrap("s"), m.wrap("t", "with w:")],
        "if q:\n  with w:\n    b\n  c\n",
    );
    becomes(
        "if q: ‹o:x›\nelse:\n  ‹s:with a:\n    b›",
        |m| vec![m.unwrap("s"), m.wrap("s", "with w:"), m.wrap("o", "with w:")],
        "if q:\n  with w:\n    x\nelse:\n  with w:\n    b",
    );
}
