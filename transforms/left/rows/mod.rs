//! The names that no transform rewrites, or not in every shape: why, and what to do.

mod files;
mod loops;
mod policies;
mod protocols;
mod queues;
mod running;
mod streams;
mod subprocess;
mod synchronisation;
mod tasks;
mod testing;
mod threads;
mod timeouts;
mod waiting;

use crate::{
    finding::Verdict,
    transform::{Refusal, Site},
};

/// Rows about one subject.
pub struct Subject {
    /// What to call it.
    pub title: &'static str,
    /// What is said.
    pub rows: &'static [Row],
}

/// Every subject, in the order in which they are listed.
pub static SUBJECTS: &[Subject] = &[
    Subject { title: "running", rows: running::ROWS },
    Subject { title: "tasks and futures", rows: tasks::ROWS },
    Subject { title: "waiting for several", rows: waiting::ROWS },
    Subject { title: "timeouts", rows: timeouts::ROWS },
    Subject { title: "synchronisation", rows: synchronisation::ROWS },
    Subject { title: "queues", rows: queues::ROWS },
    Subject { title: "threads", rows: threads::ROWS },
    Subject { title: "event loops", rows: loops::ROWS },
    Subject { title: "streams and servers", rows: streams::ROWS },
    Subject { title: "protocols and transports", rows: protocols::ROWS },
    Subject { title: "subprocesses", rows: subprocess::ROWS },
    Subject { title: "files", rows: files::ROWS },
    Subject { title: "policies and child watchers", rows: policies::ROWS },
    Subject { title: "testing", rows: testing::ROWS },
];

/// What is said of a group of names.
pub struct Row {
    /// The qualified names.
    pub names: &'static [&'static str],
    /// [`Verdict::Manual`] or [`Verdict::Keep`].
    pub verdict: Verdict,
    /// Why, as a sentence without a full stop.
    pub reason: &'static str,
    /// What to do by hand.
    pub recipe: Option<&'static str>,
    /// Says it better where the code around a reference tells more; the recipe is the row's if it
    /// has none.
    pub here: Option<Here>,
}

/// What may be said of one reference in place of what is said of its name.
pub type Here = fn(&Site<'_>) -> Option<Refusal>;

/// No rewrite is known to be right: why, and what to do.
const fn manual(names: &'static [&'static str], reason: &'static str, recipe: &'static str) -> Row {
    Row { names, verdict: Verdict::Manual, reason, recipe: Some(recipe), here: None }
}

/// asyncio is right: why.
const fn keep(names: &'static [&'static str], reason: &'static str) -> Row {
    Row { names, verdict: Verdict::Keep, reason, recipe: None, here: None }
}

impl Row {
    /// The same, with what to do where it should go after all.
    const fn or(self, recipe: &'static str) -> Self {
        Self { recipe: Some(recipe), ..self }
    }

    /// The same, said better where the code around a reference tells more.
    const fn here(self, here: Here) -> Self {
        Self { here: Some(here), ..self }
    }
}
