//! The abstract syntax tree: what the text means, and whether it is Python at all.

use ruff_python_ast::{
    ModModule, PythonVersion,
    token::{Token, TokenKind, Tokens},
};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};

use super::depth;
use crate::source::{Ranged, TextRange, TextSize};

/// A module that parsed without an error.
#[derive(Debug)]
pub struct Ast {
    parsed: Parsed<ModModule>,
    comments: Vec<TextRange>,
    multiline_strings: Vec<TextRange>,
}

/// Why a text is not valid Python.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What the parser says, in lower case and without a place.
    pub message: String,
    /// Byte offset into the text.
    pub offset: TextSize,
}

impl Ast {
    /// Parses `text` as the newest Python that the parser knows.
    ///
    /// # Errors
    ///
    /// The first syntax error, or the first line that nests too deep to be followed. Syntax only:
    /// `await` outside a coroutine passes.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        if !depth::can_be_parsed(text) {
            return Err(too_deep(text));
        }
        let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::latest());
        let parsed = parse_unchecked(text, options);
        if depth::is_too_deep_in(parsed.tokens().iter().map(Token::kind)) {
            // Freeing a tree recurses.
            std::mem::forget(parsed);
            return Err(too_deep(text));
        }
        if let Some(error) = parsed.errors().first() {
            let offset = error.location.start();
            return Err(SyntaxError { message: error.error.to_string(), offset });
        }
        if let Some(error) = parsed.unsupported_syntax_errors().first() {
            return Err(SyntaxError { message: error.to_string(), offset: error.range.start() });
        }
        match parsed.try_into_module() {
            Some(parsed) => Ok(Self::new(parsed, text)),
            None => Err(SyntaxError { message: "not a module".into(), offset: TextSize::new(0) }),
        }
    }

    fn new(parsed: Parsed<ModModule>, text: &str) -> Self {
        let comments =
            parsed.tokens().iter().filter(|t| t.kind() == TokenKind::Comment).map(|t| t.range());
        let comments = comments.collect();
        let multiline_strings = multiline_strings(parsed.tokens(), text);
        Self { parsed, comments, multiline_strings }
    }

    /// The module's syntax.
    pub(crate) fn module(&self) -> &ModModule {
        self.parsed.syntax()
    }

    /// Every token, trivia included, in source order.
    pub(crate) fn tokens(&self) -> &Tokens {
        self.parsed.tokens()
    }

    /// The byte ranges of all comments, in source order, `#` included and the line end not.
    pub fn comments(&self) -> &[TextRange] {
        &self.comments
    }

    /// The byte ranges of string literals, f-strings whole, that hold a line break; in source order,
    /// none inside another.
    pub fn multiline_strings(&self) -> &[TextRange] {
        &self.multiline_strings
    }
}

fn multiline_strings(tokens: &Tokens, text: &str) -> Vec<TextRange> {
    let mut ranges = Vec::new();
    let mut open: Vec<TextSize> = Vec::new();
    for token in tokens {
        let range = match token.kind() {
            TokenKind::String if open.is_empty() => token.range(),
            TokenKind::FStringStart | TokenKind::TStringStart => {
                open.push(token.start());
                continue;
            }
            TokenKind::FStringEnd | TokenKind::TStringEnd => match open.pop() {
                Some(start) if open.is_empty() => TextRange::new(start, token.end()),
                _ => continue,
            },
            _ => continue,
        };
        if text[range].contains(['\n', '\r']) {
            ranges.push(range);
        }
    }
    ranges
}

fn too_deep(text: &str) -> SyntaxError {
    let message = "nested too deep, or a bracket is left open".into();
    SyntaxError { message, offset: depth::place(text) }
}
