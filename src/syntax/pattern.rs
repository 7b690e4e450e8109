//! Patterns: tree-sitter queries, compiled on first use, and what they capture.

use std::{
    cmp::Reverse,
    fmt,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use tree_sitter::{Query, QueryCursor, QueryMatch, StreamingIterator as _};

use super::{Arguments, BindError, Node, join, language, node::is_statement, parens};
use crate::source::TextRange;

static COMPILED: AtomicUsize = AtomicUsize::new(0);

/// The shapes of code around a reference, as a tree-sitter query.
///
/// Compiling costs about a millisecond, and most files need few patterns: it happens the first time
/// that one is tried. A query may hold several shapes; the first that fits wins, like an arm of a
/// `match`. Parentheses around an expression are passed over, whether or not the query has them.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceLock<Result<Query, PatternError>>,
}

/// Why a query is not a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternError {
    /// tree-sitter does not take it, and says why.
    Invalid(String),
    /// A predicate such as `#foo?`, which tree-sitter would take for true.
    UnknownPredicate(String),
    /// Nothing is captured as `@reference`.
    NoReference,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(why) => f.write_str(why),
            Self::UnknownPredicate(name) => write!(f, "unknown predicate #{name}"),
            Self::NoReference => f.write_str("nothing is captured as @reference"),
        }
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// `source` is a tree-sitter query that captures the reference it is about as `@reference`.
    pub const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// How many patterns this process has compiled so far.
    pub fn compiled_count() -> usize {
        COMPILED.load(Ordering::Relaxed)
    }

    /// Compiles the pattern, unless that has been done.
    ///
    /// # Errors
    ///
    /// When the query is not one that can match as it reads.
    pub fn compile(&self) -> Result<(), PatternError> {
        self.query().map(|_| ()).map_err(Clone::clone)
    }

    fn query(&self) -> Result<&Query, &PatternError> {
        self.compiled.get_or_init(|| compile(self.source)).as_ref()
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
        let query = match self.query() {
            Ok(query) => query,
            Err(error) => panic!("bundled queries compile: {error}\n{}", self.source),
        };
        let mut cursor = QueryCursor::new();
        cursor.set_max_start_depth(Some(0));
        let mut best: Option<(usize, Match<'t>)> = None;
        for root in roots(reference.raw(), levels(self.source)) {
            let found = match_at(query, &mut cursor, root, reference);
            if let Some((rank, found)) = found
                && best.as_ref().is_none_or(|(best, _)| rank < *best)
            {
                best = Some((rank, found));
            }
        }
        best.map(|(_, found)| found)
    }
}

fn compile(source: &'static str) -> Result<Query, PatternError> {
    COMPILED.fetch_add(1, Ordering::Relaxed);
    // Where the grammar takes no parentheses, the query is right as it is written.
    let query = Query::new(&language(), &parens::optional(source))
        .or_else(|_| Query::new(&language(), source))
        .map_err(|error| PatternError::Invalid(error.to_string()))?;
    for index in 0..query.pattern_count() {
        let general = query.general_predicates(index).first().map(|p| p.operator.to_string());
        let property = query.property_predicates(index).first().map(|_| "is?".to_owned());
        let setting = query.property_settings(index).first().map(|_| "set!".to_owned());
        if let Some(name) = general.or(property).or(setting) {
            return Err(PatternError::UnknownPredicate(name));
        }
    }
    match query.capture_names().contains(&"reference") {
        true => Ok(query),
        false => Err(PatternError::NoReference),
    }
}

/// How deep the shapes of a query nest at most, parentheses in the code included.
fn levels(source: &str) -> usize {
    let depth = source.chars().scan(0_usize, |depth, letter| {
        match letter {
            '(' => *depth += 1,
            ')' => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(*depth)
    });
    2 * depth.max().unwrap_or_default()
}

/// `reference` and its ancestors, up to and including the innermost statement, as far as a shape of
/// so many levels may reach.
fn roots(reference: tree_sitter::Node<'_>, levels: usize) -> Vec<tree_sitter::Node<'_>> {
    let mut roots = vec![reference];
    let mut node = reference;
    while !is_statement(node) && roots.len() <= levels {
        let Some(parent) = node.parent() else { break };
        roots.push(parent);
        node = parent;
    }
    roots
}

/// The first shape of `query` that matches with its root at `root`, and its position in the query.
///
/// A repetition makes a match for each of its lengths: the longest is meant.
fn match_at<'t>(
    query: &'static Query,
    cursor: &mut QueryCursor,
    root: tree_sitter::Node<'t>,
    reference: Node<'t>,
) -> Option<(usize, Match<'t>)> {
    let mut matches = cursor.matches(query, root, reference.file_text().as_bytes());
    let mut best: Option<(usize, Match<'t>)> = None;
    while let Some(found) = matches.next() {
        let (rank, captures) = (found.pattern_index, found.captures().len());
        let is_better = best.as_ref().is_none_or(|(first, longest)| {
            (rank, Reverse(captures)) < (*first, Reverse(longest.captures.len()))
        });
        if is_better {
            best = Match::new(query, found, reference).map(|new| (rank, new)).or(best);
        }
    }
    best
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
    /// `None` when it is about another reference, or captures code that could not be parsed.
    fn new(query: &'static Query, found: &QueryMatch<'_, 't>, reference: Node<'t>) -> Option<Self> {
        let names = query.capture_names();
        let mut captures = Vec::with_capacity(found.captures().len());
        for capture in found.captures() {
            let name = names.get(capture.index as usize)?;
            if capture.node.is_extra() {
                continue;
            }
            if join::is_broken(capture.node) {
                return None;
            }
            let node = Node::new(capture.node, reference.file_text());
            captures.push(Capture { name, range: node.range(), node: Some(node) });
        }
        let is_about = captures.iter().any(|c| c.name == "reference" && c.node == Some(reference));
        is_about.then_some(Self { captures })
    }

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
