//! What is said about one reference.

use std::{path::Path, sync::Arc};

pub use crate::rewrite::Edit;
use crate::{change::Changes, source::TextRange};

/// What may be done with a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The program observes no difference; rewritten by default.
    Safe,
    /// The rewrite is right, and what [`Finding::changes`] names changes; rewritten when accepted.
    Changes,
    /// No rewrite is known to be right here.
    Manual,
    /// asyncio is right here and keeps working on AnyIO's asyncio backend.
    Keep,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 4] = [Self::Safe, Self::Changes, Self::Manual, Self::Keep];

    /// The word for it in output, such as `safe`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Changes => "changes",
            Self::Manual => "manual",
            Self::Keep => "keep",
        }
    }
}

/// Another place that a finding speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Bytes of the file.
    pub range: TextRange,
    /// What is there, as a clause: "escapes here".
    pub text: String,
    /// Where it is, if that is another file than the finding's.
    pub elsewhere: Option<Spot>,
    /// How the code of the finding gets there, call by call.
    pub through: Vec<Spot>,
}

/// A line of a file of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The file; `None` for the finding's own.
    pub file: Option<Arc<Path>>,
    /// The 1-based line.
    pub line: usize,
}

impl Note {
    /// A place in the finding's own file: `text` is a clause about it.
    pub fn new(range: TextRange, text: impl Into<String>) -> Self {
        Self { range, text: text.into(), elsewhere: None, through: Vec::new() }
    }
}

/// Whether a finding's rewrite is part of the migrated text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is.
    Rewritten,
    /// It is not, since the user has not accepted all of its changes.
    Offered,
    /// It is not, for the reason given: a conflict with another rewrite, or one that it needs was not
    /// made.
    HeldBack(String),
    /// There is none: the verdict is `manual` or `keep`.
    Left,
    /// It is not, since the transform was not selected.
    NotSelected,
    /// It is not, whatever the verdict, since a comment says so.
    Suppressed,
}

/// The verdict on one reference to asyncio, or to a neighbour that is migrated with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The reference, in bytes of the file's text.
    pub range: TextRange,
    /// What it refers to, such as `asyncio.wait_for`.
    pub name: String,
    /// The user's own name that is written there, where it is one that stands for `name`.
    pub alias: Option<String>,
    /// The transform that owns the name, for `explain` and `--select`.
    pub transform: &'static str,
    /// What may be done.
    pub verdict: Verdict,
    /// What would change; empty unless the verdict is [`Verdict::Changes`].
    pub changes: Changes,
    /// Those of them that the user has not accepted; empty unless the rewrite is offered.
    pub missing: Changes,
    /// What was done about it.
    pub outcome: Outcome,
    /// Why, as a sentence about the user's code, without a full stop.
    pub reason: String,
    /// What to do by hand, where there is something to do.
    pub recipe: Option<String>,
    /// Other places in the file that matter.
    pub places: Vec<Note>,
    /// What the rewrite would do to the text by itself, imports included; sorted, disjoint; empty
    /// without one.
    pub edits: Vec<Edit>,
}

impl Finding {
    /// What it refers to, as it is shown to users: "`asyncio.run`", or "`app.aio.run` (as
    /// `asyncio.run`)".
    pub fn title(&self) -> String {
        match &self.alias {
            Some(alias) => format!("`{alias}` (as `{}`)", self.name),
            None => format!("`{}`", self.name),
        }
    }
}

/// What is wrong with a comment that is to suppress findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The part of the comment that it is about.
    pub range: TextRange,
    /// What kind of thing.
    pub kind: RemarkKind,
    /// What is wrong, as a sentence without a full stop.
    pub text: String,
    /// What to do.
    pub help: Option<String>,
}

/// A kind of thing that may be wrong with a suppression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemarkKind {
    /// It suppresses nothing.
    Unused,
    /// It names a transform that there is not.
    Unknown,
    /// It is not understood, and does nothing.
    Malformed,
}

impl RemarkKind {
    /// The word for it in output, such as `unused`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unused => "unused",
            Self::Unknown => "unknown",
            Self::Malformed => "malformed",
        }
    }
}
