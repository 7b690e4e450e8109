//! Programs that nest deep, are long, or are CPython's own.

use std::{fmt::Write as _, fs, path::PathBuf, process::Command, thread, time::Instant};

use super::{Ast, SemanticModel};

/// The stack of a worker; what passes the guard must be read within it.
const STACK: usize = 16 << 20;

fn on_worker<T: Send + 'static>(test: impl FnOnce() -> T + Send + 'static) -> T {
    let worker = thread::Builder::new().stack_size(STACK).spawn(test).expect("a thread starts");
    worker.join().expect("the test ends without a panic")
}

/// Reads a program as the engine does; whether it was accepted.
fn read(source: &str) -> bool {
    match Ast::parse(source) {
        Ok(ast) => {
            let model = SemanticModel::new(&ast, source);
            drop(model);
            true
        }
        Err(_) => false,
    }
}

/// Ways to nest, each by its depth.
fn nested(depth: usize) -> Vec<(&'static str, String)> {
    let around = |open: &str, middle: &str, close: &str| {
        format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
    };
    let mut blocks = String::new();
    for level in 0..depth {
        let _ = writeln!(blocks, "{}if x:", " ".repeat(level));
    }
    let _ = writeln!(blocks, "{}pass", " ".repeat(depth));
    vec![
        ("parentheses", around("(", "x", ")")),
        ("unclosed", "(".repeat(depth)),
        ("lists", around("[", "x", "]")),
        ("dicts", around("{1:", "x", "}")),
        ("calls", around("f(", "x", ")")),
        ("keyword calls", around("f(a=", "x", ")")),
        ("subscripts", around("f[", "x", "]")),
        ("slices", around("f[1:", "x", "]")),
        ("sums", format!("x{}", "+x".repeat(depth))),
        ("mixed precedence", around("(a or b and not c == d | e ^ f & g << h + i * -", "x", ")")),
        ("attributes", format!("x{}", ".x".repeat(depth))),
        ("chained calls", format!("x{}", "()".repeat(depth))),
        ("chained subscripts", format!("x{}", "[0]".repeat(depth))),
        ("not", format!("{}x", "not ".repeat(depth))),
        ("minus", format!("{}x", "-".repeat(depth))),
        ("powers", format!("x{}", "**x".repeat(depth))),
        ("lambdas", format!("{}x", "lambda a, b: ".repeat(depth))),
        ("lambda defaults", format!("{}x{}", "lambda a=(".repeat(depth), "): a".repeat(depth))),
        ("conditionals", format!("{}x", "x if x else ".repeat(depth))),
        ("comparisons", format!("x{}", "<x".repeat(depth))),
        ("and", format!("x{}", " and x".repeat(depth))),
        ("await", format!("{}x", "await ".repeat(depth))),
        ("stars", format!("f({}x)", "*".repeat(depth))),
        ("comprehensions", around("[x for x in ", "y", "]")),
        ("f-strings", around("f'{", "x", "}'")),
        ("format specs", format!("f'{}x{}'", "{x:".repeat(depth), "}".repeat(depth))),
        ("t-strings", around("t'{", "x", "}'")),
        ("walrus", around("(x := ", "y", ")")),
        ("patterns", format!("match x:\n    case {}: pass\n", around("A(", "x", ")"))),
        ("pattern alternatives", format!("match x:\n    case 1{}: pass\n", "|1".repeat(depth))),
        ("blocks", blocks),
        ("decorators", format!("{}def f(): pass\n", "@x\n".repeat(depth))),
        ("targets", format!("{}x\n", "x = ".repeat(depth))),
        ("elif", format!("if x: pass\n{}", "elif x: pass\n".repeat(depth))),
        ("strings", "'x' ".repeat(depth)),
        ("dotted import", format!("import a{}\n", ".a".repeat(depth))),
        ("type parameters", around("x: A[", "x", "]")),
    ]
}

#[test]
fn deep_programs_are_refused_and_none_overflows() {
    on_worker(|| {
        for depth in [90, 150, 400, 600, 900, 1_300, 1_900, 2_900, 10_000] {
            for (_, source) in nested(depth) {
                read(&source);
            }
        }
    });
}

#[test]
fn what_python_itself_allows_is_read() {
    on_worker(|| {
        for (name, source) in nested(90) {
            let is_python = !matches!(name, "unclosed" | "await" | "stars" | "format specs");
            assert!(!is_python || read(&source), "{name}: {:?}", Ast::parse(&source).err());
        }
        for name in ["sums", "attributes", "and", "elif", "strings", "decorators", "targets"] {
            let found = nested(900).into_iter().find(|(n, _)| *n == name);
            let (_, source) = found.expect("the test names a way to nest");
            assert!(read(&source), "{name}: {:?}", Ast::parse(&source).err());
        }
        let wide = format!("x = [{}]\n", "f(a, -b, lambda: c.d), ".repeat(10_000));
        assert!(read(&wide), "{:?}", Ast::parse(&wide).err());
        let long = "x = f(a) + -b\n".repeat(10_000);
        assert!(read(&long));
        assert!(read(&format!("if x: pass\n{}", "elif x: pass\n".repeat(10_000))));
    });
}

#[test]
fn the_line_that_is_too_deep_is_told() {
    let source = format!("x\ny\nz = {}\nw\n", "-".repeat(50_000) + "1");
    let error = Ast::parse(&source).expect_err("it is too deep");
    assert_eq!(error.offset.to_usize(), 4);
}

#[test]
fn long_files_take_linear_time() {
    let start = Instant::now();
    let line = "import asyncio\nx = asyncio.f(x)\nif y:\n    import asyncio\n";
    let mut source = line.repeat(25_000);
    source.push_str("def f():\n    while x:\n        asyncio.a(x)\n        x = asyncio\n");
    assert!(read(&source));
    let body = "    x = asyncio.f(x)\n    asyncio = x\n".repeat(20_000);
    assert!(read(&format!("def f():\n  while y:\n{body}")));
    assert!(start.elapsed().as_secs() < 20, "took {:?}", start.elapsed());
}

#[test]
fn every_module_of_the_standard_library_is_read() {
    on_worker(|| {
        let files = python_files();
        let mut read_files = 0;
        for path in &files {
            let Ok(source) = fs::read_to_string(path) else { continue };
            let Ok(ast) = Ast::parse(&source) else { continue };
            let model = SemanticModel::new(&ast, &source);
            for reference in model.references() {
                let _ = &source[reference.range];
                for segments in 0..4 {
                    assert!(
                        reference
                            .range_of(segments)
                            .is_none_or(|r| reference.range.contains_range(r))
                    );
                }
            }
            for binding in model.bindings() {
                assert!(source.get(std::ops::Range::from(binding.range)).is_some(), "{path:?}");
                model.uses(binding.id);
            }
            read_files += 1;
        }
        assert!(files.is_empty() || read_files > 200, "only {read_files} of {} files", files.len());
    });
}

/// The files of CPython's library, its tests excluded; none where there is no Python.
pub(super) fn python_files() -> Vec<PathBuf> {
    let program = "import sysconfig; print(sysconfig.get_paths()['stdlib'])";
    let Ok(output) = Command::new("python3").args(["-c", program]).output() else {
        return Vec::new();
    };
    let mut folders = vec![PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match path.is_dir() {
                true if !["site-packages", "test", "tests"].contains(&name.as_str()) => {
                    folders.push(path)
                }
                false if name.ends_with(".py") => files.push(path),
                _ => {}
            }
        }
    }
    files
}
