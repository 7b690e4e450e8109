//! How many items a stream takes up.

use crate::{
    semantic::Object,
    source::TextRange,
    transform::{Refusal, Site},
};

/// How large a queue may become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Unbounded,
    /// As large as this expression says, which is a number above 0.
    Bounded(TextRange),
    /// As large as this expression says, where 0 is no limit.
    Unknown(TextRange),
}

impl Size {
    /// The size that the call at `call` gives its queue.
    ///
    /// # Errors
    ///
    /// When it may be no whole number, which AnyIO refuses.
    pub(super) fn of(site: &Site<'_>, call: TextRange) -> Result<Self, Refusal> {
        let Some(arguments) = site.call_at(call)?.arguments() else { return Ok(Self::Unbounded) };
        let bound = arguments.bind(&["maxsize="])?;
        let Some(value) = bound.get("maxsize").map(|value| value.range()) else {
            return Ok(Self::Unbounded);
        };
        let text = site.source(value);
        if text == "0" || text.starts_with('-') && site.model.is_arithmetic(value) {
            return Ok(Self::Unbounded);
        }
        if site.model.nodes().may_be_fraction(value) {
            return Err(Refusal::new("its size may be a fraction, which AnyIO refuses")
                .at(value, "the size"));
        }
        Ok(match site.model.whole_number(value) {
            Some(0) => Self::Unbounded,
            Some(_) => Self::Bounded(value),
            None => Self::Unknown(value),
        })
    }

    /// What the size of a stream is called, with the range that `$size` stands for.
    pub(super) fn text(self, site: &Site<'_>) -> (String, Option<TextRange>) {
        match self {
            Self::Unbounded => ("${math.inf}".to_owned(), None),
            Self::Bounded(value) => ("$size".to_owned(), Some(value)),
            Self::Unknown(value) if site.model.nodes().is_chain(value) => {
                ("$size if $size > 0 else ${math.inf}".to_owned(), Some(value))
            }
            Self::Unknown(value) => ("max($size, 0) or ${math.inf}".to_owned(), Some(value)),
        }
    }
}

/// Whether each queue that `object` may be is unbounded.
pub(super) fn is_unbounded(site: &Site<'_>, object: &Object) -> Result<bool, Refusal> {
    for call in object.creations.iter().filter_map(|creation| creation.call) {
        if Size::of(site, call)? != Size::Unbounded {
            return Ok(false);
        }
    }
    Ok(true)
}
