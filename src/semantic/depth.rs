//! A bound on how deep a program nests, found before anything recurses into it.
//!
//! The parser, every walk over the tree and even freeing it recurse. One pass over the tokens gives
//! an upper bound on the tree's depth: operators that take what stands left of them add to the depth
//! of that, others to everything after them, and brackets close over what they hold.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer::lex};

use crate::source::TextSize;

/// How deep an expression may be. CPython's own limit lies between 1,000 and 10,000, by version.
const DEEPEST_EXPRESSION: u32 = 3_000;

/// How deep blocks may be: CPython's limit.
const DEEPEST_BLOCK: u32 = 100;

/// An operand may stand below at most so many operators left of it, each binding tighter.
const PRECEDENCES: u32 = 16;

/// So many levels the parser itself survives: it grows its stack, but frees what it takes back by
/// recursion.
const SURVIVED: usize = 20_000;

/// Whether parsing `text` is safe, whatever its tree may be.
pub(super) fn can_be_parsed(text: &str) -> bool {
    text.len() <= SURVIVED || most_levels(text) <= SURVIVED || !is_too_deep(text)
}

/// Whether the tree of `text` may be too deep to be walked recursively.
pub(super) fn is_too_deep(text: &str) -> bool {
    let mut lexer = lex(text, Mode::Module);
    let mut is_over = false;
    get_too_deep(std::iter::from_fn(|| {
        let kind = (!is_over).then(|| lexer.next_token())?;
        is_over = kind == TokenKind::EndOfFile;
        Some(kind)
    }))
}

/// Whether the tree of these tokens may be too deep to be walked recursively.
pub(super) fn is_too_deep_in(tokens: impl Iterator<Item = TokenKind> + Clone) -> bool {
    !are_few(tokens.clone()) && get_too_deep(tokens)
}

fn get_too_deep(mut tokens: impl Iterator<Item = TokenKind>) -> bool {
    let mut depth = Depth::default();
    tokens.any(|kind| {
        depth.token(kind);
        depth.is_too_deep()
    })
}

/// Whether each line has so few tokens that none can be too deep, whatever they are, and no block is: a
/// token adds at most two levels.
fn are_few(mut tokens: impl Iterator<Item = TokenKind>) -> bool {
    let (mut left, mut blocks) = (DEEPEST_EXPRESSION / 2, 0);
    tokens.all(|kind| {
        match kind {
            TokenKind::Newline => left = DEEPEST_EXPRESSION / 2,
            TokenKind::Indent => blocks += 1,
            TokenKind::Dedent => blocks = u32::saturating_sub(blocks, 1),
            _ => left -= 1,
        }
        left > 0 && blocks <= DEEPEST_BLOCK
    })
}

/// A rough bound on the depth of `text`: the number of bytes that can begin a token which nests.
fn most_levels(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let nests = |(byte, before): (&u8, &u8)| {
        let is_first_letter = b"aefilnoy".iter().fold(false, |is, letter| is | (byte == letter));
        let is_punctuation = byte.is_ascii_punctuation() & (*byte != b'_');
        u8::from((is_first_letter & !is_word(*before)) | is_punctuation)
    };
    // Without a branch, many bytes are counted with one instruction.
    let rest = bytes.get(1..).unwrap_or_default();
    let chunks = rest.chunks(128).zip(bytes.chunks(128));
    let levels = chunks.map(|(now, before)| now.iter().zip(before).map(nests).sum::<u8>());
    1 + levels.map(usize::from).sum::<usize>()
}

/// The offset of the first line on which `text` gets too deep.
pub(super) fn place(text: &str) -> TextSize {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut end = 0;
    let ends: Vec<usize> = lines
        .iter()
        .map(|line| {
            end += line.len();
            end
        })
        .collect();
    let line = ends.partition_point(|end| !is_too_deep(&text[..*end]));
    let start = line.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    TextSize::try_from(start).unwrap_or_default()
}

/// What is open at some token.
#[derive(Debug, Default)]
struct Depth {
    blocks: u32,
    /// The brackets around the current one.
    outer: Vec<Level>,
    /// The number of nodes above the current bracket.
    outer_depth: u32,
    level: Level,
    /// Whether the last token ended an operand, so that `-` is binary.
    after_operand: bool,
    /// Whether the last token ended a statement.
    at_end: bool,
}

/// The expression inside one bracket, since its last comma.
#[derive(Debug, Default, Clone, Copy)]
struct Level {
    /// The depth of what stands left of the current token.
    left: u32,
    /// The number of binary operators in it.
    operators: u32,
    /// The number of operators that take all that follows.
    prefixes: u32,
    /// The greatest depth before the last comma.
    siblings: u32,
    /// The number of lambdas whose colon is still to come.
    lambdas: u32,
}

impl Level {
    fn depth(self) -> u32 {
        self.siblings.max(self.left + self.prefixes)
    }

    /// The number of nodes of this level above what comes next.
    fn above(self) -> u32 {
        self.prefixes + self.operators.min(PRECEDENCES) + 1
    }

    fn next_sibling(&mut self) {
        *self = Self { siblings: self.depth(), ..Self::default() };
    }
}

impl Depth {
    fn is_too_deep(&self) -> bool {
        self.blocks > DEEPEST_BLOCK || self.outer_depth + self.level.depth() > DEEPEST_EXPRESSION
    }

    fn token(&mut self, kind: TokenKind) {
        use TokenKind as T;
        if std::mem::take(&mut self.at_end) {
            self.level = Level::default();
        }
        let after_operand = std::mem::replace(&mut self.after_operand, ends_operand(kind));
        let level = &mut self.level;
        match kind {
            T::Lpar | T::Lsqb | T::Lbrace | T::FStringStart | T::TStringStart => self.open(),
            T::Rpar | T::Rsqb | T::Rbrace | T::FStringEnd | T::TStringEnd => self.close(),
            T::Newline | T::EndOfFile => {
                // Brackets that are left open end with the line on which the parser gives up on them.
                while !self.outer.is_empty() {
                    self.close();
                }
                self.at_end = true;
            }
            T::Semi if self.outer.is_empty() => self.at_end = true,
            T::Indent => self.blocks += 1,
            T::Dedent => self.blocks = self.blocks.saturating_sub(1),
            T::Comma if level.lambdas == 0 => level.next_sibling(),
            T::Lambda => {
                level.lambdas += 1;
                level.prefixes += 1;
            }
            T::Colon if level.lambdas > 0 => level.lambdas -= 1,
            T::Not | T::Await | T::Yield | T::Tilde | T::DoubleStar | T::Else | T::ColonEqual => {
                level.prefixes += 1;
            }
            T::Dot => level.left += 1,
            _ if is_binary(kind) && after_operand => {
                level.left += 1;
                level.operators += 1;
            }
            _ if is_binary(kind) => level.prefixes += 1,
            _ => {}
        }
    }

    fn open(&mut self) {
        self.outer_depth += self.level.above();
        self.outer.push(std::mem::take(&mut self.level));
    }

    fn close(&mut self) {
        let Some(outer) = self.outer.pop() else {
            return;
        };
        self.outer_depth -= outer.above();
        let inside = self.level.depth() + outer.operators.min(PRECEDENCES) + 1;
        self.level = Level { left: outer.left.max(inside) + 1, ..outer };
    }
}

fn ends_operand(kind: TokenKind) -> bool {
    use TokenKind as T;
    let is_literal = matches!(
        kind,
        T::Int | T::Float | T::Complex | T::String | T::None | T::True | T::False | T::Ellipsis
    );
    let closes = matches!(kind, T::Rpar | T::Rsqb | T::Rbrace | T::FStringEnd | T::TStringEnd);
    // Soft keywords are names where an operator follows.
    is_literal || closes || matches!(kind, T::Name | T::Match | T::Case | T::Type | T::Lazy)
}

fn is_binary(kind: TokenKind) -> bool {
    use TokenKind as T;
    matches!(
        kind,
        T::Plus
            | T::Minus
            | T::Star
            | T::Slash
            | T::DoubleSlash
            | T::Percent
            | T::At
            | T::Vbar
            | T::Amper
            | T::CircumFlex
            | T::LeftShift
            | T::RightShift
            | T::Less
            | T::Greater
            | T::LessEqual
            | T::GreaterEqual
            | T::EqEqual
            | T::NotEqual
            | T::And
            | T::Or
            | T::In
            | T::Is
            | T::If
            | T::For
            | T::Colon
    )
}
