"""Finds what still speaks of asyncio, by other means than anyiofy's: `references.py < PATHS`.

Reads paths, one a line, and prints one JSON object for each: `path`; `imports`, where the names stand that
are imported from asyncio; `references`, each with where it stands, its dotted name and whether it is in
quotes; and `mentions`, where strings stand that may name one besides: paths to patch, attributes,
entries of `__all__`. Or `path` and `error` where this Python cannot parse it. A place is `[[line, column],
[line, column]]`, its start and end, lines from 1 and columns in bytes of UTF-8 from 0.

Python's own parser and a small scope analysis decide. A name counts when any binding of it in its scope
is an import of asyncio, or when nothing binds it and asyncio is imported with a star; so do names in
quoted annotations.
"""

import ast
import builtins
import json
import sys
import warnings

ROOTS = ("asyncio", "uvloop", "aiofiles", "async_timeout", "nest_asyncio", "pytest_asyncio")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
BINDERS = {ast.ExceptHandler: "name", ast.MatchAs: "name", ast.MatchStar: "name", ast.MatchMapping: "rest"}
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def is_ours(module):
    return module.split(".")[0] in ROOTS


class Scope:
    def __init__(self, kind, parent):
        self.kind = kind
        self.parent = parent
        self.bound = {}
        self.elsewhere = {}

    def bind(self, name, meaning=None):
        """Binds `name`: to a dotted name of asyncio's, or to something else."""
        self.owner(name).bound.setdefault(name, []).append(meaning)

    def owner(self, name):
        where = self.elsewhere.get(name)
        if where == "global":
            return self.module()
        if where == "nonlocal":
            return next((s for s in self.outer() if s.kind == "function" and name in s.bound), self.parent)
        return self

    def module(self):
        return self if self.parent is None else self.parent.module()

    def outer(self):
        scope = self.parent
        while scope is not None:
            yield scope
            scope = scope.parent

    def meanings(self, name):
        owner = self.owner(name)
        if name in owner.bound:
            return owner.bound[name]
        for scope in self.outer():
            if scope.kind != "class" and name in scope.bound:
                return scope.bound[name]
        return []


class Finder:
    """Walks a module twice: once to learn what every scope binds, once to look at its names."""

    def __init__(self):
        self.scopes = {}
        self.imports = []
        self.stars = []
        self.references = []
        self.mentions = []
        self.learning = True

    def run(self, tree):
        for self.learning in (True, False):
            self.inside(tree, "module", None, lambda scope: self.all(tree.body, scope))
        return self

    def inside(self, node, kind, parent, walk):
        scope = self.scopes.setdefault(node, Scope(kind, parent))
        walk(scope)

    def all(self, nodes, scope):
        for node in nodes:
            self.visit(node, scope)

    def visit(self, node, scope):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self.imported(node, scope)
        elif isinstance(node, FUNCTIONS):
            self.function(node, scope)
        elif isinstance(node, ast.ClassDef):
            self.class_(node, scope)
        elif isinstance(node, COMPREHENSIONS):
            self.comprehension(node, scope)
        else:
            self.other(node, scope)

    def imported(self, node, scope):
        module = getattr(node, "module", None) or ""
        for alias in node.names:
            if isinstance(node, ast.Import):
                dotted = alias.name
                bound = alias.asname or dotted.split(".")[0]
                meaning = dotted if alias.asname else bound
                ours = is_ours(dotted)
            else:
                meaning, bound = f"{module}.{alias.name}", alias.asname or alias.name
                ours = node.level == 0 and is_ours(module)
            if self.learning:
                if ours:
                    self.imports.append(place(alias))
                if alias.name != "*":
                    scope.bind(bound, meaning if ours else None)
                elif ours:
                    self.stars.append(module)

    def function(self, node, scope):
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        every += [a for a in (arguments.vararg, arguments.kwarg) if a]
        self.all([d for d in [*arguments.defaults, *arguments.kw_defaults] if d], scope)
        if not isinstance(node, ast.Lambda):
            self.all(node.decorator_list, scope)
            for annotation in [a.annotation for a in every] + [node.returns]:
                self.annotation(annotation, scope)
            if self.learning:
                scope.bind(node.name)

        def body(inner):
            if self.learning:
                for argument in every:
                    inner.bind(argument.arg)
            self.all(node.body if isinstance(node.body, list) else [node.body], inner)

        self.inside(node, "function", scope, body)

    def class_(self, node, scope):
        self.all([*node.decorator_list, *node.bases, *node.keywords], scope)
        if self.learning:
            scope.bind(node.name)
        self.inside(node, "class", scope, lambda inner: self.all(node.body, inner))

    def comprehension(self, node, scope):
        first = node.generators[0]
        self.visit(first.iter, scope)

        def body(inner):
            for generator in node.generators:
                self.visit(generator.target, inner)
                if generator is not first:
                    self.visit(generator.iter, inner)
                self.all(generator.ifs, inner)
            parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            self.all(parts, inner)

        self.inside(node, "comprehension", scope, body)

    def annotation(self, node, scope):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.quoted(node, scope)
        elif isinstance(node, ast.AST):
            self.visit(node, scope)
            for child in ast.walk(node):
                if isinstance(child, ast.Constant) and isinstance(child.value, str):
                    self.quoted(child, scope)

    def quoted(self, node, scope):
        """A name in quotes is said to stand somewhere in the string."""
        try:
            tree = ast.parse(node.value.strip(), mode="eval")
        except (SyntaxError, ValueError):
            return
        for name in ast.walk(tree):
            if isinstance(name, ast.Name) and not self.learning:
                self.used(name.id, node, scope, quoted=True)

    def other(self, node, scope):
        if isinstance(node, (ast.Global, ast.Nonlocal)) and self.learning:
            where = type(node).__name__.lower()
            scope.elsewhere.update(dict.fromkeys(node.names, where))
        elif isinstance(node, ast.Name):
            self.name(node, scope)
            return
        elif isinstance(node, ast.NamedExpr):
            self.walrus(node, scope)
            return
        elif isinstance(node, ast.AnnAssign):
            self.annotation(node.annotation, scope)
            self.all([n for n in (node.target, node.value) if n], scope)
            return
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.text(node, scope)
        bound = getattr(node, BINDERS.get(type(node), ""), None)
        if self.learning and bound:
            scope.bind(bound)
        self.all(ast.iter_child_nodes(node), scope)

    def walrus(self, node, scope):
        self.visit(node.value, scope)
        while scope.kind == "comprehension":
            scope = scope.parent
        self.visit(node.target, scope)

    def name(self, node, scope):
        if self.learning:
            if isinstance(node.ctx, ast.Store):
                scope.bind(node.id)
        elif not isinstance(node.ctx, ast.Store):
            self.used(node.id, node, scope)

    def text(self, node, scope):
        """A string that names asyncio in a path, or by itself something that may be an attribute of it."""
        segments = node.value.split(".")
        is_path = any(root in segments for root in ROOTS)
        if self.learning or not (is_path or node.value.isidentifier()):
            return
        self.mentions.append(place(node))

    def used(self, name, node, scope, quoted=False):
        meaning = next((m for m in scope.meanings(name) if m), None)
        if self.stars and not scope.meanings(name) and not hasattr(builtins, name):
            meaning = f"{self.stars[0]}.{name}"
        if meaning:
            self.references.append((*place(node), meaning, quoted))


def place(node):
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


def report(path):
    with open(path, "rb") as file:
        source = file.read()
    try:
        tree = ast.parse(source, path)
    except (SyntaxError, ValueError, RecursionError) as error:
        return {"path": path, "error": str(error), "imports": [], "references": [], "mentions": []}
    found = Finder().run(tree)
    references = sorted(set(found.references))
    return {"path": path, "imports": found.imports, "references": references, "mentions": found.mentions}


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(10_000)
    for line in sys.stdin.buffer.read().decode().splitlines():
        print(json.dumps(report(line)))


if __name__ == "__main__":
    main()
