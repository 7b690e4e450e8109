//! How an object flows: what is put into each of its holders, and where each is read.
//!
//! An object whose uses all mean the same for its counterpart is remade where it is made. Where they do
//! not, as with a queue that becomes the two ends of a stream, each holder is rewritten wherever it is
//! named; so each place is noted here.

use super::Object;
use crate::source::TextRange;

/// A name or attribute that an object is kept in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its identifier.
    pub name: String,
    /// What it is.
    pub kind: HeldKind,
    /// What is put into it.
    pub inflows: Vec<Inflow>,
    /// The expressions that read it.
    pub reads: Vec<TextRange>,
    /// Where it is deleted.
    pub deletes: Vec<TextRange>,
}

/// What holds an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldKind {
    /// A variable of a module or function.
    Variable,
    /// A variable that is a parameter.
    Parameter,
    /// An attribute of a class and its objects.
    Attribute,
}

/// Something that is put into a holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inflow {
    /// The expression that gives it; `None` where only a name or its type is declared.
    pub value: Option<TextRange>,
    /// How it gets in.
    pub into: Inlet,
}

/// How a value gets into a holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inlet {
    /// `target = value`, perhaps as an element of a tuple.
    Target {
        /// The name or attribute that is assigned to.
        target: TextRange,
        /// The annotation of the assignment.
        annotation: Option<TextRange>,
    },
    /// A parameter, whose default is the value.
    Parameter {
        /// The parameter with its annotation, without its default.
        parameter: TextRange,
        /// Its name.
        name: TextRange,
        /// Its annotation.
        annotation: Option<TextRange>,
    },
    /// The value is passed for a parameter or a field.
    Argument {
        /// The name of the keyword by which it is passed.
        keyword: Option<TextRange>,
    },
}

impl Object {
    /// The holder that the expression at `range` reads, as an index into [`Object::held`].
    pub fn holder_read_at(&self, range: TextRange) -> Option<usize> {
        self.held.iter().position(|held| held.reads.contains(&range))
    }
}
