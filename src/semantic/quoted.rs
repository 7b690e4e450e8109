//! Names inside string literals: types in quotes, and dotted paths.

use ruff_python_ast::{
    Expr, ExprStringLiteral,
    visitor::source_order::{SourceOrderVisitor, walk_expr},
};
use ruff_python_parser::{parse_expression, typing::parse_type_annotation};

use super::depth;
use crate::source::{Ranged, TextLen, TextRange, TextSize};

/// A chain of attributes on a name, in a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QuotedName {
    pub head: String,
    pub attributes: Vec<String>,
    /// The byte ranges of the head and of each longer prefix; of the whole literal if not `exact`.
    pub prefixes: Vec<TextRange>,
    pub exact: bool,
}

/// The names in a string that is read as a type, also in strings inside it.
pub(super) fn names_in_type(literal: &ExprStringLiteral, text: &str) -> Vec<QuotedName> {
    let mut names =
        Names { text, exact: true, literal: literal.range(), nesting: 0, found: Vec::new() };
    names.parse(literal);
    names.found
}

/// The segments of a string that is a dotted path, with their byte ranges.
pub(super) fn dotted_path(
    literal: &ExprStringLiteral,
    text: &str,
) -> Option<(Vec<(String, TextRange)>, bool)> {
    let path = literal.value.to_str();
    let segments = path.split('.').map(str::to_owned);
    if !path.split('.').all(is_identifier) {
        return None;
    }
    let Some(start) = content(literal, text).map(|range| range.start()) else {
        return Some((segments.map(|segment| (segment, literal.range())).collect(), false));
    };
    let mut at = start;
    let ranged = segments.map(|segment| {
        let range = TextRange::at(at, segment.text_len());
        at = range.end() + TextSize::new(1);
        (segment, range)
    });
    Some((ranged.collect(), true))
}

/// The byte range of a string's content, if that is what the string means, character by character.
pub(super) fn content(literal: &ExprStringLiteral, text: &str) -> Option<TextRange> {
    let single = literal.as_single_part_string()?;
    let range = single.content_range();
    (&text[range] == single.as_str()).then_some(range)
}

fn is_identifier(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == '_')
        && text.starts_with(|c: char| !c.is_ascii_digit())
}

struct Names<'t> {
    text: &'t str,
    exact: bool,
    literal: TextRange,
    nesting: u8,
    found: Vec<QuotedName>,
}

impl Names<'_> {
    fn parse(&mut self, literal: &ExprStringLiteral) {
        const DEEPEST: u8 = 4;
        if self.nesting == DEEPEST || depth::is_too_deep(literal.value.to_str()) {
            return;
        }
        self.nesting += 1;
        if !self.exact {
            // Its range is not its own.
            if let Ok(parsed) = parse_expression(literal.value.to_str()) {
                self.visit_type(parsed.expr());
            }
        } else if let Ok(parsed) = parse_type_annotation(literal, self.text) {
            self.exact = parsed.kind().is_simple();
            self.visit_type(parsed.expression());
            self.exact = true;
        }
        self.nesting -= 1;
    }

    fn visit_type(&mut self, expression: &Expr) {
        match expression {
            Expr::StringLiteral(literal) => self.parse(literal),
            Expr::Subscript(subscript) => {
                self.visit_type(&subscript.value);
                match (last_name(&subscript.value), &*subscript.slice) {
                    (Some("Literal"), _) => {}
                    (Some("Annotated"), Expr::Tuple(tuple)) => {
                        for (index, element) in tuple.elts.iter().enumerate() {
                            match index {
                                0 => self.visit_type(element),
                                _ => Code(self).visit_expr(element),
                            }
                        }
                    }
                    (_, slice) => self.visit_type(slice),
                }
            }
            Expr::Name(_) | Expr::Attribute(_) => self.chain(expression),
            _ => walk_expr(self, expression),
        }
    }

    fn chain(&mut self, expression: &Expr) {
        let mut attributes = Vec::new();
        let mut prefixes = Vec::new();
        let mut at = expression;
        while let Expr::Attribute(attribute) = at {
            attributes.push(attribute.attr.to_string());
            prefixes.push(self.range(attribute.range));
            at = &attribute.value;
        }
        let Expr::Name(head) = at else {
            self.visit_type(at);
            return;
        };
        prefixes.push(self.range(head.range));
        attributes.reverse();
        prefixes.reverse();
        let head = head.id.to_string();
        self.found.push(QuotedName { head, attributes, prefixes, exact: self.exact });
    }

    fn range(&self, range: TextRange) -> TextRange {
        if self.exact { range } else { self.literal }
    }
}

impl<'a> SourceOrderVisitor<'a> for Names<'_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        self.visit_type(expression);
    }
}

/// Visits code, in which a string is no type: metadata of `Annotated`.
struct Code<'n, 't>(&'n mut Names<'t>);

impl<'a> SourceOrderVisitor<'a> for Code<'_, '_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(_) | Expr::Attribute(_) => self.0.chain(expression),
            _ => walk_expr(self, expression),
        }
    }
}

/// The last name of a chain: `Literal` of `typing.Literal`.
pub(super) fn last_name(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}
