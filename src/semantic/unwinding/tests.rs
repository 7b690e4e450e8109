//! What stands in the way of a proof that nothing suspends while a block unwinds.

use std::{path::Path, sync::Arc};

use super::{Awaited, Block, Entered, Files, Library, ObstacleKind, Summary};
use crate::{
    semantic::{Ast, SemanticModel},
    source::{TextRange, TextSize},
};

/// Knows names by how they begin.
struct Known<'a>(&'a str);

impl Library for Known<'_> {
    fn awaited(&self, expression: TextRange) -> Awaited {
        match &self.0[expression] {
            text if text.starts_with("sleep") => Awaited::Nothing,
            text if text.starts_with("gather") => Awaited::Arguments,
            text if text.starts_with("within") => Awaited::First,
            _ => Awaited::Unknown,
        }
    }

    fn entered(&self, manager: TextRange) -> Entered {
        match &self.0[manager] {
            text if text.starts_with("lock") => Entered::Plain,
            text if text.starts_with("shield") => Entered::Shield,
            _ => Entered::Unknown,
        }
    }

    fn is_cancellation(&self, class: TextRange) -> Option<bool> {
        match &self.0[class] {
            "Cancelled" => Some(true),
            "Other" => Some(false),
            _ => None,
        }
    }
}

/// A project of one file.
struct NoFiles;

impl Files for NoFiles {
    fn defining(&self, _: &Path, _: &str) -> Option<(Arc<Path>, Arc<Summary>, String)> {
        None
    }

    fn inheriting(&self, _: &Path, _: &str) -> Vec<(Arc<Path>, Arc<Summary>)> {
        Vec::new()
    }
}

/// Checks what is in the way for the statements of `async def block()`: each line that is says so in a
/// comment, `#: cleanup`.
#[track_caller]
fn check(source: &str) {
    let ast = Ast::parse(source).unwrap_or_else(|error| panic!("{error:?}\n{source}"));
    let model = SemanticModel::new(&ast, source);
    let header = "async def block():\n";
    let start = source.find(header).expect("the test has a block") + header.len();
    let length = source[start..].find("\n\n").unwrap_or(source.len() - start);
    let body = source[start..start + length].trim_end();
    // A comment on the last line is no part of the last statement.
    let last = body.rfind('\n').map_or(0, |newline| newline + 1);
    let body = body[last..].find("  #: ").map_or(body, |comment| &body[..last + comment]);
    let indent = body.len() - body.trim_start().len();
    let at = |offset: usize| TextSize::try_from(offset).expect("tests are small");
    let range = TextRange::new(at(start + indent), at(start + body.len()));
    let mut found: Vec<(usize, &str)> = Vec::new();
    let known = Known(source);
    let summary = Arc::new(Summary::new(&model, &known));
    let own = (Path::new("own.py"), &summary);
    for obstacle in model.unwinding(Block::Statements(range), &known, own, &NoFiles) {
        let kind = match obstacle.kind {
            ObstacleKind::Cleanup => "cleanup",
            ObstacleKind::Swallows => "swallows",
            ObstacleKind::GoesOn => "goes on",
            ObstacleKind::Told => "told",
            ObstacleKind::Unknown => "unknown",
        };
        found.push((obstacle.place.line - 1, kind));
    }
    found.sort_unstable();
    let lines = source.lines().enumerate();
    let expected: Vec<(usize, &str)> = lines
        .flat_map(|(line, text)| {
            let kinds = text.split_once("#: ").map_or("", |(_, kinds)| kinds);
            kinds.split(", ").filter(|kind| !kind.is_empty()).map(move |kind| (line, kind))
        })
        .collect();
    assert_eq!(found, expected, "in\n{source}");
}

#[test]
fn what_only_waits_is_proved() {
    check("async def block():\n    await sleep(1)\n");
    check("async def block():\n    x = 1\n");
    check("async def f():\n    await sleep(1)\n\nasync def block():\n    await f()\n");
    check("async def block():\n    await gather(sleep(1), *[sleep(2) for _ in x])\n");
    check("async def block():\n    await within(sleep(1), t)\n");
    check("async def block():\n    async with lock:\n        await sleep(1)\n");
}

#[test]
fn what_is_not_followed_is_unknown() {
    check("async def block():\n    await f()  #: unknown\n");
    check("def f(): ...\n\nasync def block():\n    await f()  #: unknown\n");
    check("@cached\nasync def f(): ...\n\nasync def block():\n    await f()  #: unknown\n");
    check("async def f():\n    await g()  #: unknown\n\nasync def block():\n    await f()\n");
    check("async def block():\n    await task  #: unknown\n");
    check("async def block():\n    await gather(*tasks)  #: unknown\n");
    check("async def block():\n    async for x in g():  #: unknown\n        pass\n");
    check("async def block():\n    async with g():  #: unknown\n        pass\n");
    check("async def block():\n    with g():  #: swallows\n        await sleep(1)\n");
    check("async def block():\n    with g():\n        pass\n");
    check("async def block():\n    return [x async for x in g()]  #: unknown\n");
}

#[test]
fn cleanup_that_waits_is_in_the_way() {
    check(
        "async def f():
    try:
        await sleep(1)
    finally:
        x = 1
        await sleep(2)  #: cleanup
        print(x)

async def block():
    await f()
",
    );
    check(
        "async def block():
    try:
        await sleep(1)
    except Cancelled:
        await sleep(2)  #: cleanup
        raise
    except ValueError:
        await sleep(3)
",
    );
    check("async def block():\n    try:\n        f()\n    finally:\n        await sleep(1)\n");
    check(
        "async def block():
    try:
        await sleep(1)
    finally:
        with shield():
            await sleep(2)
",
    );
}

#[test]
fn what_keeps_a_cancellation_is_in_the_way() {
    for clause in
        ["except Cancelled", "except (Other, Cancelled)", "except BaseException", "except"]
    {
        for (body, kind) in [
            ("pass", "  #: swallows"),
            ("return", "  #: swallows"),
            ("raise ValueError", "  #: swallows"),
            ("raise", ""),
        ] {
            check(&format!(
                "async def block():
    try:
        await sleep(1)
    {clause}:{kind}
        {body}
"
            ));
        }
    }
    check(
        "async def block():
    try:
        await sleep(1)
    except Exception:
        pass
    except (ValueError, Other):
        pass
    except unknown:  #: swallows
        pass
",
    );
    check(
        "async def block():
    try:
        await sleep(1)
    except BaseException as error:  #: told
        print(error)
        raise error
",
    );
    check(
        "async def block():
    while True:
        try:
            await sleep(1)
        finally:
            break  #: swallows
",
    );
    check(
        "import contextlib

async def block():
    with contextlib.suppress(ValueError):
        await sleep(1)
    with contextlib.suppress(Cancelled):  #: goes on
        await sleep(1)
    with open(x):
        await sleep(1)
",
    );
}

#[test]
fn methods_are_followed() {
    check(
        "class A:
    async def f(self):
        await self.g()

    async def g(self):
        try:
            await sleep(1)
        finally:
            await sleep(2)  #: cleanup

async def block():
    a = A()
    await a.f()
    await A().g()
",
    );
    check(
        "class A:
    async def f(self):
        await sleep(1)

class B(A):
    pass

async def block():
    await B().f()
",
    );
    check(
        "class A:
    async def f(self):
        await sleep(1)

class B(A, C):
    pass

async def block():
    await B().f()  #: unknown
",
    );
}

#[test]
fn methods_that_replace_others_are_followed() {
    check(
        "class A:
    async def f(self):
        await self.g()

    async def g(self):
        await sleep(1)

class B(A):
    pass

class C(B):
    async def g(self):
        try:
            await sleep(1)
        finally:
            await sleep(2)  #: cleanup

async def block():
    await A().f()
",
    );
}

#[test]
fn a_method_that_may_be_meant_is_looked_at() {
    check(
        "class A:
    async def f(self):
        try:
            await sleep(1)
        finally:
            await sleep(2)  #: cleanup

async def block():
    await a.f()  #: unknown
",
    );
}

#[test]
fn managers_are_followed() {
    check(
        "from contextlib import asynccontextmanager

@asynccontextmanager
async def plain():
    yield 1
    await sleep(1)

@asynccontextmanager
async def careful():
    try:
        yield 1
    finally:
        await sleep(1)  #: cleanup

async def block():
    async with plain():
        async with careful():
            pass
",
    );
    check(
        "class A:
    async def __aenter__(self):
        await sleep(1)
        return self

    async def __aexit__(self, *error):
        self.x = 1
        await sleep(1)  #: cleanup

class B:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):  #: swallows
        return True

class C:
    async def __aenter__(self): ...
    async def __aexit__(self, *error): ...

async def block():
    async with A(), B(), C():
        pass
",
    );
}

#[test]
fn generators_are_followed() {
    check(
        "async def g():
    try:
        await sleep(1)
        yield 1
    finally:
        await sleep(1)  #: cleanup

async def block():
    async for x in g():
        await sleep(1)
",
    );
}

#[test]
fn recursion_ends() {
    check(
        "async def f():
    await f()
    await g()

async def g():
    await f()

async def block():
    await f()
",
    );
}

#[test]
fn what_ends_a_cancellation_and_waits_again_goes_on() {
    check(
        "async def block():
    try:
        await sleep(1)
    except Cancelled:  #: goes on
        pass
    await sleep(1)
",
    );
    check(
        "async def block():
    while x:
        try:
            await sleep(1)
        except Cancelled:  #: goes on
            x = f()
",
    );
    check(
        "async def block():
    while x:
        try:
            await sleep(1)
        except Cancelled:  #: swallows
            break
    return x
",
    );
    check(
        "async def block():
    try:
        await sleep(1)
    except Cancelled:  #: swallows
        return 1
    await sleep(1)
",
    );
    check(
        "async def block():
    try:
        await task  #: unknown
    except Cancelled:  #: swallows
        pass
    await sleep(1)
",
    );
}

#[test]
fn who_looks_at_the_error_is_told() {
    check(
        "async def block():
    try:
        await sleep(1)
    except Cancelled as error:  #: told
        log(error)
        raise
",
    );
    check(
        "async def block():
    try:
        await sleep(1)
    except BaseException as error:
        log(type(error))
        raise error
",
    );
}

#[test]
fn what_may_be_meant_is_looked_at() {
    check(
        "class Link:
    async def __aenter__(self): ...
    async def __aexit__(self, *exc_info):
        await sleep(1)  #: cleanup

async def block():
    async with link:  #: unknown
        pass
",
    );
    check(
        "async def work():
    try:
        await sleep(1)
    finally:
        await sleep(2)  #: cleanup

async def block():
    await f()  #: unknown

start(work())
",
    );
    check(
        "@retried
async def work():
    try:
        await sleep(1)
    finally:
        await sleep(2)  #: cleanup

async def block():
    await f()  #: unknown
",
    );
}
