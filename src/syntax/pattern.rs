//! Patterns: the shapes of code around a reference, and what they capture.

use std::{
    fmt,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use tree_sitter::Query;

use super::{Arguments, BindError, Node, language};
use crate::source::TextRange;

mod shape;

use shape::{Attempt, Shape};

static COMPILED: AtomicUsize = AtomicUsize::new(0);

/// The shapes of code around a reference, as a tree-sitter query.
///
/// Most files need few patterns: a query is read the first time that it is tried. It may hold several
/// shapes; the first that fits wins, like an arm of a `match`. Parentheses around an expression and
/// comments are passed over.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceLock<Result<Vec<Shape>, PatternError>>,
}

/// Why a query is not a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternError {
    /// It is not a query, or uses more of the language than patterns do; in words.
    Invalid(String),
    /// Nothing is captured as `@reference`.
    NoReference,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(why) => f.write_str(why),
            Self::NoReference => f.write_str("nothing is captured as @reference"),
        }
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// `source` is a tree-sitter query that captures the reference it is about as `@reference`; of the
    /// language, it may use nodes, `_`, fields, alternatives in brackets, `*`, `+`, `?` and captures.
    pub const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// How many patterns this process has compiled so far.
    pub fn compiled_count() -> usize {
        COMPILED.load(Ordering::Relaxed)
    }

    /// Checks that the query can match as it reads. Slow, since it asks tree-sitter too: for tests.
    ///
    /// # Errors
    ///
    /// When it cannot.
    pub fn compile(&self) -> Result<(), PatternError> {
        self.shapes().map_err(Clone::clone)?;
        let query = Query::new(&language(), self.source);
        query.map(|_| ()).map_err(|error| PatternError::Invalid(error.to_string()))
    }

    fn shapes(&self) -> Result<&[Shape], &PatternError> {
        self.compiled.get_or_init(|| compile(self.source)).as_deref()
    }

    /// The match, if any, that captures `reference` as `@reference`.
    ///
    /// Tried with its root at the reference itself and then each ancestor, up to and including the
    /// innermost statement. Of several shapes that match, the first in the query is taken; of several
    /// roots, the innermost.
    ///
    /// # Panics
    ///
    /// If the query does not [compile](Self::compile): bundled queries do.
    pub fn around<'t>(&'static self, reference: Node<'t>) -> Option<Match<'t>> {
        let shapes = match self.shapes() {
            Ok(shapes) => shapes,
            Err(error) => panic!("bundled queries compile: {error}\n{}", self.source),
        };
        let around = |node: &Node<'t>| node.parent().filter(|_| !node.is_statement());
        let roots = std::iter::successors(Some(reference), around);
        let roots: Vec<_> = roots.take(shape::levels(shapes)).collect();
        let mut attempt = Attempt { reference, captures: Vec::new() };
        let fits = shapes.iter().any(|shape| roots.iter().any(|root| attempt.fits(shape, *root)));
        let is_about = attempt.captures.iter().any(|capture| capture.name == "reference");
        (fits && is_about).then_some(Match { captures: attempt.captures })
    }
}

fn compile(source: &'static str) -> Result<Vec<Shape>, PatternError> {
    COMPILED.fetch_add(1, Ordering::Relaxed);
    let shapes = shape::read(source)?;
    let has_reference = shape::captures(&shapes).any(|name| name == "reference");
    has_reference.then_some(shapes).ok_or(PatternError::NoReference)
}

/// What a pattern captured, and what has been bound to names since.
///
/// A comment is never captured, although `(_)` fits it.
#[derive(Debug, Clone)]
pub struct Match<'t> {
    captures: Vec<Capture<'t>>,
}

#[derive(Debug, Clone, Copy)]
struct Capture<'t> {
    name: &'static str,
    range: TextRange,
    node: Option<Node<'t>>,
}

impl<'t> Match<'t> {
    /// The node captured as `@name`.
    ///
    /// # Panics
    ///
    /// If nothing is: for names that every match of the pattern captures.
    pub fn node(&self, name: &str) -> Node<'t> {
        self.get(name).unwrap_or_else(|| panic!("the query does not capture @{name}"))
    }

    /// The first node captured as `@name`, if any.
    pub fn get(&self, name: &str) -> Option<Node<'t>> {
        self.captures.iter().find(|c| c.name == name)?.node
    }

    /// Every node captured as `@name`, in source order.
    pub fn all(&self, name: &str) -> impl Iterator<Item = Node<'t>> {
        self.captures.iter().filter(move |c| c.name == name).filter_map(|c| c.node)
    }

    /// The byte range of what `name` stands for, as the abstract tree has it.
    ///
    /// # Panics
    ///
    /// If it stands for nothing: for names that every match of the pattern captures.
    pub fn range(&self, name: &str) -> TextRange {
        self.get_range(name).unwrap_or_else(|| panic!("nothing is called {name}"))
    }

    /// The byte range of what `name` stands for, if it stands for something.
    pub fn get_range(&self, name: &str) -> Option<TextRange> {
        self.captures.iter().find(|c| c.name == name).map(|c| c.range)
    }

    /// Every name and the byte range of what it stands for, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, TextRange)> + '_ {
        self.captures.iter().map(|c| (c.name, c.range))
    }

    /// The source text of what `name` stands for, if it stands for something.
    pub fn text(&self, name: &str) -> Option<&'t str> {
        self.get(name).map(Node::text)
    }

    /// The same match, in which `name` stands for `range` too.
    #[must_use]
    pub fn with(mut self, name: &'static str, range: TextRange) -> Self {
        self.captures.push(Capture { name, range, node: None });
        self
    }

    /// The same match, in which the arguments captured as `@arguments` are captured by the names of
    /// `parameters` too; see [`Arguments::bind`].
    ///
    /// # Errors
    ///
    /// When an argument is starred or does not fit.
    ///
    /// # Panics
    ///
    /// If the pattern does not capture the arguments of a call as `@arguments`.
    pub fn bind(&self, parameters: &[&'static str]) -> Result<Self, BindError> {
        let bound = self.arguments().bind(parameters)?;
        let mut found = self.clone();
        found.captures.extend(bound.iter().map(|(name, node)| Capture {
            name,
            range: node.range(),
            node: Some(node),
        }));
        Ok(found)
    }

    /// What is captured as `@arguments`.
    ///
    /// # Panics
    ///
    /// If the pattern does not capture the arguments of a call under this name.
    pub fn arguments(&self) -> Arguments<'t> {
        self.node("arguments").cast().expect("@arguments captures the arguments of a call")
    }
}

#[cfg(test)]
mod tests;
