//! How code is written: concrete trees of the parts of a file that matter.
//!
//! tree-sitter's trees are lossless, and fast enough only if few of them are made. So a file is
//! handed over in *parts*, a part is parsed when a node in it is asked for, and asked for is always a
//! byte range together with what the abstract tree says stands there: [`Trees::node`].

mod allocator;
mod arguments;
mod join;
mod kind;
mod node;
mod nodes;
mod pattern;
mod tree;

pub use arguments::{Argument, Arguments, BindError, Bound};
pub use join::JoinError;
pub use kind::Kind;
pub use node::{Node, TypedNode};
pub use nodes::*;
pub use pattern::{Match, Pattern, PatternError};
pub use tree::Trees;

use tree_sitter::Language;

/// The Python grammar; every use of tree-sitter begins here.
fn language() -> Language {
    allocator::install();
    tree_sitter_python::LANGUAGE.into()
}
