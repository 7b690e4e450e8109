//! What can go wrong between a rewrite and its text.

use std::fmt;

/// Why rewrites could not be rendered. Each names the fix at fault by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenderError {
    /// A rewrite of statements whose range is no run of statements of one suite.
    NotPlaced {
        /// The fix.
        fix: usize,
    },
    /// A rewrite would have been left out: it overlaps another one.
    NotApplied {
        /// The fix.
        fix: usize,
    },
    /// The block to unwrap has more than one body.
    Unwrap {
        /// The fix.
        fix: usize,
    },
    /// What is to be removed is no element of a list that may lose it.
    NotAnElement {
        /// The fix.
        fix: usize,
    },
    /// New text inside an f-string would end it or be shown in it.
    InString {
        /// The fix.
        fix: usize,
    },
}

impl RenderError {
    /// The number of the fix at fault.
    pub fn fix(self) -> usize {
        match self {
            Self::NotPlaced { fix }
            | Self::NotApplied { fix }
            | Self::Unwrap { fix }
            | Self::NotAnElement { fix }
            | Self::InString { fix } => fix,
        }
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotPlaced { .. } => "a rewrite of statements does not stand on statements",
            Self::NotApplied { .. } => "a rewrite overlaps another one",
            Self::Unwrap { .. } => "a block with several bodies cannot be unwrapped",
            Self::NotAnElement { .. } => "what is removed is not an element of a list",
            Self::InString { .. } => "new code would end the string that it stands in",
        })
    }
}

impl std::error::Error for RenderError {}
