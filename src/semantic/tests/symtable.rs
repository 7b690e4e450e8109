//! The scopes of CPython's library, as CPython's own `symtable` sees them.

use std::{
    collections::BTreeSet,
    io::Write,
    process::{Command, Stdio},
};

use ruff_python_ast::AnyNodeRef;

use super::{Ast, SemanticModel, hostile::python_files};
use crate::{
    semantic::{ScopeId, ScopeKind},
    source::{Ranged, TextSize},
};

/// Prints a line for each file, and one for each scope: its kind, line, and the names it binds.
const PROGRAM: &str = r"
import symtable, sys

def show(table):
    names = {s.get_name() for s in table.get_symbols() if s.is_local() or s.is_parameter()}
    if table.get_type() in ('module', 'function', 'class'):
        has_line = table.get_type() != 'module' and table.get_name() != 'genexpr'
        line = table.get_lineno() if has_line else 0
        print('S', table.get_type(), line, *sorted(n for n in names if n.isascii()))
    for child in table.get_children():
        show(child)

for path in sys.stdin.read().splitlines():
    try:
        with open(path, encoding='utf-8') as file:
            table = symtable.symtable(file.read(), path, 'exec')
    except (SyntaxError, UnicodeDecodeError):
        continue
    print('F', path)
    show(table)
";

/// The scopes that CPython finds in each file, as lines `kind line names`.
fn scopes_of_cpython(paths: &str) -> Option<Vec<(String, BTreeSet<String>)>> {
    let mut python = Command::new("python3")
        .args(["-W", "ignore", "-c", PROGRAM])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    python.stdin.take()?.write_all(paths.as_bytes()).ok()?;
    let output = String::from_utf8(python.wait_with_output().ok()?.stdout).ok()?;
    let mut files: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in output.lines() {
        match (line.split_once(' ')?, files.last_mut()) {
            (("F", path), _) => files.push((path.to_owned(), BTreeSet::new())),
            ((_, scope), Some((_, scopes))) => {
                scopes.insert(without_mangled(scope));
            }
            _ => return None,
        }
    }
    Some(files)
}

/// Leaves out names that CPython changes, or makes up.
fn without_mangled(scope: &str) -> String {
    let is_plain = |name: &&str| {
        let is_dunder = name.starts_with("__") && name.ends_with("__");
        !name.starts_with('.') && (is_dunder || !name.starts_with('_') || !name.contains("__"))
    };
    scope.split(' ').filter(is_plain).collect::<Vec<_>>().join(" ")
}

fn scopes_of_model(source: &str, model: &SemanticModel<'_>) -> BTreeSet<String> {
    let starts: Vec<usize> =
        std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line = |offset: TextSize| starts.partition_point(|start| *start <= offset.to_usize());
    let shown = model.scope_ids().filter_map(|id| {
        let scope = model.scope(id);
        let kind = match scope.kind {
            ScopeKind::Module => "module",
            ScopeKind::Class => "class",
            ScopeKind::TypeParams => return None,
            _ => "function",
        };
        let at = scope.node.map(|node| match model.nodes().get(node) {
            AnyNodeRef::StmtFunctionDef(def) => line(def.name.start()),
            // CPython counts from the bracket of the call around it.
            AnyNodeRef::ExprGenerator(_) => 0,
            AnyNodeRef::StmtClassDef(class) => line(class.name.start()),
            other => line(other.start()),
        });
        let names = names_of(model, id).into_iter().collect::<Vec<_>>().join(" ");
        let text = format!("{kind} {} {names}", at.unwrap_or(0));
        Some(without_mangled(text.trim_end()))
    });
    shown.collect()
}

/// The names that code of the scope itself binds there.
fn names_of<'a>(model: &SemanticModel<'a>, scope: ScopeId) -> BTreeSet<&'a str> {
    let own = model.bindings().iter().filter(|binding| {
        binding.scope == scope && (scope != ScopeId::MODULE || binding.written_in == scope)
    });
    own.map(|binding| binding.name).filter(|name| name.is_ascii()).collect()
}

#[test]
fn scopes_are_those_of_cpython() {
    let paths: Vec<_> = python_files().iter().map(|path| path.display().to_string()).collect();
    let Some(files) = scopes_of_cpython(&paths.join("\n")) else {
        return;
    };
    for (path, expected) in files {
        let Ok(source) = std::fs::read_to_string(&path) else { continue };
        let Ok(ast) = Ast::parse(&source) else { continue };
        let found = scopes_of_model(&source, &SemanticModel::new(&ast, &source));
        let missing: Vec<_> = expected.difference(&found).collect();
        let added: Vec<_> = found.difference(&expected).collect();
        assert_eq!((missing, added), (vec![], vec![]), "{path}");
    }
}
