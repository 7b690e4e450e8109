//! Every way to bind a name, and which uses each one hides from an import.

use super::check;

/// `asyncio` is imported by the module, and bound again inside a function by `binding`: then it
/// means that binding in all of the function, and the import outside.
fn shadows_in_function(binding: &str) {
    let body: String = binding.lines().map(|line| format!("    {line}\n")).collect();
    check(&format!(
        "import asyncio\ndef f():\n{body}    asyncio.sleep(1)\nasyncio.sleep(2)  #: asyncio.sleep\n"
    ));
}

#[test]
fn every_binding_form_shadows() {
    for binding in [
        "asyncio = 1",
        "asyncio, b = 1, 2",
        "[a, (*asyncio, b)] = c",
        "asyncio: int = 1",
        "for asyncio in x: pass",
        "for a, asyncio in x: pass",
        "with x as asyncio: pass",
        "with x as (a, asyncio): pass",
        "def asyncio(): pass",
        "async def asyncio(): pass",
        "class asyncio: pass",
        "(asyncio := 1)",
        "[(asyncio := y) for y in z]",
        "type asyncio = int",
        "match x:\n    case asyncio: pass",
        "match x:\n    case [*asyncio]: pass",
        "match x:\n    case {**asyncio}: pass",
        "match x:\n    case int() as asyncio: pass",
    ] {
        shadows_in_function(binding);
    }
}

#[test]
fn a_binding_elsewhere_in_the_function_makes_the_name_local() {
    check("import asyncio\ndef f():\n    asyncio.a\n    asyncio = 1\n");
    check("import asyncio\ndef f():\n    asyncio.a\n    asyncio: int\n");
    check("import asyncio\ndef f():\n    asyncio.a\n    del asyncio\n");
    check("import asyncio\ndef f():\n    asyncio += 1\n");
    check(
        "import asyncio\ndef f():\n    asyncio.a\n    try: pass\n    except E as asyncio: pass\n",
    );
}

#[test]
fn parameters_shadow() {
    for parameters in [
        "asyncio",
        "asyncio=1",
        "*asyncio",
        "**asyncio",
        "a, /, asyncio",
        "*, asyncio",
        "asyncio: int = 2",
    ] {
        check(&format!("import asyncio\ndef f({parameters}):\n    asyncio.sleep(1)\n"));
    }
    check("import asyncio\nlambda asyncio: asyncio.sleep\n");
    check("import asyncio\nlambda x=asyncio.y: asyncio.sleep  #: asyncio.y, asyncio.sleep\n");
}

#[test]
fn defaults_decorators_and_annotations_belong_outside() {
    check(
        "\
import asyncio
@asyncio.a  #: asyncio.a
def f(
    asyncio: asyncio.b  #: asyncio.b Annotation
    = asyncio.c,  #: asyncio.c
) -> asyncio.d:  #: asyncio.d Annotation
    asyncio.e
",
    );
    check(
        "import asyncio\n@asyncio.a  #: asyncio.a\nclass C(asyncio.b):  #: asyncio.b\n    asyncio = 1\n    asyncio.c\n",
    );
}

#[test]
fn comprehensions_are_scopes_whose_first_iterable_is_outside() {
    check("import asyncio\n[asyncio.a for asyncio in asyncio.b]  #: asyncio.b\n");
    check("import asyncio\n{asyncio.a: 1 for x in y for asyncio in asyncio.b}\n");
    check("import asyncio\n(x for x in asyncio.b if asyncio.c)  #: asyncio.b, asyncio.c\n");
    check("import asyncio\nasyncio.a, [asyncio for asyncio in x]  #: asyncio.a\n");
    check(
        "import asyncio\n{asyncio for y in z for x in [asyncio.q for asyncio in w]}  #: asyncio\n",
    );
}

#[test]
fn class_scopes_are_not_seen_by_nested_functions() {
    check(
        "\
import asyncio
class C:
    asyncio = 1
    asyncio.a
    def m(self, x=asyncio.b):
        asyncio.c  #: asyncio.c
    [asyncio.d for x in y]  #: asyncio.d
    [x for x in asyncio.e]
    lambda: asyncio.f  #: asyncio.f
",
    );
}

#[test]
fn a_class_body_falls_back_to_the_module_before_it_binds() {
    check("from asyncio import sleep\nclass C:\n    sleep = sleep  #: asyncio.sleep\n    sleep\n");
    check(
        "from asyncio import sleep\nclass C:\n    if x:\n        sleep = 1\n    sleep  #: asyncio.sleep?\n",
    );
    check(
        "from asyncio import sleep\ndef f(sleep):\n    class C:\n        sleep = sleep  #: asyncio.sleep\n",
    );
}

#[test]
fn an_import_in_a_class_or_function_stays_there() {
    check(
        "class C:\n    import asyncio\n    asyncio.a  #: asyncio.a\n    def m(self): asyncio.b\n",
    );
    check("def f():\n    import asyncio\n    def g(): asyncio.a  #: asyncio.a\nasyncio.b\n");
}

#[test]
fn global_and_nonlocal_bind_elsewhere() {
    check("def f():\n    global asyncio\n    import asyncio\nasyncio.a  #: asyncio.a\n");
    check(
        "import asyncio\ndef f():\n    global asyncio\n    asyncio = 1\nasyncio.a  #: asyncio.a?\n",
    );
    check(
        "def f():\n    import asyncio\n    def g():\n        nonlocal asyncio\n        asyncio.a  #: asyncio.a\n",
    );
    check(
        "def f():\n    import asyncio\n    def g():\n        nonlocal asyncio\n        asyncio = 1\n    asyncio.a  #: asyncio.a?\n",
    );
    check(
        "import asyncio\ndef f(asyncio):\n    def g():\n        global asyncio\n        asyncio.a  #: asyncio.a\n",
    );
    check(
        "import asyncio\ndef f():\n    asyncio = 1\n    def g():\n        global asyncio\n        def h(): asyncio.a  #: asyncio.a\n",
    );
}

#[test]
fn type_parameters_are_a_scope_around_the_head() {
    check(
        "import asyncio\ndef f[asyncio](x: asyncio.a) -> asyncio.b:\n    asyncio.c\nasyncio.d  #: asyncio.d\n",
    );
    check(
        "import asyncio\nclass C[asyncio](asyncio.a):\n    asyncio.b\n    def m(self): asyncio.c\n",
    );
    check("import asyncio\ntype asyncio2[asyncio] = asyncio.a\n");
    check(
        "import asyncio\ntype X[T: asyncio.a] = asyncio.b  #: asyncio.a Annotation, asyncio.b Annotation\n",
    );
    check("import asyncio\ndef f[T](x=asyncio.a): pass  #: asyncio.a\n");
    check(
        "import asyncio\nclass C:\n    class asyncio: pass\n    def m[T](self, x: asyncio.a): asyncio.b  #: asyncio.b\n",
    );
}

#[test]
fn the_walrus_leaves_its_comprehension() {
    check("import asyncio\nany((asyncio := x) for x in y)\nasyncio.a  #: asyncio.a?\n");
    check(
        "import asyncio\ndef f():\n    [(asyncio := x) for x in y]\n    asyncio.a\nasyncio.b  #: asyncio.b\n",
    );
    check("import asyncio\nf(asyncio.a, asyncio := 1, asyncio.b)  #: asyncio.a, asyncio.b?\n");
}

#[test]
fn later_bindings_hide_earlier_ones() {
    check("import asyncio\nasyncio.a  #: asyncio.a\nasyncio = 1\nasyncio.b\n");
    check("asyncio = 1\nasyncio.a\nimport asyncio\nasyncio.b  #: asyncio.b\n");
    check("import asyncio\ndel asyncio  #: asyncio Delete\nasyncio.a\n");
    check("import asyncio\nasyncio = asyncio.a  #: asyncio.a\n");
    check(
        "import asyncio\nfor asyncio in asyncio.a:  #: asyncio.a\n    asyncio.b\nasyncio.c  #: asyncio.c?\n",
    );
    check("import asyncio\nwith asyncio.a as asyncio:  #: asyncio.a\n    asyncio.b\nasyncio.c\n");
}

#[test]
fn nested_functions_may_see_any_binding() {
    check("import asyncio\ndef f(): asyncio.a  #: asyncio.a?\nasyncio = 1\n");
    check("import asyncio\nx = (asyncio.a for y in z)  #: asyncio.a?\nasyncio = 1\n");
    check("import asyncio\nx = [asyncio.a for y in z]  #: asyncio.a\nasyncio = 1\n");
}

#[test]
fn branches_meet() {
    check(
        "import asyncio\nif x:\n    asyncio = 1\n    asyncio.a\nelse:\n    asyncio.b  #: asyncio.b\nasyncio.c  #: asyncio.c?\n",
    );
    check(
        "if x:\n    import asyncio\nelif y:\n    asyncio = 1\nelse:\n    asyncio.b\nasyncio.c  #: asyncio.c?\n",
    );
    check("if x:\n    import asyncio\nelse:\n    import asyncio\nasyncio.c  #: asyncio.c\n");
    check("import asyncio\nif (asyncio := x):\n    asyncio.a  #: asyncio.a?\n");
    check(
        "import asyncio\nmatch asyncio.x:  #: asyncio.x\n    case asyncio if asyncio.a:\n        asyncio.b\n    case _:\n        asyncio.c  #: asyncio.c?\n",
    );
}

#[test]
fn try_blocks_meet() {
    check(
        "try:\n    import asyncio\nexcept ImportError:\n    asyncio = None\nasyncio.a  #: asyncio.a?\n",
    );
    check(
        "try:\n    import asyncio\nexcept ImportError:\n    asyncio.a  #: asyncio.a\nelse:\n    asyncio.b  #: asyncio.b\nfinally:\n    asyncio.c  #: asyncio.c\n",
    );
    check(
        "asyncio = 1\ntry:\n    import asyncio\nexcept ImportError:\n    asyncio.a  #: asyncio.a?\nelse:\n    asyncio.b  #: asyncio.b\n",
    );
    check(
        "try:\n    from asyncio import timeout\nexcept ImportError:\n    from async_timeout import timeout\ntimeout(1)  #: asyncio.timeout|async_timeout.timeout?\n",
    );
    check(
        "import asyncio\ntry:\n    pass\nexcept E as asyncio:\n    asyncio.a\nasyncio.b  #: asyncio.b\n",
    );
}

#[test]
fn loops_come_around() {
    check("import asyncio\nwhile x:\n    asyncio.a  #: asyncio.a?\n    asyncio = 1\n");
    check("import asyncio\nwhile x:\n    asyncio = 1\n    asyncio.a\n    asyncio = 2\n");
    check(
        "import asyncio\nfor y in x:\n    if y:\n        asyncio.a  #: asyncio.a?\n    else:\n        asyncio = 1\n",
    );
    check(
        "import asyncio\nfor y in x:\n    import asyncio\n    while z:\n        asyncio.a  #: asyncio.a?\n        asyncio = 1\n",
    );
    check(
        "import asyncio\nfor y in x:\n    def f():\n        asyncio = 1\n    asyncio.a  #: asyncio.a\n",
    );
}

#[test]
fn a_conditional_import_of_a_builtins_name_is_unsure() {
    check(
        "try:\n    from asyncio import TimeoutError\nexcept ImportError:\n    pass\nTimeoutError  #: asyncio.TimeoutError?\ndef f(): TimeoutError  #: asyncio.TimeoutError?\n",
    );
    check(
        "from asyncio import TimeoutError\nTimeoutError  #: asyncio.TimeoutError\ndef f(): TimeoutError  #: asyncio.TimeoutError\n",
    );
}
