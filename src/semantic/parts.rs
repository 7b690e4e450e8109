//! Where a file can be cut, so that a little of it can be parsed alone.

use ruff_python_ast::{AnyNodeRef, StmtClassDef, token::TokenKind};

use super::{Ast, NodeId, Nodes};
use crate::source::{Ranged, TextRange, TextSize};

/// The byte ranges of the file's parts, in source order: the module's statements, and in place of a
/// class its header and each of its members, a class among them likewise.
///
/// A header reaches from the first decorator to the colon. A class whose body is on the line of its
/// header is one part.
pub fn parts(ast: &Ast, nodes: &Nodes<'_>) -> Vec<TextRange> {
    let mut parts = Vec::new();
    let mut next = nodes.ids().next();
    while let Some(id) = next {
        next = match nodes.get(id) {
            AnyNodeRef::StmtClassDef(class) => match header(ast, class) {
                Some(header) => {
                    parts.push(header);
                    first_member(nodes, id, class)
                }
                None => whole(nodes, id, &mut parts),
            },
            _ => whole(nodes, id, &mut parts),
        };
    }
    parts
}

fn whole(nodes: &Nodes<'_>, id: NodeId, parts: &mut Vec<TextRange>) -> Option<NodeId> {
    parts.push(nodes.range(id));
    nodes.after(id)
}

/// The header of `class`, if its body has lines of its own.
fn header(ast: &Ast, class: &StmtClassDef) -> Option<TextRange> {
    let body = class.body.first()?.start();
    let mut tokens = ast.tokens().before(body).iter().rev();
    let colon = tokens.find(|token| token.kind() == TokenKind::Colon)?.end();
    let between = ast.tokens().in_range(TextRange::new(colon, body));
    let own_lines = between.iter().any(|token| token.kind() == TokenKind::Newline);
    own_lines.then(|| TextRange::new(class.start(), colon))
}

fn first_member(nodes: &Nodes<'_>, id: NodeId, class: &StmtClassDef) -> Option<NodeId> {
    let body: TextSize = class.body.first()?.start();
    nodes.children(id).find(|child| nodes.range(*child).start() == body)
}

#[cfg(test)]
mod tests;
