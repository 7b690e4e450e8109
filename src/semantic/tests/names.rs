//! Aliases, chains, contexts, and the answers about imports and uses.

use super::{check, find, with_model};
use crate::semantic::{BindingKind, QualifiedName, ReferenceContext};
use crate::source::{TextRange, TextSize};

#[test]
fn every_import_form_gives_its_names() {
    check("import asyncio\nasyncio.sleep(1)  #: asyncio.sleep\n");
    check("import asyncio as aio\naio.sleep(1)  #: asyncio.sleep\nasyncio.sleep(1)\n");
    check("from asyncio import sleep\nsleep(1)  #: asyncio.sleep\n");
    check("from asyncio import sleep as nap\nnap(1)  #: asyncio.sleep\nsleep(1)\n");
    check("import asyncio.subprocess\nasyncio.subprocess.PIPE  #: asyncio.subprocess.PIPE\n");
    check("import asyncio.subprocess as sp\nsp.PIPE  #: asyncio.subprocess.PIPE\nasyncio\n");
    check("from asyncio import subprocess as sp\nsp.PIPE.x  #: asyncio.subprocess.PIPE.x\n");
    check("import asyncio.tasks, asyncio\nasyncio.sleep  #: asyncio.sleep\n");
    check("from . import jobs\njobs.run()  #: .jobs.run\n");
    check("from .jobs import run\nrun()  #: .jobs.run\n");
    check("from ..a.b import c\nc  #: ..a.b.c\n");
}

#[test]
fn a_chain_is_taken_whole() {
    check("import asyncio\nasyncio.a.b.c().d  #: asyncio.a.b.c\n");
    check("import asyncio\n(asyncio).sleep  #: asyncio.sleep\n");
    check("import asyncio\n((asyncio . a)  #: asyncio.a.b\n . b)\n");
    check("import asyncio\nasyncio[0].sleep  #: asyncio\n");
}

#[test]
fn prefixes_of_a_chain_have_ranges() {
    let source = "import asyncio as a\n((a) . subprocess).PIPE\n";
    with_model(source, |model| {
        let reference = model.references().last().expect("there is one");
        let text = |n| reference.range_of(n).map(|range| &source[range]);
        assert_eq!(text(0), None);
        assert_eq!(text(1), Some("a"));
        assert_eq!(text(2), Some("(a) . subprocess"));
        assert_eq!(text(3), Some("((a) . subprocess).PIPE"));
        assert_eq!(text(4), None);
        assert_eq!(model.reference_at(reference.range), Some(reference));
        let part = model.qualified_name(find(source, "(a) . subprocess", 0));
        assert_eq!(part, Some(QualifiedName::new("asyncio.subprocess")));
        assert_eq!(model.qualified_name(find(source, "a", 3)), Some(QualifiedName::new("asyncio")));
    });
}

#[test]
fn the_head_may_stand_for_several_segments() {
    let source = "from asyncio import subprocess as sp\nsp.PIPE\n";
    with_model(source, |model| {
        let reference = model.references().last().expect("there is one");
        let text = |n| reference.range_of(n).map(|range| &source[range]);
        assert_eq!([text(1), text(2), text(3)], [None, Some("sp"), Some("sp.PIPE")]);
    });
}

#[test]
fn contexts_are_told_apart() {
    check("import asyncio\nasyncio.sleep = f  #: asyncio.sleep Store\n");
    check("import asyncio\nasyncio.x.y += 1  #: asyncio.x.y Store\n");
    check("import asyncio\ndel asyncio.sleep  #: asyncio.sleep Delete\n");
    check("import asyncio\ndel asyncio  #: asyncio Delete\n");
    check("import asyncio\nx: asyncio.Task  #: asyncio.Task Annotation\n");
    check(
        "import asyncio\nx: list[asyncio.Task] = asyncio.f()  #: asyncio.Task Annotation, asyncio.f\n",
    );
    check(
        "import asyncio\ndef f(a: asyncio.A = asyncio.B) -> asyncio.C: pass  #: asyncio.A Annotation, asyncio.B, asyncio.C Annotation\n",
    );
    check("import asyncio\nfor asyncio.x in y: pass  #: asyncio.x Store\n");
}

#[test]
fn imports_are_references_of_their_own() {
    let source = "import a.b as c, d\nfrom e import f as g, h\nfrom i import *\n";
    with_model(source, |model| {
        let found: Vec<_> =
            model.references().iter().map(|r| (&source[r.range], r.name.as_str())).collect();
        let expected = [("a.b", "a.b"), ("d", "d"), ("f", "e.f"), ("h", "e.h"), ("*", "i.*")];
        assert_eq!(found, expected);
        assert!(model.references().iter().all(|r| r.context == ReferenceContext::Import));
    });
}

#[test]
fn imports_tell_where_they_stand() {
    let source = "\
import typing
if typing.TYPE_CHECKING:
    import a
else:
    import b
try:
    from c import d as e
except ImportError:
    pass
def f():
    from ..g import h
from __future__ import annotations
";
    with_model(source, |model| {
        let told: Vec<_> = model
            .imports()
            .iter()
            .map(|i| (i.bound_name(), i.conditional, i.type_checking, i.level, i.is_future()))
            .collect();
        let expected = [
            ("typing", false, false, 0, false),
            ("a", true, true, 0, false),
            ("b", true, false, 0, false),
            ("e", true, false, 0, false),
            ("h", false, false, 2, false),
            ("annotations", false, false, 0, true),
        ];
        assert_eq!(told, expected);
        let ranges: Vec<_> = model
            .imports()
            .iter()
            .filter_map(|i| i.binding)
            .map(|id| &source[model.binding(id).range])
            .collect();
        assert_eq!(ranges, ["typing", "a", "b", "e", "h", "annotations"]);
    });
}

#[test]
fn uses_follow_a_binding_into_nested_scopes() {
    let source = "\
import asyncio
asyncio.a
def f(asyncio):
    asyncio.shadowed
class C:
    asyncio.b
    def m(self):
        return [asyncio.c for x in y]
del asyncio
asyncio = 1
asyncio.d
";
    with_model(source, |model| {
        let import = model.imports()[0].binding.expect("it binds");
        let lines: Vec<_> =
            model.uses(import).iter().map(|range| line_of(source, *range)).collect();
        assert_eq!(lines, [2, 6, 8, 9]);
    });
}

fn line_of(source: &str, range: TextRange) -> usize {
    source[..range.start().to_usize()].matches('\n').count() + 1
}

#[test]
fn a_name_is_resolved_at_a_place() {
    let source = "x = 1\ndef f():\n    y = 2\n    return len(x)\nclass len: pass\n";
    with_model(source, |model| {
        let inside = find(source, "return", 0).start();
        let kinds = |name, offset: TextSize| -> Vec<_> {
            let found = model.resolve(name, offset).bindings;
            found.iter().map(|id| model.binding(*id).kind.clone()).collect()
        };
        assert_eq!(kinds("x", inside), [BindingKind::Assignment]);
        assert_eq!(kinds("len", inside), [BindingKind::Class]);
        assert!(model.visible("y", inside));
        assert!(!model.visible("y", TextSize::new(0)));
        assert!(!model.builtin("len", inside));
        assert!(model.builtin("len", TextSize::new(0)));
        assert!(model.builtin("max", inside));
        assert!(model.is_bound_anywhere("x") && !model.is_bound_anywhere("z"));
    });
}

#[test]
fn a_star_import_may_provide_anything() {
    check("from asyncio import *\nsleep(1)  #: asyncio.sleep?\nx = 1\nx\nprint(1)\n");
    check("from a import *\nfrom b import *\nsleep(1)  #: a.sleep|b.sleep?\n");
    with_model("from os import *\nopen\n", |model| {
        assert!(!model.builtin("open", TextSize::new(17)));
    });
}
