//! Logical lines: what Python reads as one line, however many it is written on.

use ruff_python_ast::token::TokenKind;

use super::Ast;
use crate::source::{Ranged, TextRange};

impl Ast {
    /// The byte ranges of the logical lines, in order: the simple statements of a line, or the header of
    /// a compound statement and what follows its colon; each with its comments, the one at its end
    /// included. Decorators are part of the line that they decorate.
    pub fn logical_lines(&self) -> Vec<TextRange> {
        let mut lines = Vec::new();
        let mut open: Option<TextRange> = None;
        let mut decorates = false;
        let mut begins = true;
        for token in self.tokens() {
            match token.kind() {
                TokenKind::Newline => {
                    begins = true;
                    if !decorates {
                        lines.extend(open.take());
                    }
                }
                kind if kind.is_trivia() && begins => {}
                TokenKind::Indent | TokenKind::Dedent | TokenKind::EndOfFile => {}
                kind => {
                    if begins {
                        decorates = kind == TokenKind::At;
                    }
                    begins = false;
                    open = Some(open.map_or(token.range(), |range| range.cover(token.range())));
                }
            }
        }
        lines.extend(open);
        lines
    }
}
