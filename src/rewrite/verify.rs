//! The last check before a text is written.

use std::{fmt, ops::Range};

use rustc_hash::FxHashMap;

use crate::{
    semantic::{Ast, SyntaxError},
    source::TextRange,
};

use super::Edit;

/// A migrated text that is not what it should be: a mistake of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VerifyError {
    /// It does not parse, and the original does.
    Syntax(SyntaxError),
    /// A comment of the original is not in it.
    Comment(String),
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => {
                write!(f, "the result is not valid Python at byte {}: ", error.offset.to_usize())?;
                f.write_str(&error.message)
            }
            Self::Comment(text) => write!(f, "the result lacks the comment `{text}`"),
        }
    }
}

impl std::error::Error for VerifyError {}

/// Checks `after`, which was made from `before`, whose comments are at `comments`.
///
/// # Errors
///
/// If `after` does not parse, or lacks a comment. Then `before` must be kept.
pub fn verify(before: &str, comments: &[TextRange], after: &str) -> Result<(), VerifyError> {
    let new = Ast::parse(after).map_err(VerifyError::Syntax)?;
    let mut left: FxHashMap<&str, usize> = FxHashMap::default();
    for comment in texts(new.comments(), after) {
        *left.entry(comment).or_default() += 1;
    }
    for comment in texts(comments, before) {
        match left.get_mut(comment) {
            Some(count) if *count > 0 => *count -= 1,
            _ => return Err(VerifyError::Comment(comment.to_owned())),
        }
    }
    Ok(())
}

fn texts<'t>(comments: &[TextRange], text: &'t str) -> impl Iterator<Item = &'t str> {
    let texts = comments.iter().map(|range| text.get(Range::<usize>::from(*range)));
    texts.map(|text| text.unwrap_or_default().trim_end())
}

/// `text` with `edits`, which are sorted and disjoint, made.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let grown: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut out = String::with_capacity(text.len() + grown);
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.range.start().to_usize()).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.range.end().to_usize();
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}
