//! Where a file can be cut, so that a little of it can be parsed alone.

use ruff_python_ast::{AnyNodeRef, token::TokenKind};

use super::{Ast, Nodes};
use crate::source::{Ranged, TextRange, TextSize};

/// The byte ranges of the file's parts, in source order: the module's statements, and in place of a class
/// or function its header and each statement of its body, a class or function among them likewise.
///
/// A header reaches from the first decorator to the colon. What has its body on the line of its header is
/// one part.
pub fn parts(ast: &Ast, nodes: &Nodes<'_>) -> Vec<TextRange> {
    let mut parts = Vec::new();
    let mut next = nodes.ids().next();
    while let Some(id) = next {
        let body = match nodes.get(id) {
            AnyNodeRef::StmtClassDef(class) => class.body.first(),
            AnyNodeRef::StmtFunctionDef(function) => function.body.first(),
            _ => None,
        };
        let body = body.map(Ranged::start);
        next = match body.and_then(|body| Some((header(ast, nodes.range(id), body)?, body))) {
            Some((header, body)) => {
                parts.push(header);
                nodes.children(id).find(|child| nodes.range(*child).start() == body)
            }
            None => {
                parts.push(nodes.range(id));
                nodes.after(id)
            }
        };
    }
    parts
}

/// The header of the class or function at `range` whose body begins at `body`, if that has lines of its own.
fn header(ast: &Ast, range: TextRange, body: TextSize) -> Option<TextRange> {
    let mut tokens = ast.tokens().before(body).iter().rev();
    let colon = tokens.find(|token| token.kind() == TokenKind::Colon)?.end();
    let between = ast.tokens().in_range(TextRange::new(colon, body));
    let own_lines = between.iter().any(|token| token.kind() == TokenKind::Newline);
    own_lines.then(|| TextRange::new(range.start(), colon))
}

#[cfg(test)]
mod tests;
