//! What a program becomes: rewrites stated on byte ranges of the original text, how they compose,
//! and the edits they come down to.
//!
//! A rewrite never holds text cut from the source. It holds templates, whose holes are ranges of the
//! original; a hole is rendered with every other rewrite inside it applied. So rewrites that do not
//! know of each other nest in one pass.

mod cluster;
mod code;
mod compose;
mod conservation;
mod error;
mod filling;
mod imports;
mod origin;
mod plan;
mod remove;
mod render;
mod suite;
mod template;
mod verify;

#[cfg(test)]
mod tests;

use crate::source::TextRange;

pub use compose::{Conflict, compose};
pub use error::RenderError;
pub use imports::Reexports;
pub use render::{render, render_reexporting};
pub use template::{Piece, Symbol, Template, TemplateError};
pub use verify::{VerifyError, apply, verify};

/// One change to the program.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Rewrite {
    /// `range`, an expression, a statement or a run of tokens inside one statement, becomes `with`.
    Replace {
        /// What is replaced.
        range: TextRange,
        /// What it becomes.
        with: Template,
        /// Expressions inside `range` that are evaluated no longer, on purpose.
        drops: Vec<TextRange>,
    },
    /// A run of statements moves into a new block.
    Wrap {
        /// From the start of the first to the end of the last; all of one suite.
        statements: TextRange,
        /// The block's header, colon included.
        header: Template,
    },
    /// New statements.
    Insert {
        /// Where.
        at: Anchor,
        /// Whole statements, one a line, indented by four spaces a level.
        code: Template,
    },
    /// Something goes, with the trivia that is its own.
    Remove {
        /// What goes.
        range: TextRange,
        /// What it is.
        kind: Removed,
        /// Expressions inside `range` that are evaluated no longer, on purpose.
        drops: Vec<TextRange>,
    },
    /// The body of a `with`, an `if` without `else` or the like takes the place of the whole.
    Unwrap {
        /// The compound statement.
        block: TextRange,
        /// Expressions in its header that are evaluated no longer, on purpose.
        drops: Vec<TextRange>,
    },
}

/// Where new statements go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// Above the statement with this range.
    Before(TextRange),
    /// Below the statement with this range and its trailing comment.
    After(TextRange),
}

/// What kind of thing is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Removed {
    /// A statement, with its line; the last one of a block leaves a `pass`.
    Statement,
    /// An argument, an element of a list or tuple, a name in an import: with its comma.
    Element,
}

/// New text for a byte range of the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub range: TextRange,
    /// What it becomes.
    pub text: String,
}

impl Rewrite {
    /// `range` becomes `with`.
    pub fn replace(range: TextRange, with: Template) -> Self {
        Self::Replace { range, with, drops: Vec::new() }
    }

    /// The run of statements `statements` moves under `header`.
    pub fn wrap(statements: TextRange, header: Template) -> Self {
        Self::Wrap { statements, header }
    }

    /// `code` goes above the statement with this range.
    pub fn before(statement: TextRange, code: Template) -> Self {
        Self::Insert { at: Anchor::Before(statement), code }
    }

    /// `code` goes below the statement with this range.
    pub fn after(statement: TextRange, code: Template) -> Self {
        Self::Insert { at: Anchor::After(statement), code }
    }

    /// The statement with this range goes.
    pub fn remove_statement(range: TextRange) -> Self {
        Self::Remove { range, kind: Removed::Statement, drops: Vec::new() }
    }

    /// The argument, element or imported name with this range goes.
    pub fn remove_element(range: TextRange) -> Self {
        Self::Remove { range, kind: Removed::Element, drops: Vec::new() }
    }

    /// The body of the compound statement with this range takes its place.
    pub fn unwrap_block(block: TextRange) -> Self {
        Self::Unwrap { block, drops: Vec::new() }
    }

    /// Declares that the expressions at `ranges` are evaluated no longer, on purpose.
    #[must_use]
    pub fn dropping(mut self, ranges: impl IntoIterator<Item = TextRange>) -> Self {
        match &mut self {
            Self::Replace { drops, .. }
            | Self::Remove { drops, .. }
            | Self::Unwrap { drops, .. } => {
                drops.extend(ranges);
            }
            Self::Wrap { .. } | Self::Insert { .. } => {}
        }
        self
    }

    /// The range that decides where this stands: for an insertion that of its anchor.
    pub fn range(&self) -> TextRange {
        match self {
            Self::Replace { range, .. } | Self::Remove { range, .. } => *range,
            Self::Wrap { statements, .. } => *statements,
            Self::Insert { at: Anchor::Before(range) | Anchor::After(range), .. } => *range,
            Self::Unwrap { block, .. } => *block,
        }
    }

    /// Whether it comes to the same wherever it is stated, so that fixes can share it: new code without
    /// holes, or the removal of a statement or an element.
    pub(super) fn is_constant(&self) -> bool {
        match self {
            Self::Remove { kind, .. } => matches!(kind, Removed::Statement | Removed::Element),
            Self::Unwrap { .. } => false,
            _ => self.template().is_some_and(|template| template.holes().next().is_none()),
        }
    }

    /// The new code in it, if any.
    pub fn template(&self) -> Option<&Template> {
        match self {
            Self::Replace { with, .. } => Some(with),
            Self::Wrap { header, .. } => Some(header),
            Self::Insert { code, .. } => Some(code),
            Self::Remove { .. } | Self::Unwrap { .. } => None,
        }
    }
}
