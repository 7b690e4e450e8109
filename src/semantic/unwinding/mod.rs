//! What runs while a block unwinds: whether a cancellation that comes again at every `await` is told
//! from one that comes once (the domain's P-cleanup).
//!
//! A cancelled coroutine unwinds through `finally` clauses, handlers and context managers, its own and
//! those of whatever it awaits. What awaits nothing there, and hands the cancellation on, runs the same
//! under both kinds.
//!
//! Each file is read once, into a [`Summary`] that needs neither its text nor its tree; the proof goes
//! from one summary to the next.

mod function;
mod handed;
mod summary;
#[cfg(test)]
mod tests;
mod walk;

use std::{path::Path, sync::Arc};

use ruff_python_ast::AnyNodeRef;

pub use summary::Summary;

use super::SemanticModel;
use crate::source::{Ranged, TextRange};

/// What is known of code outside the project.
pub trait Library {
    /// What the program's own code runs while it waits for the value of the expression.
    fn awaited(&self, expression: TextRange) -> Awaited;

    /// What leaving the context manager that the expression gives does.
    fn entered(&self, manager: TextRange) -> Entered;

    /// Whether an `except` clause with the class at `class` catches a cancellation; `None` where that is
    /// not known.
    fn is_cancellation(&self, class: TextRange) -> Option<bool>;
}

/// The other files of the project.
pub trait Files {
    /// The file in which something is defined that the file at `from` imports as `name`, and what it is
    /// called there; `None` where that is not in the project.
    fn defining(&self, from: &Path, name: &str) -> Option<(Arc<Path>, Arc<Summary>, String)>;

    /// The files of the project that the file at `from` is in where some class has a base that goes by
    /// `name`, whatever is before it.
    fn inheriting(&self, from: &Path, name: &str) -> Vec<(Arc<Path>, Arc<Summary>)>;
}

/// What the program's own code runs while it waits for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Awaited {
    /// Nothing.
    Nothing,
    /// The coroutines among the arguments of the call; a cancellation reaches them too.
    Arguments,
    /// The same, of its first argument.
    First,
    /// That is not known.
    Unknown,
}

/// What leaving a context manager does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entered {
    /// It neither waits nor swallows a cancellation.
    Plain,
    /// The same, and no scope's cancellation reaches the code in its block.
    Shield,
    /// That is not known.
    Unknown,
}

/// A place at which it matters how often a cancellation comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Where.
    pub place: Place,
    /// What is there.
    pub kind: ObstacleKind,
    /// The calls that lead there from the block, outermost first.
    pub through: Vec<Place>,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file; `None` for the one that the question is about.
    pub file: Option<Arc<Path>>,
    /// Bytes of the file's text.
    pub range: TextRange,
    /// The 1-based line on which it starts.
    pub line: usize,
}

/// What stands in the way of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ObstacleKind {
    /// A clause that runs while the block unwinds awaits something: the place are these statements of its
    /// body, from the first that waits to the last.
    Cleanup,
    /// A clause does not hand the cancellation on.
    Swallows,
    /// The same, and the code around it then waits for something else.
    GoesOn,
    /// A clause hands the cancellation on, and looks at the error, whose message is the library's own.
    Told,
    /// Code runs that was not followed.
    Unknown,
}

/// Code that may be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// The expression whose value is awaited.
    Awaited(TextRange),
    /// The statements of one suite, from the start of the first to the end of the last.
    Statements(TextRange),
    /// What the `with` item whose context manager is the expression covers: the items after it, and
    /// the statements.
    Item(TextRange),
}

impl SemanticModel<'_> {
    /// What stands in the way of a proof that nothing suspends while the code at `block` unwinds.
    ///
    /// Empty is the proof. Classes of other projects that inherit from one that is met, and replace its
    /// methods, are not known of. `summary` is this file's, at `path`.
    pub fn unwinding(
        &self,
        block: Block,
        library: &dyn Library,
        (path, summary): (&Path, &Arc<Summary>),
        files: &dyn Files,
    ) -> Vec<Obstacle> {
        let acts = function::Acts::of(self, block, library);
        let steps = summary.steps(self, library, &acts);
        walk::obstacles(path, summary, &steps, files)
    }

    /// Whether what is called at `callee` is a function that gives a coroutine, wherever in the project it
    /// is written; `None` where that is not known. `summary` is this file's, at `path`.
    pub fn gives_coroutine(
        &self,
        callee: TextRange,
        (path, summary): (&Path, &Arc<Summary>),
        files: &dyn Files,
    ) -> Option<bool> {
        let nodes = self.nodes();
        let around = nodes.expression(callee).and_then(|id| nodes.parent(id));
        let target = match around.map(|id| nodes.get(id)) {
            Some(AnyNodeRef::ExprCall(call)) if call.func.range() == callee => {
                self.target(&call.func)
            }
            _ => summary::Target::Imported(self.qualified_name(callee)?.to_string()),
        };
        walk::gives_coroutine(path, summary, &target, files)
    }
}
