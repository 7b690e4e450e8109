//! Which fixes go together, and what a fix may not do to the code it moves.

use super::Marked;
use crate::{
    rewrite::{Conflict, Rewrite, compose},
    semantic::{Ast, SemanticModel},
};

fn outcomes(m: &Marked, fixes: &[&[Rewrite]]) -> Vec<Result<(), Conflict>> {
    let ast = Ast::parse(&m.text).expect("the snippet parses");
    compose(&SemanticModel::new(&ast, &m.text), &m.text, fixes)
}

#[track_caller]
fn alone(marked: &str, fix: impl Fn(&Marked) -> Vec<Rewrite>) -> Result<(), String> {
    let m = Marked::new(marked);
    let outcome = outcomes(&m, &[&fix(&m)]).remove(0);
    outcome.map_err(|conflict| match conflict {
        Conflict::Drops(range) => format!("drops {}", &m.text[range]),
        Conflict::Repeats(range) => format!("repeats {}", &m.text[range]),
        Conflict::Reorders(range) => format!("reorders {}", &m.text[range]),
        Conflict::Comment(range) => format!("comment {}", &m.text[range]),
        Conflict::Import(range) => format!("import {}", &m.text[range]),
        other => other.to_string(),
    })
}

#[test]
fn disjoint_and_nested_fixes_go_together() {
    let m = Marked::new("‹s:‹a:f(‹h:g(‹i:x›)›)››; ‹b:z()›");
    let outer = [m.replace("a", "list($h)"), m.wrap("s", "with w:")];
    let inner = [m.replace("h", "k($i)")];
    let other = [m.replace("b", "y()")];
    assert_eq!(outcomes(&m, &[&outer, &inner, &other]), [Ok(()), Ok(()), Ok(())]);
    assert_eq!(outcomes(&m, &[&inner, &other, &outer]), [Ok(()), Ok(()), Ok(())]);
}

#[test]
fn the_outer_fix_owns_what_is_in_no_hole() {
    let m = Marked::new("‹a:f(‹b:x›, ‹h:y›)›");
    let outer = [m.replace("a", "k($h)")];
    let inner = [m.replace("b", "z")];
    let (made, owned) = (Ok(()), |by| Err(Conflict::Owned { by }));
    assert_eq!(outcomes(&m, &[&outer, &inner]), [made, owned(0)]);
    assert_eq!(outcomes(&m, &[&inner, &outer]), [owned(1), made]);
}

#[test]
fn a_fix_is_made_whole_or_not_at_all() {
    let m = Marked::new("‹a:f(‹b:x›)›; ‹c:y›");
    let outer = [m.replace("a", "k")];
    let both = [m.replace("b", "z"), m.replace("c", "z")];
    let overlaps = |with| Err(Conflict::Overlaps { with });
    assert_eq!(outcomes(&m, &[&outer, &both]), [Ok(()), overlaps(0)]);
    assert_eq!(outcomes(&m, &[&both, &outer]), [Ok(()), overlaps(0)]);
}

#[test]
fn partial_overlap_refuses_the_later_fix() {
    let m = Marked::new("‹a:x\n‹b:y›\n›‹c:z›\n");
    let first = [Rewrite::wrap(m.range("a").cover(m.range("b")), m.template("with w:"))];
    let m2 = Marked::new("‹w:x\n‹v:y›\nz›");
    let one =
        [Rewrite::wrap(crate::source::TextRange::new(0.into(), 3.into()), m2.template("with a:"))];
    let two =
        [Rewrite::wrap(crate::source::TextRange::new(2.into(), 5.into()), m2.template("with b:"))];
    let overlaps = |with| Err(Conflict::Overlaps { with });
    assert_eq!(outcomes(&m2, &[&one, &two]), [Ok(()), overlaps(0)]);
    let m = Marked::new("‹a:x + y›");
    let (one, two) = ([m.replace("a", "1")], [m.replace("a", "2")]);
    assert_eq!(outcomes(&m, &[&one, &two]), [Ok(()), overlaps(0)]);
    drop(first);
}

#[test]
fn fixes_share_what_is_the_same_for_both() {
    let m = Marked::new("‹a:x›; ‹b:y›; ‹c:z›");
    let one = [m.replace("a", "1"), m.replace("b", "2")];
    let two = [m.replace("a", "1"), m.replace("c", "3")];
    assert_eq!(outcomes(&m, &[&one, &two]), [Ok(()), Ok(())]);
}

#[test]
fn a_refused_fix_blocks_nobody() {
    let m = Marked::new("‹a:x›; ‹b:y›; ‹c:z›");
    let (one, two) = ([m.replace("a", "1")], [m.replace("a", "2"), m.replace("b", "2")]);
    let three = [m.replace("b", "3"), m.replace("c", "3")];
    let overlaps = |with| Err(Conflict::Overlaps { with });
    assert_eq!(outcomes(&m, &[&one, &two, &three]), [Ok(()), overlaps(0), Ok(())]);
}

#[test]
fn no_call_is_lost() {
    let unpack = |m: &Marked| vec![m.replace("c", "$a")];
    assert_eq!(alone("‹c:w(‹a:f()›, 5)›", unpack), Ok(()));
    assert_eq!(alone("‹c:w(‹a:f()›, g())›", unpack), Err("drops g()".into()));
    assert_eq!(alone("‹c:w(‹a:f()›, (y := 1))›", unpack), Err("drops y := 1".into()));
    assert_eq!(alone("‹c:w(‹a:f()›, lambda: g())›", unpack), Ok(()));
    assert_eq!(alone("‹c:await w(‹a:f()›)›", unpack), Ok(()));
    let declared = |m: &Marked| vec![m.replace("c", "$a").dropping([m.range("d")])];
    assert_eq!(alone("‹c:w(‹a:f()›, ‹d:g()›)›", declared), Ok(()));
    let apart = |m: &Marked| vec![m.replace("c", "r($f, $a)")];
    assert_eq!(alone("‹c:run(‹f:main›(‹a:g()›))›", apart), Ok(()));
    assert_eq!(alone("‹c:await a.b().c()›", |m| vec![m.replace("c", "d()")]), Ok(()));
    assert_eq!(alone("‹c:while True: await s(1)›", |m| vec![m.replace("c", "d()")]), Ok(()));
    let remove = |m: &Marked| vec![m.drop("e")];
    assert_eq!(alone("f(‹e:x=g(1)›)", remove), Err("drops g(1)".into()));
    assert_eq!(alone("f(‹e:x=y›)", remove), Ok(()));
    let unwrap = |m: &Marked| vec![m.unwrap("s")];
    assert_eq!(alone("‹s:with a():\n  b()›", unwrap), Err("drops a()".into()));
    assert_eq!(alone("‹s:with a:\n  b()›", unwrap), Ok(()));
}

#[test]
fn nothing_is_evaluated_twice() {
    let twice = |m: &Marked| vec![m.replace("c", "w($a, $a)")];
    assert_eq!(alone("‹c:w(‹a:f()›)›", twice), Err("repeats f()".into()));
    assert_eq!(alone("‹c:w(‹a:x.y›)›", twice), Ok(()));
    assert_eq!(alone("‹c:w(‹a:x + 1›)›", twice), Err("repeats x + 1".into()));
    assert_eq!(alone("‹c:w((\n ‹a:x› # c\n))›", twice), Ok(()));
    assert_eq!(alone("‹c:w(‹a:[\n x # c\n]›)›", twice), Err("comment # c".into()));
    let copy = |m: &Marked| vec![m.before("s", "y = $a")];
    assert_eq!(alone("‹s:w(‹a:f()›)›", copy), Err("repeats f()".into()));
    let pure =
        |m: &Marked| vec![Rewrite::replace(m.range("c"), m.template("w($a, $a)").assume_pure())];
    assert_eq!(alone("‹c:w(‹a:f()›)›", pure), Ok(()));
}

#[test]
fn the_order_of_evaluation_stays() {
    let swap = |m: &Marked| vec![m.replace("c", "w($b, $a)")];
    assert_eq!(alone("‹c:w(‹a:f()›, ‹b:g()›)›", swap), Err("reorders f()".into()));
    assert_eq!(alone("‹c:w(‹a:f()›, ‹b:x›)›", swap), Ok(()));
    let header = |m: &Marked| vec![m.replace("c", "$a"), m.wrap("s", "with t($b):")];
    assert_eq!(alone("‹s:await ‹c:w(‹a:f()›, ‹b:5›)››", header), Ok(()));
    assert_eq!(alone("‹s:await ‹c:w(‹a:f()›, ‹b:x.y›)››", header), Ok(()));
    assert_eq!(alone("‹s:await ‹c:w(‹a:x›, ‹b:g()›)››", header), Ok(()));
    assert_eq!(alone("‹s:await ‹c:w(‹a:f()›, ‹b:g()›)››", header), Err("reorders g()".into()));
    assert_eq!(alone("‹s:z(y(), ‹c:w(‹a:x›, ‹b:g()›)›)›", header), Err("reorders g()".into()));
    assert_eq!(alone("‹s:z[y()] = ‹c:w(‹a:x›, ‹b:g()›)››", header), Ok(()));
    assert_eq!(alone("‹s:z = ‹c:w(‹a:(n := 3)›, ‹b:n›)››", header), Err("reorders n".into()));
}

#[test]
fn what_may_not_be_evaluated_stays_where_it_is() {
    let hoist = |m: &Marked| vec![m.before("s", "t = $c"), m.replace("c", "t")];
    for snippet in [
        "‹s:a and ‹c:f()››",
        "‹s:a if b else ‹c:f()››",
        "‹s:x = lambda: ‹c:f()››",
        "‹s:x = lambda y: ‹c:y››",
        "‹s:[‹c:f(x)› for x in y]›",
        "‹s:[‹c:x› for x in y]›",
        "‹s:while ‹c:f()›: pass›",
        "‹s:if a: pass\nelif ‹c:f()›: pass›",
        "‹s:try: pass\nexcept ‹c:f()›: pass›",
        "‹s:assert a, ‹c:f()››",
        "‹s:if a:\n  ‹c:f()››",
        "‹s:a < b < ‹c:f()››",
        "‹s:match a:\n  case b if ‹c:f()›: pass›",
    ] {
        assert!(alone(snippet, hoist).is_err_and(|e| e.starts_with("reorders")), "{snippet}");
    }
    for snippet in [
        "‹s:a(‹c:f()›)›",
        "‹s:x = ‹c:f()› and a›",
        "‹s:[x for x in ‹c:f()›]›",
        "‹s:if ‹c:f()›: pass›",
        "‹s:for x in ‹c:f()›: pass›",
        "‹s:assert ‹c:f()›, g()›",
        "‹s:return ‹c:f()››",
        "‹s:x.y = z[1] = ‹c:f()››",
    ] {
        assert_eq!(alone(snippet, hoist), Ok(()), "{snippet}");
    }
}

#[test]
fn imports_are_left_to_their_editor() {
    let replace = |m: &Marked| vec![m.replace("c", "x")];
    assert_eq!(alone("from a import ‹c:b›", replace), Err("import from a import b".into()));
}
