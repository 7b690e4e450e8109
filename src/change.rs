//! What a rewrite may change: a closed vocabulary that users accept by name.

use std::fmt;

/// One observable difference between a program and its migrated form on AnyIO's asyncio backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// A child's error arrives in an `ExceptionGroup`.
    ExceptionGroup,
    /// Awaiting a handle raises `TaskFailed` or `TaskCancelled`, not the task's own error.
    HandleErrors,
    /// Another exception class is raised, or one is raised where none was.
    ExceptionType,
    /// A failing child cancels its siblings.
    CancelsSiblings,
    /// A block waits for tasks that used to go on alone.
    WaitsForTasks,
    /// A cancelled scope cancels again at every `await`, in cleanup too.
    LevelCancellation,
    /// Other tasks may run at a place where they could not.
    SwitchPoint,
    /// Something starts, or is evaluated, earlier or later than it was.
    StartOrder,
    /// A cancelled caller waits for its worker thread.
    ThreadShielded,
    /// Delays and deadlines differ by more than a tick.
    Timing,
    /// Writes to context variables are seen where they were not, or the reverse.
    Contextvars,
    /// A value has another type.
    ResultType,
    /// A name or type that other code may use is another.
    PublicApi,
    /// Ctrl+C surfaces as another exception.
    Interrupt,
}

impl Change {
    /// Every change, in the order in which they are listed to users.
    pub const ALL: [Self; 14] = [
        Self::ExceptionGroup,
        Self::HandleErrors,
        Self::ExceptionType,
        Self::CancelsSiblings,
        Self::WaitsForTasks,
        Self::LevelCancellation,
        Self::SwitchPoint,
        Self::StartOrder,
        Self::ThreadShielded,
        Self::Timing,
        Self::Contextvars,
        Self::ResultType,
        Self::PublicApi,
        Self::Interrupt,
    ];

    /// The name that users type, such as `exception-group`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExceptionGroup => "exception-group",
            Self::HandleErrors => "handle-errors",
            Self::ExceptionType => "exception-type",
            Self::CancelsSiblings => "cancels-siblings",
            Self::WaitsForTasks => "waits-for-tasks",
            Self::LevelCancellation => "level-cancellation",
            Self::SwitchPoint => "switch-point",
            Self::StartOrder => "start-order",
            Self::ThreadShielded => "thread-shielded",
            Self::Timing => "timing",
            Self::Contextvars => "contextvars",
            Self::ResultType => "result-type",
            Self::PublicApi => "public-api",
            Self::Interrupt => "interrupt",
        }
    }

    /// The page that `explain` prints, in Markdown. Its first line is `# name: summary`.
    pub const fn page(self) -> &'static str {
        match self {
            Self::ExceptionGroup => include_str!("../docs/changes/exception-group.md"),
            Self::HandleErrors => include_str!("../docs/changes/handle-errors.md"),
            Self::ExceptionType => include_str!("../docs/changes/exception-type.md"),
            Self::CancelsSiblings => include_str!("../docs/changes/cancels-siblings.md"),
            Self::WaitsForTasks => include_str!("../docs/changes/waits-for-tasks.md"),
            Self::LevelCancellation => include_str!("../docs/changes/level-cancellation.md"),
            Self::SwitchPoint => include_str!("../docs/changes/switch-point.md"),
            Self::StartOrder => include_str!("../docs/changes/start-order.md"),
            Self::ThreadShielded => include_str!("../docs/changes/thread-shielded.md"),
            Self::Timing => include_str!("../docs/changes/timing.md"),
            Self::Contextvars => include_str!("../docs/changes/contextvars.md"),
            Self::ResultType => include_str!("../docs/changes/result-type.md"),
            Self::PublicApi => include_str!("../docs/changes/public-api.md"),
            Self::Interrupt => include_str!("../docs/changes/interrupt.md"),
        }
    }

    /// What changes, as a clause: the first line of its page.
    pub fn summary(self) -> &'static str {
        let title = self.page().lines().next().unwrap_or_default();
        title.split_once(": ").map_or(title, |(_, summary)| summary)
    }

    /// The change with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.name() == name)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of changes. The empty set is what `safe` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Changes(u16);

impl Changes {
    /// Nothing changes.
    pub const NONE: Self = Self(0);

    /// Whatever may change.
    pub const ALL: Self = Self::of(&Change::ALL);

    /// What structured concurrency is *for*: errors in groups, children that are waited for and
    /// cancelled together, cancellation that lasts.
    pub const STRUCTURED: Self = Self::of(&[
        Change::ExceptionGroup,
        Change::HandleErrors,
        Change::CancelsSiblings,
        Change::WaitsForTasks,
        Change::LevelCancellation,
        Change::StartOrder,
        Change::Contextvars,
    ]);

    /// The names that stand for a set, each with it.
    pub const PRESETS: [(&'static str, Self); 3] =
        [("none", Self::NONE), ("structured", Self::STRUCTURED), ("all", Self::ALL)];

    /// The set of these.
    pub const fn of(changes: &[Change]) -> Self {
        let mut bits = 0;
        let mut index = 0;
        while index < changes.len() {
            bits |= 1 << changes[index] as u16;
            index += 1;
        }
        Self(bits)
    }

    /// The changes that `name` stands for: a change's own name or a preset's.
    pub fn named(name: &str) -> Option<Self> {
        let preset = Self::PRESETS.into_iter().find(|(n, _)| *n == name).map(|(_, set)| set);
        preset.or_else(|| Change::named(name).map(|change| Self::of(&[change])))
    }

    /// Everything in either.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in `self` but not in `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether every one of `other` is in `self`.
    pub const fn contains_all(self, other: Self) -> bool {
        other.without(self).is_empty()
    }

    /// Whether nothing changes.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The changes, in the order of [`Change::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Change> {
        Change::ALL.into_iter().filter(move |change| self.0 & (1 << *change as u16) != 0)
    }
}

impl<const N: usize> From<[Change; N]> for Changes {
    fn from(changes: [Change; N]) -> Self {
        Self::of(&changes)
    }
}

impl fmt::Display for Changes {
    /// The names, with commas between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, change) in self.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{change}")?;
        }
        Ok(())
    }
}
