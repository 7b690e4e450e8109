//! Dotted names: what an expression means, whatever it is called in this file.

use std::fmt;

use ruff_python_ast::name::Name;

/// A dotted name such as `asyncio.subprocess.PIPE`.
///
/// A name imported relatively keeps its leading dots as part of its first segment: `from . import a`
/// and `from .a import b` give `.a` and `.a.b`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName(Name);

impl QualifiedName {
    /// Takes a name as it is written, `asyncio.sleep` or `..jobs.run`.
    pub fn new(dotted: &str) -> Self {
        Self(Name::new(dotted))
    }

    /// The name of what `from <level dots><module> import <member>` imports.
    pub(super) fn imported(level: u32, module: &str, member: &str) -> Self {
        let dots = ".".repeat(level as usize);
        let between = if module.is_empty() { "" } else { "." };
        Self(Name::from(format!("{dots}{module}{between}{member}")))
    }

    /// The name as text, dots included.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Its parts, outermost first; never empty.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        let text = self.as_str();
        let dots = text.len() - text.trim_start_matches('.').len();
        let end = text[dots..].find('.').map_or(text.len(), |at| dots + at);
        let rest = text.get(end + 1..).into_iter().flat_map(|rest| rest.split('.'));
        std::iter::once(&text[..end]).chain(rest)
    }

    /// The first segment: a module, or a package with its leading dots.
    pub fn root(&self) -> &str {
        self.segments().next().unwrap_or_default()
    }

    /// The last segment.
    pub fn last(&self) -> &str {
        self.segments().last().unwrap_or_default()
    }

    /// Whether it was imported relatively.
    pub fn is_relative(&self) -> bool {
        self.as_str().starts_with('.')
    }

    /// The name of its attribute `segment`.
    #[must_use]
    pub fn member(&self, segment: &str) -> Self {
        Self(Name::from(format!("{}.{segment}", self.as_str())))
    }

    /// Whether it is `outer` or something inside it: `asyncio.sleep` is within `asyncio`.
    pub fn is_within(&self, outer: &str) -> bool {
        self == outer || self.relative_to(outer).is_some()
    }

    /// What is left after `outer` and a dot.
    pub fn relative_to(&self, outer: &str) -> Option<&str> {
        self.as_str().strip_prefix(outer)?.strip_prefix('.')
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl PartialEq<str> for QualifiedName {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for QualifiedName {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<[&str]> for QualifiedName {
    fn eq(&self, other: &[&str]) -> bool {
        self.segments().eq(other.iter().copied())
    }
}

impl<const N: usize> PartialEq<[&str; N]> for QualifiedName {
    fn eq(&self, other: &[&str; N]) -> bool {
        *self == other[..]
    }
}
