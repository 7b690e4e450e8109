//! Queries: how the text of one is read, and how it is tried on a node.
//!
//! The language is a part of tree-sitter's: nodes by kind or `_`, fields, alternatives in brackets,
//! `*`, `+` and `?`, captures. tree-sitter's own queries take longer to compile than all the rest of a
//! run over one file, and see parentheses and comments, which [`Node`] passes over.

use std::iter::Peekable;

use super::{Capture, PatternError};
use crate::syntax::Node;

/// A piece of a query, and how often it stands in a row.
#[derive(Debug)]
pub(super) struct Shape {
    field: Option<&'static str>,
    form: Form,
    captures: Vec<&'static str>,
    least: usize,
    most: usize,
}

#[derive(Debug)]
enum Form {
    /// A node of this kind, of any if `None`, with these inside, in order and perhaps among others.
    Node { kind: Option<&'static str>, inside: Vec<Shape> },
    /// The first of these that fits.
    OneOf(Vec<Shape>),
}

type Tokens = Peekable<std::vec::IntoIter<&'static str>>;

/// The shapes that `source` holds.
///
/// # Errors
///
/// When it is not written in the language above.
pub(super) fn read(source: &'static str) -> Result<Vec<Shape>, PatternError> {
    let mut tokens = tokens(source).into_iter().peekable();
    let shapes = shapes(&mut tokens)?;
    tokens.next().map_or(Ok(shapes), |token| Err(unexpected(token)))
}

fn tokens(source: &'static str) -> Vec<&'static str> {
    let mut tokens = Vec::new();
    let mut rest = source.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            ';' => rest.find('\n').unwrap_or(rest.len()),
            '(' | ')' | '[' | ']' | '*' | '+' | '?' => 1,
            _ => rest
                .find(|c: char| c.is_whitespace() || "()[]*+?;".contains(c))
                .unwrap_or(rest.len()),
        };
        let (token, tail) = rest.split_at(length);
        if first != ';' {
            tokens.push(token);
        }
        rest = tail.trim_start();
    }
    tokens
}

/// The shapes up to the bracket that closes them, or to the end.
fn shapes(tokens: &mut Tokens) -> Result<Vec<Shape>, PatternError> {
    let mut shapes = Vec::new();
    while tokens.peek().is_some_and(|token| !matches!(*token, ")" | "]")) {
        shapes.push(shape(tokens)?);
    }
    Ok(shapes)
}

fn shape(tokens: &mut Tokens) -> Result<Shape, PatternError> {
    let field = tokens.next_if(|token| token.ends_with(':'));
    let form = match tokens.next() {
        Some("(") => node(tokens)?,
        Some("[") => Form::OneOf(shapes(tokens)?),
        Some(token) => return Err(unexpected(token)),
        None => return Err(PatternError::Invalid("ends too early".into())),
    };
    let close = if matches!(form, Form::Node { .. }) { ")" } else { "]" };
    if tokens.next_if_eq(&close).is_none() {
        return Err(PatternError::Invalid(format!("lacks a `{close}`")));
    }
    let (least, most) = match tokens.next_if(|token| matches!(*token, "*" | "+" | "?")) {
        Some("*") => (0, usize::MAX),
        Some("+") => (1, usize::MAX),
        Some(_) => (0, 1),
        None => (1, 1),
    };
    let mut captures = Vec::new();
    while let Some(token) = tokens.next_if(|token| token.starts_with('@')) {
        captures.push(token.trim_start_matches('@'));
    }
    Ok(Shape { field: field.map(|f| f.trim_end_matches(':')), form, captures, least, most })
}

fn node(tokens: &mut Tokens) -> Result<Form, PatternError> {
    let kind = match tokens.next() {
        Some("_") => None,
        Some(kind) if kind.starts_with(|c: char| c.is_ascii_lowercase()) => Some(kind),
        Some(token) => return Err(unexpected(token)),
        None => return Err(PatternError::Invalid("ends too early".into())),
    };
    Ok(Form::Node { kind, inside: shapes(tokens)? })
}

fn unexpected(token: &str) -> PatternError {
    PatternError::Invalid(format!("`{token}` is not understood"))
}

/// Every capture that `shapes` have.
pub(super) fn captures(shapes: &[Shape]) -> impl Iterator<Item = &'static str> {
    let mut names = Vec::new();
    let mut open: Vec<&Shape> = shapes.iter().collect();
    while let Some(shape) = open.pop() {
        names.extend(&shape.captures);
        match &shape.form {
            Form::Node { inside, .. } => open.extend(inside),
            Form::OneOf(shapes) => open.extend(shapes),
        }
    }
    names.into_iter()
}

/// How many nodes deep the deepest of `shapes` goes; at least one.
pub(super) fn levels(shapes: &[Shape]) -> usize {
    let deep = |shape: &Shape| match &shape.form {
        Form::Node { inside, .. } if inside.is_empty() => 1,
        Form::Node { inside, .. } => 1 + levels(inside),
        Form::OneOf(shapes) => levels(shapes),
    };
    shapes.iter().map(deep).max().unwrap_or(1)
}

/// A shape on its way through a tree.
pub(super) struct Attempt<'t> {
    /// What has to be captured as `@reference`, if anything is.
    pub(super) reference: Node<'t>,
    /// What has been captured so far.
    pub(super) captures: Vec<Capture<'t>>,
}

impl<'t> Attempt<'t> {
    /// Whether `node` is what `shape` is a picture of; if not, nothing is captured.
    pub(super) fn fits(&mut self, shape: &Shape, node: Node<'t>) -> bool {
        let before = self.captures.len();
        let fits = self.form_fits(&shape.form, node) && self.capture(&shape.captures, node);
        if !fits {
            self.captures.truncate(before);
        }
        fits
    }

    fn form_fits(&mut self, form: &Form, node: Node<'t>) -> bool {
        match form {
            Form::Node { kind, .. } if kind.is_some_and(|kind| kind != node.kind()) => false,
            Form::Node { inside, .. } if inside.is_empty() => true,
            Form::Node { inside, .. } => self.all_fit(inside, &node.children_by_field()),
            Form::OneOf(shapes) => shapes.iter().any(|shape| self.fits(shape, node)),
        }
    }

    /// Whether `shapes` are found among `nodes`, in order; as many of a repeated one as there are.
    fn all_fit(&mut self, shapes: &[Shape], nodes: &[(Option<&str>, Node<'t>)]) -> bool {
        let Some((shape, others)) = shapes.split_first() else { return true };
        let before = self.captures.len();
        for first in 0..nodes.len() {
            let rest = nodes.get(first..).unwrap_or_default();
            // After each repetition, how much has been captured.
            let mut captured = vec![before];
            for (field, node) in rest.iter().take(shape.most) {
                if (shape.field.is_some() && shape.field != *field) || !self.fits(shape, *node) {
                    break;
                }
                captured.push(self.captures.len());
            }
            for (count, captured) in captured.iter().enumerate().skip(shape.least.max(1)).rev() {
                self.captures.truncate(*captured);
                if self.all_fit(others, rest.get(count..).unwrap_or_default()) {
                    return true;
                }
            }
            self.captures.truncate(before);
        }
        shape.least == 0 && self.all_fit(others, nodes)
    }

    fn capture(&mut self, names: &[&'static str], node: Node<'t>) -> bool {
        let is_other = names.contains(&"reference") && node != self.reference;
        if is_other || (!names.is_empty() && node.is_broken()) {
            return false;
        }
        let range = node.range();
        self.captures.extend(names.iter().map(|name| Capture { name, range, node: Some(node) }));
        true
    }
}
