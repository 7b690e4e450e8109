//! Programs deeper and larger than people write: each is dealt with, or refused with a reason, and
//! neither takes long nor overflows a stack.

use std::fmt::Write as _;

use super::support::{Ended, Folder};

const DEEP: usize = 10_000;

/// Programs that nest in every way, and use asyncio.
fn deep() -> Vec<(&'static str, String)> {
    let around = |open: &str, inside: &str, close: &str| {
        format!("x = {}{inside}{}", open.repeat(DEEP), close.repeat(DEEP))
    };
    let mut blocks = String::new();
    for depth in 0..200 {
        let _ = writeln!(blocks, "{}if x:", " ".repeat(depth));
    }
    let mut functions = String::new();
    for depth in 0..200 {
        let _ = writeln!(functions, "{}async def f():", " ".repeat(depth));
    }
    let inner = format!("{}await asyncio.sleep(1)", " ".repeat(200));
    vec![
        ("parentheses", around("(", "asyncio.sleep(1)", ")")),
        ("brackets", around("[", "asyncio.sleep", "]")),
        ("braces", around("{1: ", "asyncio.Lock()", "}")),
        ("calls", around("asyncio.sleep(", "1", ")")),
        ("subscripts", around("x[", "asyncio", "]")),
        ("unclosed", format!("x = {}", "(".repeat(DEEP))),
        ("unary operators", around("-", "asyncio.sleep", "")),
        ("not", around("not ", "asyncio.sleep", "")),
        ("await", around("await ", "asyncio.sleep(1)", "")),
        ("lambdas", around("lambda: ", "asyncio.sleep(1)", "")),
        ("conditionals", around("asyncio if x else ", "1", "")),
        ("attributes", around("", "asyncio", ".sleep")),
        ("call chain", around("", "asyncio.sleep", "(1)")),
        ("sums", around("", "asyncio", " + asyncio.sleep")),
        ("strings", around("", "asyncio.sleep(", " 'a'") + ")"),
        ("f-strings", around("f'{", "asyncio", "}'")),
        ("targets", around("y = ", "asyncio.Lock()", "")),
        ("comparisons", around("", "asyncio", " < x")),
        ("walrus", around("(y := ", "asyncio", ")")),
        ("annotations", format!("x: '{}asyncio.Lock{}'", "list[".repeat(DEEP), "]".repeat(DEEP))),
        ("elif", format!("if x: pass\n{}", "elif x: asyncio.run(f())\n".repeat(DEEP))),
        ("decorators", format!("{}def f(): pass", "@asyncio.iscoroutine\n".repeat(DEEP))),
        ("blocks", format!("{blocks}{}asyncio.run(f())", " ".repeat(200))),
        ("functions", functions + &inner),
        ("timeouts", {
            let call = "asyncio.wait_for(".repeat(1_000) + "f()" + &", 1)".repeat(1_000);
            format!("async def f():\n    await {call}")
        }),
    ]
}

#[test]
fn deep_programs_are_dealt_with_or_refused() {
    let named = deep().into_iter().enumerate();
    let files = named.map(|(index, (name, code))| {
        (format!("{index:02} {name}.py"), format!("import asyncio\n{code}\n"))
    });
    let files: Vec<(String, String)> = files.collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, code)| (&**name, &**code)).collect();
    let folder = Folder::new(&files);
    for arguments in [&["check", "-q"][..], &["fix", "--allow-dirty", "--accept", "all"]] {
        let Ended { code, stderr, .. } = folder.run(arguments);
        assert_eq!(code, 3, "{stderr}");
        assert!(!stderr.contains("bug"), "{stderr}");
        for line in stderr.lines().filter(|line| line.starts_with("error: ")) {
            assert!(line.contains(": not valid Python: nested too deep"), "{line}");
        }
    }
    let again = folder.run(&["diff", "--accept", "all"]);
    assert_eq!(again.stdout, "");
    // What Python can run is not refused.
    for fine in ["strings", "targets", "elif", "decorators"] {
        assert!(!again.stderr.contains(&format!(" {fine}.py")), "{}", again.stderr);
    }
}

#[test]
fn large_programs_are_dealt_with() {
    let statements = |statement: &str, count| {
        format!("import asyncio\n\n\nasync def f():\n{}", statement.repeat(count))
    };
    let list = format!("x = [{}]\n", "asyncio.sleep(1), ".repeat(50_000));
    let mut functions = "import asyncio\n".to_owned();
    for index in 0..50_000 {
        let _ = writeln!(functions, "\n\nasync def f{index}():\n    await asyncio.sleep({index})");
    }
    let files = [
        ("references.py", statements("    await asyncio.sleep(1)\n", 100_000), 100_000),
        ("lines.py", statements("    x = 1\n", 100_000) + "    await asyncio.sleep(1)\n", 1),
        ("list.py", format!("import asyncio\n\n{list}"), 50_000),
        ("functions.py", functions, 50_000),
        (
            "line.py",
            format!("import asyncio\n\nx = '{}'; asyncio.run(f())\n", "é".repeat(2_500_000)),
            1,
        ),
    ];
    for (name, code, references) in files {
        let folder = Folder::new(&[(name, &code)]);
        let ended = folder.run(&["check", "--statistics", "--accept", "all"]);
        assert_eq!(ended.code, 1, "{name}: {}", ended.stderr);
        let total = ended.stdout.lines().find(|line| line.starts_with("total ")).unwrap();
        let counts: Vec<usize> =
            total.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        assert_eq!(counts, [references, references], "{name}: {total}");
        assert_eq!(folder.run(&["fix", "--allow-dirty", "--accept", "all"]).code, 0, "{name}");
        let fixed = String::from_utf8(folder.read(name)).unwrap();
        assert!(!fixed.contains("asyncio"), "{name}");
        assert_eq!(fixed.lines().count(), code.lines().count(), "{name}");
    }
    let folder = Folder::new(&[("list.py", &format!("import asyncio\n\n{list}"))]);
    let ended = folder.run(&["check"]);
    assert!(ended.stdout.len() < 50_000 * 1_000, "a line is shown whole for every reference");
}
