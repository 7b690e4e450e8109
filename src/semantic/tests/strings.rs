//! Names inside strings: types in quotes, paths, attributes, `__all__`.

use super::{check, find, with_model};
use crate::semantic::ReferenceContext;

#[test]
fn annotations_in_quotes_are_read() {
    check("import asyncio\nx: \"asyncio.Task\"  #: asyncio.Task StringAnnotation\n");
    check(
        "import asyncio\ndef f(a: 'asyncio.A', *b: 'asyncio.B') -> 'asyncio.C': ...  #: asyncio.A StringAnnotation, asyncio.B StringAnnotation, asyncio.C StringAnnotation\n",
    );
    check(
        "import asyncio\nx: Optional[\"asyncio.Task[int]\"] = y  #: asyncio.Task StringAnnotation\n",
    );
    check("import asyncio\nx: \"Optional['asyncio.Task']\"  #: asyncio.Task StringAnnotation\n");
    check(
        "import asyncio\nx: 'int | asyncio.Task' | 'asyncio.Queue'  #: asyncio.Task StringAnnotation, asyncio.Queue StringAnnotation\n",
    );
    check("from asyncio import Task as T\nx: 'dict[str, T]'  #: asyncio.Task StringAnnotation\n");
    check(
        "import asyncio\ntype X[T: 'asyncio.A'] = 'asyncio.B'  #: asyncio.A StringAnnotation, asyncio.B StringAnnotation\n",
    );
    check("import asyncio\nx: TypeAlias = 'asyncio.Task'  #: asyncio.Task StringAnnotation\n");
}

#[test]
fn strings_that_are_no_types_are_left_alone() {
    check("import asyncio\nx: Literal['asyncio'] = 'asyncio'\n");
    check("import asyncio\nx: \"Literal['asyncio']\"\n");
    check("import asyncio\nx: Annotated[int, 'asyncio']\n");
    check("import asyncio\nx: Annotated['asyncio.A', 'asyncio']  #: asyncio.A StringAnnotation\n");
    check(
        "import asyncio\nx: \"Annotated[asyncio.A, 'asyncio', asyncio.B]\"  #: asyncio.A StringAnnotation, asyncio.B StringAnnotation\n",
    );
    check("import asyncio\nx: Annotated[int, Field('asyncio')]\n");
    check("import asyncio\nf('asyncio.sleep')\nd['asyncio.sleep']\nx = 'asyncio.sleep'\n");
    check("import asyncio\nx: 'not a type, asyncio (' = 1\n");
    check("import asyncio\ndef f(x='asyncio'): ...\n");
}

#[test]
fn calls_of_typing_take_types() {
    check(
        "import asyncio\nfrom typing import cast\ncast('asyncio.Queue', x)  #: typing.cast, asyncio.Queue StringAnnotation\ncast(x, 'asyncio.Queue')  #: typing.cast\n",
    );
    check(
        "import asyncio, typing as t\nT = t.TypeVar('T', bound='asyncio.Task')  #: typing.TypeVar, asyncio.Task StringAnnotation\n",
    );
    check(
        "import asyncio, typing as t\nT = t.TypeVar('asyncio', 'asyncio.A')  #: typing.TypeVar, asyncio.A StringAnnotation\n",
    );
    check(
        "import asyncio\nfrom typing import Callable\nH = Callable[['asyncio.Task'], None]  #: typing.Callable, asyncio.Task StringAnnotation\n",
    );
    check("import asyncio\nclass C(list['asyncio.Task']): ...  #: asyncio.Task StringAnnotation\n");
    check("import asyncio\ndef cast(x): ...\ncast('asyncio.Task')\n");
}

#[test]
fn ranges_in_strings_are_exact_where_they_can_be() {
    let source = "import asyncio as a\nx: \"list[ a.sub . Task ]\"\n";
    with_model(source, |model| {
        let reference = model.references().last().expect("there is one");
        assert!(reference.exact);
        assert_eq!(&source[reference.range], "a.sub . Task");
        assert_eq!(reference.range_of(2).map(|range| &source[range]), Some("a.sub"));
        assert_eq!(reference.head().start(), find(source, "a.sub", 0).start());
        assert_eq!(&source[reference.head()], "a");
        let name = model.qualified_name(reference.head());
        assert_eq!(name.as_ref().map(|name| name.as_str()), Some("asyncio"));
    });
    for literal in ["'a.T' 'ask'", "'\\x61.Task'", "\"L['\\x61.Task']\""] {
        let source = format!("import asyncio as a\nx: {literal}\n");
        with_model(&source, |model| {
            let reference = model.references().last().expect("there is one");
            assert_eq!(reference.name, "asyncio.Task");
            assert!(!reference.exact);
            assert_eq!(&source[reference.range], literal);
        });
    }
}

#[test]
fn names_in_strings_are_uses() {
    let source = "import a, b\nx: 'a.T'\n__all__ = ['b']\n";
    with_model(source, |model| {
        let uses = |at: usize| {
            let id = model.imports()[at].binding.expect("it binds");
            model.uses(id).iter().map(|range| &source[*range]).collect::<Vec<_>>()
        };
        assert_eq!(uses(0), ["a"]);
        assert_eq!(uses(1), ["b"]);
    });
    check("def f(asyncio):\n    x: 'asyncio.T'\n");
}

#[test]
fn deep_strings_are_not_read() {
    let source = format!("import a\nx: '{}a{}'\n", "(".repeat(9000), ")".repeat(9000));
    check(&source);
}

#[test]
fn patched_paths_are_references() {
    check("mock.patch('asyncio.sleep')  #: asyncio.sleep PatchTarget\n");
    check("patch('app.jobs.asyncio.sleep', new=x)  #: asyncio.sleep PatchTarget\n");
    check("patch(target='app.asyncio')  #: asyncio PatchTarget\n");
    check("monkeypatch.setattr('asyncio.tasks.sleep', x)  #: asyncio.tasks.sleep PatchTarget\n");
    check("mocker.patch.object('asyncio.sleep')  #: asyncio.sleep PatchTarget\n");
    check("@patch('asyncio.sleep')  #: asyncio.sleep PatchTarget\ndef f(): ...\n");
    check("import_module('asyncio.tasks')  #: asyncio.tasks ImportByName\n");
    check(
        "patch('app.sleep')\npatch('not a path asyncio')\nprint('asyncio.sleep')\nclient.patch('/asyncio.x')\n",
    );
    let source = "patch('app.jobs.asyncio.sleep')\npatch('other.sleep')\n";
    with_model(source, |model| {
        let reference = &model.references()[0];
        assert_eq!(reference.inside.as_ref().map(|name| name.as_str()), Some("app.jobs"));
        assert_eq!(&source[reference.range], "asyncio.sleep");
        assert_eq!(reference.range_of(1).map(|range| &source[range]), Some("asyncio"));
        let targets: Vec<_> = model.patch_targets().iter().map(|t| t.name.as_str()).collect();
        assert_eq!(targets, ["app.jobs.asyncio.sleep", "other.sleep"]);
    });
}

#[test]
fn attributes_by_name_are_references() {
    check(
        "import asyncio\npatch.object(asyncio, 'sleep')  #: asyncio, asyncio.sleep AttributeTarget\n",
    );
    check(
        "import asyncio as a\ngetattr(a.tasks, 'sleep', None)  #: asyncio.tasks, asyncio.tasks.sleep AttributeName\n",
    );
    check(
        "import asyncio\nmonkeypatch.setattr(asyncio, 'sleep', x)  #: asyncio, asyncio.sleep AttributeTarget\n",
    );
    check("import asyncio\ngetattr(x, 'sleep')\ngetattr(asyncio, name)  #: asyncio\n");
}

#[test]
fn exports_are_read() {
    let cases: &[(&str, &[&str], bool)] = &[
        ("__all__ = ['a', \"b\"]", &["a", "b"], false),
        ("__all__ = ('a',)", &["a"], false),
        ("__all__: list[str] = ['a']", &["a"], false),
        ("__all__ = ['a'] + ['b']\n__all__ += ['c']", &["a", "b", "c"], false),
        ("__all__ = ['a']\n__all__.extend(('b',))\n__all__.append('c')", &["a", "b", "c"], false),
        ("__all__ = ['a', *['b']]", &["a", "b"], false),
        ("__all__ = ['a'] + other.__all__", &["a"], true),
        ("__all__ = [x for x in y]", &[], true),
        ("__all__ = ['a']\n__all__.remove('a')", &["a"], true),
        ("from x import __all__", &[], true),
        ("__all__ = ['a']\nfor name in __all__: print(name)", &["a"], false),
    ];
    for (source, names, computed) in cases {
        with_model(source, |model| {
            let exports = model.exports().unwrap_or_else(|| panic!("no exports in {source}"));
            let found: Vec<_> = exports.entries.iter().map(|entry| entry.name).collect();
            assert_eq!((&found[..], exports.computed), (*names, *computed), "{source}");
        });
    }
    with_model("all = ['a']\ndef f(): __all__ = ['b']\n", |model| {
        assert_eq!(model.exports(), None)
    });
}

#[test]
fn exported_imports_are_references() {
    let source = "from asyncio import sleep, Queue\n__all__ = ['sleep', 'other', 'Qu' 'eue']\n";
    with_model(source, |model| {
        let entries: Vec<_> = model
            .references()
            .iter()
            .filter(|r| r.context == ReferenceContext::AllEntry)
            .map(|r| (r.name.as_str(), &source[r.range], r.exact))
            .collect();
        assert_eq!(
            entries,
            [("asyncio.sleep", "sleep", true), ("asyncio.Queue", "'Qu' 'eue'", false)]
        );
    });
}
