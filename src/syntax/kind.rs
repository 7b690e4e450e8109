//! What the abstract tree may say of a byte range.

/// A kind of node of the abstract tree that has a counterpart in the concrete one.
///
/// Named as in Python's `ast`. A compound statement's `else` and `finally` after a loop or `try` have
/// no node in the abstract tree, and no kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `def` and `async def`, with decorators.
    FunctionDef,
    /// `class`, with decorators.
    ClassDef,
    /// `return x`.
    Return,
    /// `del x`.
    Delete,
    /// `type X = y`.
    TypeAlias,
    /// `x = y`.
    Assign,
    /// `x += y`.
    AugAssign,
    /// `x: y`, `x: y = z`.
    AnnAssign,
    /// `for` and `async for`.
    For,
    /// `while`.
    While,
    /// `if`, with its `elif` and `else`.
    If,
    /// `with` and `async with`.
    With,
    /// `match`.
    Match,
    /// `raise`.
    Raise,
    /// `try`, with its clauses.
    Try,
    /// `assert`.
    Assert,
    /// `import x`.
    Import,
    /// `from x import y`.
    ImportFrom,
    /// `global x`.
    Global,
    /// `nonlocal x`.
    Nonlocal,
    /// An expression as a statement.
    Expr,
    /// `pass`.
    Pass,
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// `elif` and `else` of an `if`.
    ElifElseClause,
    /// `except` and `except*`.
    ExceptHandler,
    /// `case`.
    MatchCase,
    /// One context manager of a `with`.
    WithItem,
    /// `@x`.
    Decorator,
    /// One name of an import.
    Alias,
    /// The parameters of a function.
    Parameters,
    /// One parameter, with its annotation and default.
    Parameter,
    /// `x and y`.
    BoolOp,
    /// `x := y`.
    NamedExpr,
    /// `x + y`.
    BinOp,
    /// `-x`, `not x`.
    UnaryOp,
    /// `lambda x: y`.
    Lambda,
    /// `x if y else z`.
    IfExp,
    /// `{x: y}`.
    Dict,
    /// `{x}`.
    Set,
    /// `[x for x in y]`.
    ListComp,
    /// `{x for x in y}`.
    SetComp,
    /// `{x: y for x, y in z}`.
    DictComp,
    /// `(x for x in y)`; as an only argument, without the parentheses.
    GeneratorExp,
    /// `for x in y if z` of a comprehension.
    Comprehension,
    /// `await x`.
    Await,
    /// `yield x`.
    Yield,
    /// `yield from x`.
    YieldFrom,
    /// `x < y`.
    Compare,
    /// `f(x)`.
    Call,
    /// The arguments of a call or class, with the parentheses.
    Arguments,
    /// `name=x` and `**x` among arguments.
    Keyword,
    /// A formatted string; several side by side are one.
    FString,
    /// A string or bytes; several side by side are one.
    String,
    /// A number.
    Number,
    /// `True` and `False`.
    Boolean,
    /// `None`.
    None,
    /// `...`.
    Ellipsis,
    /// `x.name`.
    Attribute,
    /// `x[y]`.
    Subscript,
    /// `*x`.
    Starred,
    /// A name.
    Name,
    /// `[x]`.
    List,
    /// `(x, y)` and `x, y`.
    Tuple,
    /// `x:y` in a subscript.
    Slice,
}
