//! New code with holes.

use std::fmt;

use crate::{
    semantic::layout::Fragment,
    source::{TextRange, TextSize},
};

/// New code: text, holes that are ranges of the original, and names that may need an import.
///
/// Lines after the first are indented by four spaces a level, whatever the file uses.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Template {
    pieces: Vec<Piece>,
    pure: bool,
}

/// A part of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Piece {
    /// Python as it is.
    Text(String),
    /// The code at this range of the original, with every rewrite inside it applied.
    Hole(TextRange),
    /// Whatever this is called where it lands.
    Symbol(Symbol),
}

/// The full name of something importable, as in `anyio.to_thread.run_sync`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(String);

impl Symbol {
    /// `name` has its module in it: `anyio.fail_after`, `math.inf`; or is a module: `anyio`.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The full name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The module, and the path of attributes in it (empty when the symbol is the module itself).
    ///
    /// By the naming that all of AnyIO and the standard library keep: the last segment is an
    /// attribute, and so is everything from the first segment on that has a capital.
    pub fn split(&self) -> (&str, &str) {
        let mut module = 0;
        let mut start = 0;
        while let Some(dot) = self.0[start..].find('.') {
            if self.0[start..start + dot].contains(char::is_uppercase) {
                break;
            }
            module = start + dot;
            start = module + 1;
        }
        if module == 0 { (&self.0, "") } else { (&self.0[..module], &self.0[module + 1..]) }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A template that cannot be read: a mistake of whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateError {
    /// `$name` stands for nothing.
    Unknown(String),
    /// A `$` with no name after it, or a `${` without its `}`.
    Dangling,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => write!(f, "the template's ${name} stands for nothing"),
            Self::Dangling => f.write_str("the template has a `$` without a name"),
        }
    }
}

impl std::error::Error for TemplateError {}

impl Template {
    /// Reads `text`, in which `$name` is a hole for the range that `hole` gives for it,
    /// `${qualified.name}` a symbol, and `$$` a dollar.
    ///
    /// # Errors
    ///
    /// If `hole` knows no such name, or a `$` stands alone.
    pub fn parse(
        text: &str,
        hole: impl Fn(&str) -> Option<TextRange>,
    ) -> Result<Self, TemplateError> {
        let mut template = Self::default();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            template = template.text(before);
            if let Some(tail) = after.strip_prefix('$') {
                template = template.text("$");
                rest = tail;
            } else if let Some(symbol) = after.strip_prefix('{') {
                let (name, tail) = symbol.split_once('}').ok_or(TemplateError::Dangling)?;
                template = template.symbol(name);
                rest = tail;
            } else {
                let end = after.find(|c: char| !c.is_alphanumeric() && c != '_');
                let (name, tail) = after.split_at(end.unwrap_or(after.len()));
                if name.is_empty() {
                    return Err(TemplateError::Dangling);
                }
                let range = hole(name).ok_or_else(|| TemplateError::Unknown(name.to_owned()))?;
                template = template.hole(range);
                rest = tail;
            }
        }
        Ok(template.text(rest))
    }

    /// Adds Python as it is.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        match self.pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
        self
    }

    /// Adds a hole for the code at `range`.
    #[must_use]
    pub fn hole(mut self, range: TextRange) -> Self {
        self.pieces.push(Piece::Hole(range));
        self
    }

    /// Adds a name that may need an import.
    #[must_use]
    pub fn symbol(mut self, name: &str) -> Self {
        self.pieces.push(Piece::Symbol(Symbol::new(name)));
        self
    }

    /// Declares that whoever made this proved its holes pure: they may stand in any order, be left
    /// out and be repeated.
    #[must_use]
    pub fn assume_pure(mut self) -> Self {
        self.pure = true;
        self
    }

    /// Whether its holes were proved pure.
    pub fn is_pure(&self) -> bool {
        self.pure
    }

    /// Its parts, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The ranges of its holes, in order.
    pub fn holes(&self) -> impl Iterator<Item = TextRange> + '_ {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Hole(range) => Some(*range),
            Piece::Text(_) | Piece::Symbol(_) => None,
        })
    }

    /// The symbols in it, in order.
    pub fn symbols(&self) -> impl Iterator<Item = &Symbol> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Symbol(symbol) => Some(symbol),
            Piece::Text(_) | Piece::Hole(_) => None,
        })
    }

    /// What this is as Python, and what its holes ask of the code put there.
    pub(super) fn fragment(&self, source: &str) -> Fragment {
        let mut text = String::new();
        let mut gaps = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(code) => text.push_str(code),
                Piece::Symbol(symbol) => text.push_str(symbol.as_str()),
                Piece::Hole(range) => {
                    let start = TextSize::of(&text);
                    text.push_str(stand_in(&source[*range]));
                    gaps.push(TextRange::new(start, TextSize::of(&text)));
                }
            }
        }
        Fragment::read(&text, &gaps)
    }
}

/// Something that may stand wherever `code` may, as short as can be.
fn stand_in(code: &str) -> &'static str {
    if code.starts_with("**") {
        "**_"
    } else if code.starts_with('*') {
        "*_"
    } else {
        "_"
    }
}
