//! What is done with tasks, who owns them, and whether they may fail.

use super::proofs::of_marked;
use crate::semantic::Failing;

#[track_caller]
fn fails(marked: &str, expected: fn(&Failing) -> bool) {
    let failing = of_marked(marked, |model, range| model.failing(range));
    assert!(expected(&failing), "{failing:?} of {marked}");
}

#[test]
fn what_is_meant_to_fail_is_told_from_what_is_not_known() {
    for never in [
        "import asyncio\nasync def f():\n    while True:\n        await asyncio.sleep(1)\n«f()»",
        "async def f(x):\n    x.n += 1\n    print(x / 2)\n«f(1)»",
        "async def f(g):\n    try:\n        await g()\n        raise ValueError\n    except Exception:\n        print()\n«f(1)»",
        "import asyncio\nasync def f(q):\n    try:\n        await q.get()\n    except asyncio.CancelledError:\n        raise\n«f(1)»",
    ] {
        fails(never, |failing| *failing == Failing::Never);
    }
    for unknown in [
        "async def f(g):\n    await g()\n«f(1)»",
        "import json\nasync def f(x):\n    json.loads(x)\n«f(1)»",
        "async def f(x):\n    x['key']\n«f(1)»",
    ] {
        fails(unknown, |failing| matches!(failing, Failing::Unknown(_)));
    }
    for likely in [
        "async def f():\n    raise ValueError\n«f()»",
        "async def f(x):\n    return 1 / x\n«f(1)»",
        "async def f():\n    await g()\nasync def g():\n    raise ValueError\n«f()»",
        "async def f(x):\n    try:\n        raise KeyError\n    except ValueError: ...\n«f(1)»",
        // What is not known may be what was handed over.
        "async def f(g):\n    await g()\nasync def h():\n    raise ValueError\nx = [h]\n«f(x)»",
    ] {
        fails(likely, |failing| matches!(failing, Failing::Likely(_)));
    }
}

#[track_caller]
fn supplied(marked: &str, expected: &[usize; 4]) {
    let found = of_marked(marked, |model, range| {
        let is_owner = |id| {
            let name = model.nodes().name_of_function(id);
            name.is_some_and(|name| &model.text()[name] == "main")
        };
        let handing = model.handing(range, &is_owner).ok()?;
        handing.here.as_ref()?;
        Some([
            handing.functions.len(),
            handing.classes.len(),
            handing.calls.len(),
            handing.values.len(),
        ])
    });
    assert_eq!(found.as_ref(), Some(expected), "{marked}");
}

#[test]
fn what_a_function_owns_comes_along_the_calls() {
    supplied("async def main():\n    «x»", &[0, 0, 0, 0]);
    supplied("async def main():\n    f = lambda: «x»", &[0, 0, 0, 0]);
    supplied("def f():\n    «x»\nasync def main():\n    f()\n    f()", &[1, 0, 2, 0]);
    supplied(
        "def f():\n    g()\ndef g():\n    f(), «x»\nasync def main():\n    f()",
        &[2, 0, 3, 0],
    );
    supplied("def f():\n    «x»\nasync def main():\n    call(f)", &[1, 0, 0, 1]);
    supplied(
        "class A:\n    def f(self):\n        «x»\nasync def main():\n    A().f()",
        &[0, 1, 1, 0],
    );
    supplied(
        "class A:\n    def __init__(self):\n        «x»\nclass B:\n    def f(self): A()\nasync def main(): B()",
        &[0, 2, 2, 0],
    );
}

#[test]
fn nothing_comes_where_calls_are_not_seen() {
    for lost in [
        "«x»",
        "def f():\n    «x»",
        "def f():\n    «x»\nf()\nasync def main(): f()",
        "def f():\n    «x»\nasync def main():\n    return f",
        "@d\ndef f():\n    «x»\nasync def main(): f()",
        "class A:\n    @staticmethod\n    def f():\n        «x»\nasync def main(): A.f()",
        "class A:\n    @classmethod\n    def g(cls): return cls()\n    def f(self):\n        «x»\nasync def main(): A()",
        "@d\nclass A:\n    def f(self):\n        «x»\nasync def main(): A()",
        "class A:\n    def f(self):\n        «x»\nclass B(A): ...\nasync def main(): A()",
        "class A(X):\n    def f(self):\n        «x»\nasync def main(): A()",
    ] {
        let is_main = |model: &crate::semantic::SemanticModel<'_>, id| {
            let name = model.nodes().name_of_function(id);
            name.is_some_and(|name| &model.text()[name] == "main")
        };
        let found =
            of_marked(lost, |model, range| model.handing(range, &|id| is_main(model, id)).is_ok());
        assert!(!found, "{lost}");
    }
}

#[test]
fn waiting_for_tasks_is_understood_in_every_spelling() {
    let settled = |marked: &str| {
        of_marked(marked, |model, range| {
            let found = model.settling(range)?;
            Some((found.tasks.len(), found.forgives, found.forgives_errors))
        })
    };
    let start = "import asyncio, contextlib\nasync def f(t, u):\n    ";
    for (code, expected) in [
        ("await «t»", Some((1, false, false))),
        (
            "with contextlib.suppress(asyncio.CancelledError):\n        await «t»",
            Some((1, true, false)),
        ),
        (
            "with contextlib.suppress(asyncio.CancelledError, Exception):\n        await «t»",
            Some((1, true, true)),
        ),
        (
            "try:\n        await «t»\n    except asyncio.CancelledError:\n        pass",
            Some((1, true, false)),
        ),
        ("await asyncio.gather(«t», u, return_exceptions=True)", Some((2, true, true))),
        ("await asyncio.gather(*«t»)", Some((1, false, false))),
        ("await asyncio.wait([«t», u])", Some((2, true, true))),
        ("x = await «t»", None),
        (
            "try:\n        await «t»\n    except asyncio.CancelledError:\n        print()",
            Some((1, true, false)),
        ),
        ("await asyncio.wait([«t»], timeout=1)", None),
    ] {
        let code = format!("{start}{code}\n");
        assert_eq!(settled(&code), expected, "{code}");
    }
}

#[track_caller]
fn caught(marked: &str, errors: bool, cancellation: bool) {
    let catching = of_marked(marked, |model, range| {
        let nodes = model.nodes();
        let own = nodes.covering(range).expect("the test marks an expression");
        let outer = nodes.ancestors(own).take_while(|id| nodes.function(*id).is_none()).last();
        model.catching(range, nodes.range(outer.expect("it stands in a statement")))
    });
    let found = (catching.errors.is_some(), catching.cancellation.is_some());
    assert_eq!(found, (errors, cancellation), "{marked}");
}

#[test]
fn what_is_caught_around_an_await_is_told_from_cancellation() {
    for (around, errors, cancellation) in [
        ("try:\n        «await t»\n    finally: g()", false, false),
        ("try:\n        «await t»\n    except KeyError: ...", true, false),
        ("try:\n        g()\n    except KeyError: «await t»", false, false),
        ("try:\n        g()\n    except KeyError: ...\n    else: «await t»", false, false),
        ("try:\n        «await t»\n    except BaseException: ...", true, true),
        ("try:\n        «await t»\n    except: ...", true, true),
        (
            "try:\n        «await t»\n    except BaseException:\n        g()\n        raise",
            true,
            false,
        ),
        ("try:\n        «await t»\n    except asyncio.CancelledError: return", true, true),
        ("with suppress(KeyError):\n        «await t»", true, false),
        ("with suppress(asyncio.CancelledError):\n        «await t»", true, true),
        ("with suppress(*kinds):\n        «await t»", true, true),
        ("with pytest.raises(KeyError) as e:\n        «await t»", true, false),
        ("with lock:\n        «await t»", false, false),
    ] {
        let text = format!("import asyncio\nasync def f(t, g):\n    {around}\n");
        caught(&text, errors, cancellation);
    }
}
