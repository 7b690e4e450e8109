//! Arguments of a call, and what Python would bind them to.

use std::fmt;

use super::{Node, TypedNode, join};
use crate::source::TextRange;

/// The arguments of a call, or the bases of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arguments<'t>(Node<'t>);

impl<'t> TypedNode<'t> for Arguments<'t> {
    fn cast(node: Node<'t>) -> Option<Self> {
        matches!(node.kind(), "argument_list" | "generator_expression").then_some(Self(node))
    }

    fn node(self) -> Node<'t> {
        self.0
    }

    /// With the parentheses.
    fn range(self) -> TextRange {
        join::text_range(self.0.raw().start_byte(), self.0.raw().end_byte())
    }
}

/// One argument as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument<'t> {
    /// `x`.
    Positional(Node<'t>),
    /// `name=value`.
    Keyword {
        /// All of it.
        whole: Node<'t>,
        /// The parameter's name.
        name: &'t str,
        /// What is passed.
        value: Node<'t>,
    },
    /// `*x`; the node holds the star.
    Star(Node<'t>),
    /// `**x`; the node holds the stars.
    DoubleStar(Node<'t>),
}

impl<'t> Argument<'t> {
    /// All of the argument, keyword and stars included.
    pub fn node(self) -> Node<'t> {
        match self {
            Self::Positional(node) | Self::Star(node) | Self::DoubleStar(node) => node,
            Self::Keyword { whole, .. } => whole,
        }
    }

    /// What is passed; without the stars, what is unpacked.
    pub fn value(self) -> Node<'t> {
        match self {
            Self::Positional(value) | Self::Keyword { value, .. } => value,
            Self::Star(node) | Self::DoubleStar(node) => node.children().next().unwrap_or(node),
        }
    }

    fn new(node: Node<'t>) -> Self {
        match node.kind() {
            "list_splat" => Self::Star(node),
            "dictionary_splat" => Self::DoubleStar(node),
            "keyword_argument" => match (node.field("name"), node.field("value")) {
                (Some(name), Some(value)) => {
                    Self::Keyword { whole: node, name: name.text(), value }
                }
                _ => Self::Positional(node),
            },
            _ => Self::Positional(node),
        }
    }
}

/// Why arguments do not fit a signature, each with the byte range of the argument at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindError {
    /// `*x` or `**x`: what is passed is known only when the program runs.
    Starred(TextRange),
    /// A keyword that the signature lacks.
    UnknownKeyword(String, TextRange),
    /// A positional argument after the last parameter that takes one.
    TooMany(TextRange),
    /// A parameter that is given twice.
    Twice(String, TextRange),
    /// A parameter without a default that is not given. The range of the whole argument list.
    Missing(String, TextRange),
}

impl BindError {
    /// Where in the call the fault is.
    pub fn range(&self) -> TextRange {
        match self {
            Self::Starred(range)
            | Self::UnknownKeyword(_, range)
            | Self::TooMany(range)
            | Self::Twice(_, range)
            | Self::Missing(_, range) => *range,
        }
    }
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Starred(_) => f.write_str("starred arguments hide what is passed"),
            Self::UnknownKeyword(name, _) => write!(f, "passes `{name}`, which is not taken"),
            Self::TooMany(_) => f.write_str("passes more positional arguments than are taken"),
            Self::Twice(name, _) => write!(f, "passes `{name}` twice"),
            Self::Missing(name, _) => write!(f, "does not pass `{name}`"),
        }
    }
}

impl std::error::Error for BindError {}

/// Arguments by the names of the parameters that they are bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound<'t> {
    values: Vec<(&'static str, Node<'t>)>,
}

impl<'t> Bound<'t> {
    /// What is passed for the parameter `name`, if it is given.
    pub fn get(&self, name: &str) -> Option<Node<'t>> {
        self.values.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
    }

    /// The given parameters and what is passed for them, as the call orders them.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Node<'t>)> + '_ {
        self.values.iter().copied()
    }
}

impl<'t> Arguments<'t> {
    /// The arguments as written, in source order.
    pub fn iter(self) -> impl Iterator<Item = Argument<'t>> {
        let bare = (self.0.kind() == "generator_expression").then_some(self.0);
        let listed = bare.is_none().then(|| self.0.children()).into_iter().flatten();
        bare.into_iter().chain(listed).map(Argument::new)
    }

    /// Binds the arguments as Python would.
    ///
    /// `parameters` reads like a signature: `["coro", "*", "name=", "context="]`. A name that ends in
    /// `=` has a default, `/` ends the positional-only parameters, what follows `*` is keyword-only.
    ///
    /// # Errors
    ///
    /// When an argument is starred or does not fit; the first such in source order.
    pub fn bind(self, parameters: &[&'static str]) -> Result<Bound<'t>, BindError> {
        let signature = Signature::new(parameters);
        let mut positional = signature.positional();
        let mut values: Vec<(&'static str, Node<'t>)> = Vec::new();
        for argument in self.iter() {
            let range = argument.node().range();
            let name = match argument {
                Argument::Positional(_) => positional.next().ok_or(BindError::TooMany(range))?,
                Argument::Keyword { name, .. } => signature
                    .keyword(name)
                    .ok_or_else(|| BindError::UnknownKeyword(name.into(), range))?,
                Argument::Star(_) | Argument::DoubleStar(_) => {
                    return Err(BindError::Starred(range));
                }
            };
            if values.iter().any(|(given, _)| *given == name) {
                return Err(BindError::Twice(name.into(), range));
            }
            values.push((name, argument.value()));
        }
        match signature.required().find(|name| values.iter().all(|(given, _)| given != name)) {
            Some(name) => Err(BindError::Missing(name.into(), self.range())),
            None => Ok(Bound { values }),
        }
    }
}

/// A list of parameters, taken apart at `/` and `*`.
struct Signature<'p> {
    parameters: &'p [&'static str],
    positional_only: usize,
    positional: usize,
}

impl<'p> Signature<'p> {
    fn new(parameters: &'p [&'static str]) -> Self {
        let position = |mark| parameters.iter().position(|p| *p == mark);
        Self {
            parameters,
            positional_only: position("/").unwrap_or(0),
            positional: position("*").unwrap_or(parameters.len()),
        }
    }

    fn positional(&self) -> impl Iterator<Item = &'static str> + use<'p> {
        names(self.parameters.iter().take(self.positional))
    }

    fn keyword(&self, name: &str) -> Option<&'static str> {
        names(self.parameters.iter().skip(self.positional_only)).find(|p| *p == name)
    }

    fn required(&self) -> impl Iterator<Item = &'static str> + use<'p> {
        names(self.parameters.iter().filter(|p| !p.ends_with('=')))
    }
}

fn names<'p>(
    parameters: impl Iterator<Item = &'p &'static str>,
) -> impl Iterator<Item = &'static str> {
    parameters.filter(|p| !matches!(**p, "/" | "*")).map(|p| p.trim_end_matches('='))
}

#[cfg(test)]
mod tests;
