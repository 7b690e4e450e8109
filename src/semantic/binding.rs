//! Bindings: every place that gives a name a meaning, or takes it away.

use super::{NodeId, QualifiedName, ScopeId};
use crate::source::{TextRange, TextSize};

/// The index of a binding; source order of the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BindingId(pub(super) u32);

/// One place that binds, declares or deletes a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding<'a> {
    /// Its index.
    pub id: BindingId,
    /// The bound name.
    pub name: &'a str,
    /// What binds it.
    pub kind: BindingKind,
    /// The byte range of the name; for `import a.b` that of `a`.
    pub range: TextRange,
    /// The name's node if it is an expression, else what holds the identifier: the `def`, class,
    /// parameter, import alias, handler, pattern or type parameter.
    pub node: NodeId,
    /// The scope in which the name is bound, `global` and `nonlocal` considered.
    pub scope: ScopeId,
    /// The scope in which it is written.
    pub written_in: ScopeId,
    /// The offset from which on it holds, in straight-line code.
    pub(super) effect: TextSize,
}

/// What binds a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindingKind {
    /// `import a.b` and `import a.b as c`, with what the bound name means: `a` and `a.b`.
    Import(QualifiedName),
    /// `from a import b`, with what the bound name means: `a.b`.
    FromImport(QualifiedName),
    /// `def` and `async def`.
    Function,
    /// `class`.
    Class,
    /// A parameter of a function or lambda.
    Parameter,
    /// `x = …`, `x, y = …` and `x: T = …`.
    Assignment,
    /// `x += …`.
    AugmentedAssignment,
    /// `x: T` without a value: makes the name local, gives it no value.
    Annotation,
    /// The target of a `for` statement.
    For,
    /// The target of a comprehension's `for`.
    Comprehension,
    /// `with … as x`.
    With,
    /// `except … as x`: holds inside the handler only.
    Except,
    /// A capture of a `case` pattern.
    Match,
    /// `x := …`.
    Walrus,
    /// A type parameter of a `def`, `class` or `type` statement.
    TypeParam,
    /// `type X = …`.
    TypeAlias,
    /// `del x`: the name is unbound from here on.
    Delete,
}

impl BindingKind {
    /// What an imported name means.
    pub fn imported(&self) -> Option<&QualifiedName> {
        match self {
            Self::Import(name) | Self::FromImport(name) => Some(name),
            _ => None,
        }
    }

    /// Whether a load can see a value from it.
    pub fn gives_value(&self) -> bool {
        !matches!(self, Self::Annotation | Self::Delete)
    }
}
